"""Absence, change of hands and the answers to why, as they are read: on a phone and at a desk."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from orgs import roles
from orgs.models import Seat
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.browsers import DESK, PHONE, reads_well, tab
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    return build_bloc()


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


@pytest.fixture(scope="module")
def journey(office: Bloc) -> Journey:
    found = Journey(office).to("file_check")
    found.take(found.task("file_check"))
    return found


def test_every_page_reads_well(chromium: Browser, office: Bloc, server: int, journey: Journey) -> None:
    lend(office.committee_secretary, office.committee_deputy, roles.VERIFY, at=timezone.now())
    of_seat = Seat.objects.get(person=office.person("cell_secretary")).pk
    pages = {
        office.committee_secretary: ["/account/delegations/", "/account/rights/", "/account/"],
        office.cell_secretary: [
            f"/account/delegations/of/{of_seat}/",
            "/organisation/SNV-01/work/",
            f"/cases/{journey.case.pk}/why/?act=file_check.check_file",
        ],
        office.organisation_board: [f"/organisation/seats/{of_seat}/", "/organisation/SNV/"],
        office.auditor: [f"/cases/{journey.case.pk}/why/?act=bloc_decision.decide_bloc"],
    }
    for person, addresses in pages.items():
        with tab(chromium, server, person) as page:
            for address in addresses:
                page.goto(address)
                reads_well(page, (PHONE, DESK))


def test_away_and_back(chromium: Browser, office: Bloc, server: int, journey: Journey) -> None:
    """The secretary delegates, the delegate does the step, the secretary ends it: each at their own browser."""
    case = f"/cases/{journey.case.pk}/"
    with tab(chromium, server, office.cell_secretary) as secretary, tab(chromium, server, office.seatless) as delegate:
        delegate.goto("/")
        expect(delegate.locator("[data-live-when=on]").first).to_be_attached()
        secretary.goto("/account/delegations/")
        secretary.locator("main").get_by_role("link", name="Ủy nhiệm").click()
        secretary.get_by_label("Người được ủy nhiệm").select_option(str(office.person("seatless").pk))
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        secretary.locator("[name=ends_on]").fill(f"{tomorrow:%d/%m/%Y}")
        secretary.locator("[name=reason]").fill("Đi công tác")
        secretary.locator("main .btn-primary").click()
        expect(secretary.get_by_text("làm thay những việc đã chọn")).to_be_visible()
        expect(delegate.locator("#bell .count")).to_have_text("1", timeout=10_000)
        name = journey.case.candidate.person.full_name
        expect(delegate.locator("#list").get_by_role("link", name=name, exact=True)).to_be_visible()
        delegate.goto(case)
        expect(delegate.locator("#act")).to_contain_text("thay mặt Trần Quốc Bảo")
        for tick in delegate.locator("main [name=checked]").all():
            tick.check()
        delegate.locator("main [name=dated]").fill(f"{timezone.localdate():%d/%m/%Y}")
        delegate.locator("#act .btn-primary").click()
        expect(delegate.locator(".note-success")).to_be_visible()
        delegate.goto(f"{case}?tab=history")
        expect(delegate.locator(".timeline")).to_contain_text("thay mặt Trần Quốc Bảo")
        secretary.locator("details summary", has_text="Chấm dứt ngay").click()
        secretary.get_by_label("Lý do chấm dứt").fill("Đã về")
        secretary.get_by_role("button", name="Chấm dứt ủy nhiệm").click()
        expect(secretary.locator(".note-success")).to_be_visible()
        expect(delegate.locator(".timeline")).to_have_count(0, timeout=10_000)
