"""A plan proposed by a committee and approved by the bloc in a browser, and how the pages stand up at both widths."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from planning.models import Plan
from planning.plans.deciding import PaperGiven, PlanGiven, approve, propose
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.journey.desks import submit, write
from tests.people import Bloc, all_joined_long_ago

pytestmark = pytest.mark.browser
YEAR = timezone.localdate().year


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).not_to_be_empty()


def test_from_the_proposal_to_the_board(chromium: Browser, server: int, office: Bloc) -> None:
    all_joined_long_ago()
    with (
        tab(chromium, server, office.committee_officer) as committee,
        tab(chromium, server, office.standing_deputy) as bloc,
    ):
        opened(committee, "/planning/plans/")
        committee.get_by_role("link", name="Lập kế hoạch cấp trên giao").click()
        write(committee, {"0-all": "6", "0-women": "7"})
        committee.get_by_role("button", name="Đề xuất").click()
        expect(committee.locator("main")).to_contain_text("Số này lớn hơn tổng số")
        write(committee, {"0-women": "3", "1-all": "2", "grounds": "Ba nguồn của chi bộ"})
        submit(committee, "Đã ghi kế hoạch, đang chờ duyệt")
        expect(committee.locator("main")).not_to_contain_text("Duyệt phiên bản này")

        opened(bloc, f"/planning/plans/{Plan.objects.get().pk}/")
        expect(bloc.locator("main")).to_contain_text("Ba nguồn của chi bộ")
        write(bloc, {"number": "26-QĐ/ĐUK"})
        bloc.get_by_role("button", name="Duyệt phiên bản này").click()
        expect(bloc.locator("main")).to_contain_text("Đang có hiệu lực")
        opened(bloc, "/planning/plans/")
        expect(bloc.locator(".plan-table")).to_contain_text("0 / 6")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_reads_well(chromium: Browser, server: int, office: Bloc, width: int) -> None:
    year = YEAR - 1 if width == PHONE else YEAR - 2
    plan = propose(office.hospital_committee.pk, "assigned", (year, year), PlanGiven({(0, "all"): 3, (2, "all"): 1}, 0),
                   acting_user=office.hospital_officer, at=timezone.now())  # fmt: skip
    approve(plan.pk, 1, PaperGiven("1-QĐ"), acting_user=office.standing_deputy, at=timezone.now())
    given = PlanGiven({(0, "all"): 5}, 1, "Nguồn mới")
    propose(office.hospital_committee.pk, "assigned", (year, year), given, acting_user=office.hospital_officer,
            at=timezone.now())  # fmt: skip
    with tab(chromium, server, office.organisation_board, width=width) as page:
        for address in (
            f"/planning/plans/?years={year}",
            f"/planning/plans/?years={year}&show=without",
            f"/planning/plans/{plan.pk}/",
            f"/planning/plans/of/{office.hospital_committee.pk}/assigned/{year}/",
            f"/planning/plans/of/{office.unit.pk}/congress/2025-2030/",
        ):
            opened(page, address)
            assert accessibility_faults(page) == [], address
            assert not wider_than_the_window(page), address
