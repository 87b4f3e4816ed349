"""The keyboard reaches everything, and one sees where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import tab
from tests.people import Bloc

pytestmark = pytest.mark.browser


def test_the_first_stop_skips_to_the_content(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.cell_secretary) as page:
        page.goto("/account/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        expect(page.locator(".skip-link")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_each_stop_is_seen(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.cell_secretary) as page:
        page.goto("/_look/")
        stops = [_press_tab(page) for _ in range(40)]
        assert len({stop["what"] for stop in stops}) > 30
        assert [stop["what"] for stop in stops if not stop["marked"]] == []


def test_menus_open_and_close(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.cell_secretary) as page:
        page.goto("/account/")
        menu = page.locator(".topbar details").last
        menu.locator("summary").press("Enter")
        expect(menu).to_have_attribute("open", "")
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(menu.locator("summary")).to_be_focused()


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(
    chromium: Browser, server: int, office: Bloc
) -> None:
    with tab(chromium, server, office.cell_secretary, script=False) as page:
        page.goto("/_look/?refused")
        expect(page.locator(".error-summary")).to_be_focused()
        page.locator(".error-summary a").first.click()
        page.keyboard.type("12")
        expect(page.locator("#id_r-present")).to_have_value("12")


def _press_tab(page: Page) -> dict[str, object]:
    page.keyboard.press("Tab")
    found: dict[str, object] = page.evaluate(
        """() => {
            const e = document.activeElement, s = getComputedStyle(e), c = getComputedStyle(e.parentElement);
            const rings = (s) =>
                s.boxShadow !== 'none' || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 1);
            return {what: e.tagName + (e.id || e.href || e.name || '') + e.innerText, marked: rings(s) || rings(c)};
        }"""
    )
    return found
