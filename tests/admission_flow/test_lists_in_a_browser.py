"""The two lists in a real browser: live, without script, on a phone, and to who can't see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from admission_flow.decisions.handling import take
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import numbered, open_cases
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    bloc = build_bloc()
    open_cases(bloc, ["Trần Quốc Bảo", *numbered(3)], due_on=timezone.localdate())
    open_cases(bloc, ["Lê Thị An"], step="grassroots_approval")
    return bloc


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


def test_a_step_arrives_while_one_looks(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.training_centre) as page:
        page.goto("/")
        expect(page.locator("[data-live-when=on]")).to_be_visible()
        expect(page.locator("#count-work")).to_be_hidden()
        journey = Journey.in_unit(office, "departmental_cell")
        journey.nominate(full_name="Đặng Văn Phúc")
        expect(page.locator("tbody tr")).to_contain_text("Đặng Văn Phúc")
        expect(page.locator("#count-work")).to_contain_text("1")
        journey.course()
        expect(page.locator("tbody tr")).to_have_count(0)
        expect(page.locator("#count-work")).to_be_hidden()


def test_an_open_filter_is_not_swapped_away(chromium: Browser, server: int, office: Bloc) -> None:
    (task,) = open_cases(office, ["Võ Ngọc Lan"], unit=office.sibling_cell)
    with tab(chromium, server, office.sibling_secretary) as page:
        page.goto("/")
        expect(page.locator("[data-live-when=on]")).to_be_visible()
        page.click(".filter-menu summary")
        take(task.process_id, task.pk, task.step, acting_user=office.sibling_secretary, at=timezone.now())
        expect(page.locator("[data-live-note]")).to_be_visible()
        expect(page.locator(".filter-menu select").first).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("h1").click()
        expect(page.locator("tbody")).to_contain_text(office.sibling_secretary.display_name)


def test_a_chip_swaps_the_list_and_keeps_the_focus(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.committee_secretary) as page:
        page.goto("/cases/?sort=name")
        page.locator("#show-mine").press("Enter")
        page.wait_for_url("**/cases/?show=mine&sort=name")
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("#show-mine")).to_be_focused()
        page.go_back()
        expect(page.locator("tbody tr").nth(1)).to_be_visible()


def test_filter_and_search_without_script(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.cell_secretary, script=False) as page:
        page.goto("/")
        page.fill(".list-tools [name=q]", "tran bao")
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr")).to_have_count(1)
        assert "tran" not in page.url
        page.click(".chosen a")
        page.click(".filter-menu summary")
        page.select_option("#filter-sort", "name")
        page.click(".filter-menu button")
        expect(page.locator("tbody tr").last).to_contain_text("Trần Quốc Bảo")
        page.fill("#search", "le an")
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr")).to_contain_text("Lê Thị An")


@pytest.mark.parametrize("address", ["/", "/cases/", "/?show=late", "/cases/?show=admitted"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_fits_and_is_accessible(chromium: Browser, server: int, office: Bloc, address: str, width: int) -> None:
    with tab(chromium, server, office.cell_secretary, width=width) as page:
        page.goto(address)
        page.click(".filter-menu summary")
        assert wider_than_the_window(page) == 0
        assert accessibility_faults(page) == []
