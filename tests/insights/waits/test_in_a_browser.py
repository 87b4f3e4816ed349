"""The board as people see it: readable at both widths, and following what happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from insights.waits.tallying import roll_up_all
from tests.admission_flow.journey import Journey
from tests.browsers import DESK, PHONE, reads_well, tab
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser
PATIENCE = 20_000


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    return build_bloc()


@pytest.fixture(scope="module")
def journey(office: Bloc) -> Journey:
    journey = Journey(office).to("declaration")
    sum(roll_up_all(at=timezone.now()))
    return journey


@pytest.fixture(scope="module")
def server(office: Bloc, journey: Journey) -> Iterator[int]:
    with served() as port:
        yield port


@pytest.mark.parametrize("path", ["/board/?target=12", "/board/map/", "/board/cases/?state=open"])
def test_it_reads_well(chromium: Browser, server: int, office: Bloc, path: str) -> None:
    with tab(chromium, server, office.standing_deputy) as page:
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        reads_well(page)


def test_it_follows_what_happens(chromium: Browser, server: int, office: Bloc, journey: Journey) -> None:
    with tab(chromium, server, office.standing_deputy, width=DESK) as page:
        page.goto("/board/map/")
        expect(page.locator("[data-live-when=on]")).to_be_visible(timeout=PATIENCE)
        page.evaluate("window.untouched = true")
        row = page.locator("tbody tr").filter(has=page.get_by_role("link", name="Thẩm tra", exact=True))
        expect(row).to_have_count(0)
        journey.declaration()
        expect(row).to_have_count(1, timeout=PATIENCE)
        assert page.evaluate("window.untouched") is True


def test_without_script_the_way_from_a_number_to_its_case(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.standing_deputy, width=PHONE, script=False) as page:
        page.goto("/board/")
        page.locator(".tiles dd a").first.click()
        expect(page.locator("h1")).to_have_text("Các bước")
        page.locator("tbody th a").first.click()
        expect(page).to_have_url(f"http://127.0.0.1:{server}/cases/1/")
