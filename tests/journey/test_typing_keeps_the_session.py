"""Whoever fills in a long form is there, and is told before the session ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browsers import tab
from tests.journey.desks import PATIENCE
from tests.people import Bloc

pytestmark = pytest.mark.browser


def test_typing_is_heard_of_once_a_minute(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.cell_secretary) as page:
        page.clock.install()
        page.goto("/cases/nominate/")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))

        def heard() -> int:
            return sum(url.endswith("/account/alive/") for url in asked)

        name = page.locator("[name=full_name]")
        name.press_sequentially("Nguyễn")
        assert heard() == 0
        page.clock.fast_forward("05:00")
        with page.expect_response("**/account/alive/") as answered:
            name.press_sequentially(" Thị")
        assert answered.value.status == 204
        name.press_sequentially(" Xuân")
        assert heard() == 1


def test_before_the_session_ends_a_line_says_so(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.cell_secretary) as page:
        page.clock.install()
        page.goto("/cases/nominate/")
        page.locator("[name=full_name]").fill("Nguyễn Thị Xuân")
        page.clock.fast_forward("28:30")
        expect(page.locator(".toast-note")).to_contain_text("sắp hết", timeout=PATIENCE)
        assert page.locator("[name=full_name]").input_value() == "Nguyễn Thị Xuân"
