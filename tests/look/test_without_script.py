"""The frame serves a browser that runs no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browsers import tab
from tests.people import PASSWORD, Bloc

pytestmark = pytest.mark.browser


def test_sign_in_switch_seat_speak_english_and_leave(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, script=False) as page:
        page.goto("/account/")
        page.fill("[name=login]", "cell.secretary")
        page.fill("[name=password]", PASSWORD)
        page.click("main .btn-primary")
        expect(page).to_have_url(f"http://127.0.0.1:{server}/account/")
        menu = page.locator(".topbar details").last
        menu.locator("summary").click()
        menu.get_by_text(office.cell.name).click()
        expect(page.locator(".seat-words")).to_contain_text(office.cell.name)
        menu.locator("summary").click()
        menu.get_by_text("English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        menu.locator("summary").click()
        menu.get_by_text("Sign out").click()
        expect(page).to_have_url(f"http://127.0.0.1:{server}/accounts/login/")
