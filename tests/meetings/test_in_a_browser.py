"""A standing committee of fifteen clears twenty cases in one sitting; its pages read well at both widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from admission_flow.models import Decision
from meetings.models import Meeting
from orgs.models import Seat
from tests.browsers import PHONE, reads_well, tab
from tests.meetings.sittings import Held
from tests.people import Bloc, build_bloc, make_person, make_seat, make_user
from tests.servers import served

pytestmark = pytest.mark.browser
CASES, COMMITTEE = 20, 15


@pytest.fixture
def office(own_database: str) -> Bloc:
    bloc = build_bloc()
    for number in range(COMMITTEE - 9):
        person = make_person(f"Lê Văn Thêm {number}")
        make_user(person)
        make_seat(bloc.unit, Seat.Role.STANDING_MEMBER, person)
    Held(bloc).with_cases(CASES)
    return bloc


@pytest.fixture
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


def test_twenty_cases_in_one_sitting(office: Bloc, server: int, chromium: Browser) -> None:
    with tab(chromium, server, office.standing_deputy, script=True) as page:
        page.goto("/meetings/")
        reads_well(page)
        page.get_by_role("link", name="Triệu tập cuộc họp").first.click()
        expect(page.get_by_label("Địa điểm")).to_be_visible()
        page.get_by_label("Ngày").fill(f"{timezone.localdate():%d/%m/%Y}")
        page.get_by_label("Bắt đầu").fill("00:01")
        page.get_by_label("Địa điểm").fill("Phòng họp số 2")
        reads_well(page)
        page.get_by_role("button", name="Triệu tập", exact=True).click()
        expect(page.get_by_role("listitem").filter(has_text="HS ")).to_have_count(CASES)
        reads_well(page)
        page.get_by_role("button", name="Khai mạc cuộc họp").click()
        expect(page.get_by_role("button", name="Ghi điểm danh")).to_be_visible()
        reads_well(page)
        page.get_by_label("Thư ký cuộc họp").select_option(index=2)
        page.get_by_role("button", name="Ghi điểm danh").click()
        votes = page.get_by_label("Tán thành", exact=True)
        expect(votes).to_have_count(CASES)
        for box in votes.all():
            box.fill(str(COMMITTEE))
        page.get_by_role("button", name="Lưu kết quả").click()
        expect(page.get_by_text("15 ủy viên ban thường vụ, cần 8, tán thành 15: đạt.")).to_have_count(CASES)
        reads_well(page)
        page.get_by_role("button", name="Kết thúc cuộc họp").click()
        expect(page.get_by_role("heading", name="Biên bản")).to_be_visible(timeout=30_000)  # twenty decisions
        reads_well(page)
    assert Meeting.objects.get().status == Meeting.Status.CLOSED
    decided = Decision.objects.filter(step="bloc_decision", outcome="admitted", body_size=COMMITTEE)
    assert sorted(decided.values_list("number", flat=True)) == [f"{n:02d}-QĐ/ĐUK" for n in range(1, CASES + 1)]


def test_the_cell_meets_without_script(office: Bloc, server: int, chromium: Browser) -> None:
    held = Held(office, office.cell, office.cell_secretary).with_cases(1, "cell_vote").called()
    with tab(chromium, server, office.cell_secretary, width=PHONE, script=False) as page:
        page.goto(f"/meetings/{held.meeting.pk}/")
        page.get_by_role("button", name="Khai mạc cuộc họp").click()
        page.get_by_label("Thư ký cuộc họp").select_option(index=2)
        page.get_by_role("button", name="Ghi điểm danh").click()
        page.get_by_label("Tán thành", exact=True).fill("12")
        page.get_by_role("button", name="Lưu kết quả").click()
        page.get_by_role("button", name="Kết thúc cuộc họp").click()
        expect(page.get_by_role("heading", name="Biên bản")).to_be_visible()
    assert Decision.objects.get(step="cell_vote", case=held.journeys[0].case).votes_for == 12
