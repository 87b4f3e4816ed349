"""The term report in a browser: from the draft to the number, and how its pages stand up at both widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from insights.models import TermReport
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.journey.desks import submit, write
from tests.people import Bloc, build_bloc, make_members
from tests.servers import served

pytestmark = pytest.mark.browser
YEAR = timezone.localdate().year - 1


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    bloc = build_bloc()
    day = timezone.localdate().replace(year=YEAR, month=5, day=19)
    make_members(bloc.cell, 4, joined_on=day, official_on=None)
    make_members(bloc.grassroots_cell, 2, joined_on=day.replace(month=9), official_on=None)
    return bloc


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).not_to_be_empty()


def test_from_the_draft_to_the_number(chromium: Browser, server: int, office: Bloc) -> None:
    with (
        tab(chromium, server, office.organisation_board) as writer,
        tab(chromium, server, office.standing_deputy) as head,
    ):
        opened(writer, "/reports/")
        writer.get_by_role("link", name="Soạn báo cáo").click()
        write(writer, {"first": f"01/01/{YEAR}", "last": f"31/12/{YEAR}"})
        writer.locator("main").get_by_role("button", name="Soạn báo cáo").click()
        expect(writer.locator(".paper")).to_contain_text("đã kết nạp 06 đảng viên mới")
        writer.locator(".paper").get_by_role("link", name="06").first.click()
        expect(writer.locator("main")).to_contain_text("6 dòng")
        writer.go_back()
        writer.get_by_role("link", name="Viết báo cáo").click()
        write(writer, {"experience": "Phân công người giúp đỡ ngay từ đầu.", "directions": "Mỗi chi bộ hai nguồn."})
        write(writer, {"superior": "Tỉnh ủy A"})
        writer.get_by_role("button", name="Lưu lại").click()
        expect(writer.locator(".paper")).to_contain_text("Mỗi chi bộ hai nguồn.")

        opened(head, f"/reports/{TermReport.objects.get().pk}/")
        head.get_by_role("button", name="Đã rà soát").click()
        expect(head.locator("main")).to_contain_text("người duyệt được thông báo")
        head.get_by_role("link", name="Duyệt báo cáo").click()
        write(head, {"after": "17"})
        submit(head, "Báo cáo đã được duyệt")
        expect(head.locator(".paper")).to_contain_text("Số 18-BC/ĐUK")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_reads_well(chromium: Browser, server: int, office: Bloc, width: int) -> None:
    of = f"/reports/of/{office.unit.pk}/{YEAR}-01-01/{YEAR}-12-31/"
    with tab(chromium, server, office.organisation_board, width=width) as page:
        opened(page, "/reports/draft/")
        first = YEAR - 1 if width == PHONE else YEAR - 2
        write(page, {"first": f"01/01/{first}", "last": f"31/12/{YEAR}"})
        page.locator("main").get_by_role("button", name="Soạn báo cáo").click()
        expect(page.locator(".paper")).to_be_visible()
        report = TermReport.objects.order_by("-pk")[0].pk
        for address in (
            "/reports/", "/reports/draft/", of, f"{of}behind/?of=admitted&by=sex&kind=m",
            f"{of}behind/?of=gone", f"/reports/{report}/", f"/reports/{report}/write/", f"/reports/{report}/give-up/",
        ):  # fmt: skip
            opened(page, address)
            assert wider_than_the_window(page) == 0, address
            assert accessibility_faults(page) == [], address
