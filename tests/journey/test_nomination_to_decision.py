"""The whole story as the office sees it: seven people at seven browsers, one candidate, from nomination to ceremony."""

from __future__ import annotations

import datetime
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from admission_flow.models import Case, Decision
from journal.verify import verify
from notices.models import Notice
from tests.journey import papers
from tests.journey.desks import desk, go_live, hears_of_one, lights_up, moves_on, open_case, submit, write
from tests.journey.papers import NAME
from tests.people import Bloc

pytestmark = pytest.mark.browser


def act(page: Page, fields: dict[str, str], said: str) -> None:
    """Open the case from My work, write, and record the step right there."""
    open_case(page, NAME)
    write(page, fields)
    submit(page, said)


def test_from_nomination_to_ceremony(chromium: Browser, server: int, office: Bloc) -> None:
    with ExitStack() as house:
        cell, centre, officer, committee, board, bloc, auditor = (
            house.enter_context(desk(chromium, server, person))
            for person in (
                office.cell_secretary,
                office.training_centre,
                office.committee_officer,
                office.committee_secretary,
                office.organisation_board,
                office.standing_deputy,
                office.auditor,
            )
        )

        with lights_up(centre, NAME, "Bồi dưỡng nhận thức"):
            cell.locator(".page-head").get_by_role("link", name="Giới thiệu người vào Đảng").click()
            write(cell, papers.nomination(office))
            submit(cell, "Đã mở hồ sơ")

        auditor.goto("/cases/")
        auditor.get_by_role("link", name=NAME, exact=True).click()
        go_live(auditor)

        with lights_up(cell, NAME, "Khai lý lịch"), moves_on(auditor, "Khai lý lịch"):
            act(centre, papers.paper("214/CN", "Tạ Thị Yến"), "giấy chứng nhận")

        with lights_up(officer, NAME, "Thẩm tra"), moves_on(auditor, "Thẩm tra, lấy ý kiến"):
            act(cell, papers.declaration(), "đơn và lý lịch")
        with hears_of_one(auditor):
            act(cell, papers.opinions(), "ý kiến nhận xét")
        with lights_up(cell, NAME, "Kiểm tra hồ sơ"), moves_on(auditor, "Kiểm tra hồ sơ"):
            act(officer, papers.verification(persons=3), "kết luận thẩm tra")
        with moves_on(auditor, "Chi bộ biểu quyết"):
            act(cell, {"checked": "*", "dated": papers.today()}, "đủ điều kiện")

        with lights_up(committee, NAME, "Đảng ủy cơ sở"), moves_on(auditor, "Đảng ủy cơ sở"):
            open_case(cell, NAME)
            write(cell, papers.vote("06-NQ/CB", votes_for=9, votes_against=2) | {"absent_accepted": "1"})
            expect(cell.locator("#verdict")).to_contain_text("12 đảng viên chính thức, cần 8, tán thành 9: đạt")
            submit(cell, "kết quả biểu quyết của chi bộ")
        with lights_up(board, NAME, "Ban tổ chức thẩm định"), moves_on(auditor, "Ban tổ chức thẩm định"):
            act(committee, papers.vote("31-NQ/ĐU", votes_for=7), "biểu quyết của đảng ủy")
        with lights_up(bloc, NAME, "Quyết định"), moves_on(auditor, "Quyết định"):
            act(board, {"proposal": "Kết nạp", "dated": papers.today()}, "trình ban thường vụ")
        with lights_up(cell, NAME, "Lễ kết nạp"), moves_on(auditor, "Lễ kết nạp"):
            act(bloc, papers.vote("145-QĐ/ĐUK", votes_for=8, votes_against=1) | {"outcome": "Kết nạp"}, "quyết định")

        ceremony = {"received_on": papers.today(), "held_on": papers.today(), "place": "Hội trường Sở Nội vụ"}
        act(cell, ceremony, "lễ kết nạp")
        for page in (cell, auditor):
            expect(page.locator("#case")).to_contain_text("145-QĐ/ĐUK")
            expect(page.locator(".badges")).to_contain_text("kết nạp")
            expect(page.locator(".step-done")).to_have_count(10)

    assert_the_database_says_the_same(office)


def assert_the_database_says_the_same(office: Bloc) -> None:
    case = Case.objects.get(candidate__person__full_name=NAME, admission=None)
    assert Case.objects.filter(admission=case, outcome="").exists(), "the ceremony opens the recognition"
    today = datetime.datetime.strptime(papers.today(), "%d/%m/%Y").date()
    assert (case.is_open, case.outcome, case.admitted_on) == (False, "admitted", today)
    assert list(Decision.objects.filter(case=case).values_list("step", "outcome", "decided_by")) == [
        ("nominate", "forward", office.cell_secretary.pk),
        ("course", "done", office.training_centre.pk),
        ("declaration", "declared", office.cell_secretary.pk),
        ("opinions", "agreed", office.cell_secretary.pk),
        ("verification", "clear", office.committee_officer.pk),
        ("file_check", "fit", office.cell_secretary.pk),
        ("cell_vote", "voted", office.cell_secretary.pk),
        ("grassroots_approval", "reported", office.committee_secretary.pk),
        ("bloc_appraisal", "put_up", office.organisation_board.pk),
        ("bloc_decision", "admitted", office.standing_deputy.pk),
        ("ceremony", "held", office.cell_secretary.pk),
    ]
    vote = Decision.objects.get(case=case, step="cell_vote")
    assert (vote.body_size, vote.present, vote.votes_for, vote.voting) == (12, 11, 9, "cards")
    assert not Notice.objects.filter(delivered_at=None).exists()
    found = verify()
    assert found.holds, found
