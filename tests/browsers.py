"""A real Chromium for tests marked `browser`, which are named as skipped where none is found.

    pytestmark = pytest.mark.browser

    def test_the_bell_lights_up(chromium, office, server):
        with tab(chromium, server, office.cell_secretary) as page:
            page.goto("/account/")

`server` is a port of `tests.servers.served()`, on a database of the test's own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from orgs.models import User
from tests.servers import session_of

PHONE, DESK = 360, 1440
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--font-render-hinting=none",  # letters as wide as in a window
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs a Chromium")


# The one without windows first: it is the same engine, and asks a third of the work for each tab.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")


def executable() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    if path is None:
        # Where every change is checked nothing may be left out unseen.
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no Chromium found; install it, or name it in CHROMIUM")
    # Playwright keeps a loop running in this thread, in which Django would refuse its own queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def tab(
    chromium: Browser, port: int, person: User | None = None, *, width: int = DESK, script: bool = True
) -> Iterator[Page]:
    """A page of a browser of its own, where this account is signed in. Addresses may be paths."""
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{port}",
        viewport={"width": width, "height": 800},
        locale="vi-VN",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    if person is not None:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": f"http://127.0.0.1:{port}"}
        context.add_cookies([cookie])  # type: ignore[list-item]
    try:
        yield context.new_page()
    finally:
        context.close()


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line a fault; contrast and labels to WCAG 2.2 AA."""
    # Once into each document, and only what is wrong comes back: what passed is most of the work of telling.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules).then(found => found.violations)", AXE_RULES)
    return [f"{fault['id']}: {node['html']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


def wider_than_the_window(page: Page) -> int:
    """How many pixels the page has to be scrolled sideways; 0 is right. A page that still arrives is waited for."""
    page.wait_for_load_state()
    root = "document.documentElement"
    while (width := page.evaluate(f"{root} && {root}.scrollWidth - {root}.clientWidth")) is None:
        page.wait_for_timeout(20)  # between two documents there is none
    return int(width)


def reads_well(page: Page, widths: Sequence[int] = (PHONE, DESK)) -> None:
    """Nothing to scroll sideways and no fault of accessibility at these widths; the page is left at the last."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert wider_than_the_window(page) == 0, page.url
        assert accessibility_faults(page) == []
