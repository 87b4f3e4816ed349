"""The first page arrives quickly on the office's line."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browsers import tab
from tests.people import Bloc

pytestmark = pytest.mark.browser
MOST = 200_000  # bytes over the wire, heads included


@pytest.mark.parametrize("path", ["/accounts/login/", "/_look/"])
def test_a_first_load_is_light(chromium: Browser, server: int, office: Bloc, path: str) -> None:
    with tab(chromium, server, office.cell_secretary if path == "/_look/" else None) as page:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        sizes: list[float] = []
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(path, wait_until="networkidle")
    assert len(sizes) >= 6
    assert sum(sizes) < MOST
