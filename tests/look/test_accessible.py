"""Every page of the frame reads well at both widths, for eyes and for screen readers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.people import Bloc

pytestmark = pytest.mark.browser

SIGNED_IN = [
    "/_look/",
    "/_look/?refused",
    "/account/",
    "/organisation/?q=chi+bo",
    "/organisation/SNV-01/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/nothing-here/",
]
SIGNED_OUT = ["/accounts/login/", "/accounts/password/reset/", "/accounts/inactive/", "/nothing-here/"]


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", SIGNED_IN)
def test_signed_in(chromium: Browser, server: int, office: Bloc, path: str, width: int) -> None:
    with tab(chromium, server, office.cell_secretary, width=width) as page:
        page.goto(path)
        assert accessibility_faults(page) == []
        assert wider_than_the_window(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", SIGNED_OUT)
def test_signed_out(chromium: Browser, server: int, path: str, width: int) -> None:
    with tab(chromium, server, width=width) as page:
        page.goto(path)
        assert accessibility_faults(page) == []
        assert wider_than_the_window(page) == 0


def test_open_menus(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.cell_secretary, width=PHONE) as page:
        page.goto("/_look/")
        for summary in page.locator(".topbar summary").all():
            summary.click()
            assert accessibility_faults(page) == []
            assert wider_than_the_window(page) == 0
