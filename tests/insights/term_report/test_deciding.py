"""A report from its draft to its number: by whom, in which order, and what stays as it was."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation

from admission_flow.refusals import InvalidFacts, NotYours
from documents.models import Outgoing
from documents.outgoing import PaperGiven, issue_number
from documents.store import read
from insights.models import ReportText, TermReport
from insights.term_report.deciding import (
    Writing,
    approve_report,
    draft_report,
    give_up_report,
    hand_back_report,
    review_report,
    take_anew,
    write_report,
)
from insights.term_report.paper import SECTIONS, Paper
from insights.term_report.papers import bodies_of, docx_of, head_of, paper_of, paper_of_unit
from insights.term_report.period import Period
from insights.term_report.refusals import (
    AlreadyDrafted,
    FiguresChanged,
    NoSuperior,
    NothingWritten,
    NotInThatState,
    Outdated,
    OwnWork,
    ReportChanged,
)
from insights.term_report.taken import take
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs import roles
from orgs.models import Seat, Unit, User
from orgs.seating import withdraw_seat
from planning.models import Plan, PlanVersion, Target
from tests.people import Bloc, make_members

pytestmark = pytest.mark.django_db
D = datetime.date
YEAR = Period(D(2025, 1, 1), D(2025, 12, 31))
EXPERIENCE, DIRECTIONS = "Phân công người giúp đỡ ngay từ đầu.", "Mỗi chi bộ có ít nhất hai nguồn."


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


def drafted(bloc: Bloc, who: User | None = None) -> TermReport:
    return draft_report(bloc.unit.pk, YEAR, acting_user=who or bloc.organisation_board, at=timezone.now())


def writing(report: TermReport, **texts: str) -> Writing:
    given = {"experience": EXPERIENCE, "directions": DIRECTIONS, **texts}
    head = {
        "superior": "Tỉnh ủy A",
        "title": report.title,
        "place": "Quảng Hà",
        "signed_by": "Bùi Đình Nhân",
        "addressees": "- Tỉnh ủy,\nLưu",
    }
    return Writing(head, ["few_sources"], given)


def written(bloc: Bloc, **texts: str) -> TermReport:
    report = drafted(bloc)
    return write_report(
        report.pk, writing(report, **texts), report.revision, acting_user=bloc.organisation_board, at=timezone.now()
    )


def reviewed(bloc: Bloc, **texts: str) -> TermReport:
    report = written(bloc, **texts)
    return review_report(report.pk, report.revision, acting_user=bloc.standing_deputy, at=timezone.now())


def approved(bloc: Bloc, report: TermReport | None = None) -> TermReport:
    report = report or reviewed(bloc)
    today = timezone.localdate()
    return approve_report(
        report.pk, today, report.revision, after=17, acting_user=bloc.standing_deputy, at=timezone.now()
    )


def kinds_for(person: User) -> list[str]:
    told = Notice.objects.filter(recipient=person, kind__startswith="report_").order_by("pk")
    return list(told.values_list("kind", flat=True))


def test_only_plans_of_the_very_period_are_compared(bloc: Bloc) -> None:
    def asked(unit: Unit, whole: int, *quarters: int) -> None:
        plan = Plan.objects.create(unit=unit, basis="assigned", first_year=2025, last_year=2025, state="approved",
                                   version=1)  # fmt: skip
        made = PlanVersion.objects.create(plan=plan, number=1, made_at_unit=unit, made_by=bloc.office,
                                          made_at=timezone.now())  # fmt: skip
        for part, number in enumerate((whole, *quarters)):
            Target.objects.create(version=made, part=part, group="all", number=number)
        Plan.objects.filter(pk=plan.pk).update(in_force=made)

    def paper(first: D, last: D) -> Paper:
        return paper_of_unit(take(bloc.unit, Period(first, last)), "")

    asked(bloc.committee, 160, 40, 41, 42, 37)
    make_members(bloc.cell, 53, joined_on=D(2025, 6, 1), official_on=None)
    annex = paper(YEAR.first, YEAR.last).annex()
    assert annex is not None
    assert [cell.text for cell in annex.rows[-1][2:5]] == ["160", "53", "33,1%"], "the sum, where the whole has no plan"
    asked(bloc.unit, 80, 20, 21, 22, 17)
    annex = paper(YEAR.first, YEAR.last).annex()
    assert annex is not None
    assert [cell.text for cell in annex.rows[-1][2:5]] == ["80", "53", "66,3%"], "else its own, and the percent of it"
    for first, last, target in (
        (D(2025, 1, 1), D(2025, 12, 31), 80), (D(2025, 1, 1), D(2025, 9, 30), 63),
        (D(2025, 4, 1), D(2025, 6, 30), 21),
        (D(2025, 6, 1), D(2025, 6, 1), None), (D(2025, 6, 1), D(2025, 6, 7), None),
        (D(2025, 5, 1), D(2025, 7, 31), None),
        (D(2024, 7, 1), D(2025, 12, 31), None), (D(2024, 1, 1), D(2025, 12, 31), None),
    ):  # fmt: skip
        found = paper(first, last)
        assert found.figures.target == target, (first, last)
        if target is None:
            annex = found.annex()
            assert annex is not None
            words = " ".join([*annex.head, *(found.proposal(section) for section in ("results", "shortfall"))])
            assert "chỉ tiêu" not in words.lower(), (first, last)
            assert "Đạt" not in annex.head
            assert "so với chỉ tiêu" not in str(found.blocks()), (first, last)
    cell = paper_of_unit(take(bloc.cell, Period(D(2025, 1, 1), D(2025, 1, 1))), "")
    assert "so với chỉ tiêu" not in str(cell.blocks())
    assert "không có đảng viên mới được kết nạp" in cell.proposal("results")
    assert "không có đảng viên dự bị được công nhận" in cell.proposal("recognition")
    assert cell.proposal("shortfall") == "Số liệu trong kỳ không cho thấy hạn chế nào."


def test_from_draft_to_number(bloc: Bloc) -> None:
    report = approved(bloc)
    assert (report.state, report.number and report.number.symbol) == ("approved", "18-BC/ĐUK")
    assert report.number is not None
    assert report.number.about == report.title[:200]
    assert kinds_for(bloc.standing_deputy) == []
    assert kinds_for(bloc.bloc_secretary) == ["report_reviewed", "report_approved"]
    assert kinds_for(bloc.organisation_board) == ["report_approved"]
    verbs = Entry.objects.filter(stream=f"unit:{bloc.unit.pk}", verb__endswith="_report").order_by("seq")
    assert [one.verb for one in verbs] == ["draft_report", "write_report", "review_report", "approve_report"]
    assert verify().holds
    assert ReportText.objects.filter(report=report).count() == len(SECTIONS), "every section is kept as it stands"


def test_what_was_approved_stays(bloc: Bloc) -> None:
    report = approved(bloc)
    assert report.file is not None
    before, paper = read(report.file), paper_of(report)
    make_members(bloc.cell, 3, joined_on=D(2025, 6, 1), official_on=None)
    again = TermReport.objects.select_related("unit", "number", "file").get(pk=report.pk)
    assert paper_of(again).blocks() == paper.blocks()
    assert docx_of(again, paper_of(again)) == before
    for act in (
        lambda: write_report(report.pk, writing(report), again.revision, acting_user=bloc.organisation_board,
                             at=timezone.now()),
        lambda: take_anew(report.pk, again.revision, acting_user=bloc.organisation_board, at=timezone.now()),
        lambda: give_up_report(report.pk, again.revision, acting_user=bloc.organisation_board, at=timezone.now()),
        lambda: hand_back_report(report.pk, "x", again.revision, acting_user=bloc.standing_deputy, at=timezone.now()),
    ):  # fmt: skip
        with pytest.raises(NotInThatState, match="approved"):
            act()
    with pytest.raises(NotInThatState):
        approved(bloc, again)
    assert Outgoing.objects.count() == 1, "a second click takes no second number"


def test_an_edited_paragraph_survives_new_figures(bloc: Bloc) -> None:
    report = written(bloc, results="Đảng bộ đã kết nạp được nhiều quần chúng ưu tú.")
    situation = paper_of(report).text("situation").paragraphs
    make_members(bloc.cell, 3, joined_on=D(2025, 6, 1), official_on=None)
    moved = take_anew(report.pk, report.revision, acting_user=bloc.organisation_board, at=timezone.now())
    assert moved["admitted"] == (0, 3)
    assert moved["admitted.part.2"] == (0, 3)
    now = TermReport.objects.get(pk=report.pk)
    paper = paper_of(now)
    results = paper.text("results")
    assert list(results.paragraphs) == ["Đảng bộ đã kết nạp được nhiều quần chúng ưu tú."]
    assert results.own
    assert results.changed, "the page says that the figures beside it are others now"
    assert "03 đảng viên mới" in results.proposal
    assert paper.text("situation").paragraphs != situation, "what nobody wrote follows the figures"
    assert paper.text("experience").paragraphs == [EXPERIENCE]
    assert not paper.text("experience").changed
    kept = write_report(now.pk, writing(now, results="Đảng bộ đã kết nạp được nhiều quần chúng ưu tú."), now.revision,
                        acting_user=bloc.organisation_board, at=timezone.now())  # fmt: skip
    assert paper_of(kept).text("results").changed, "saved beside it, it is not yet looked at"
    with pytest.raises(Outdated, match="sections were written: Results"):
        review_report(kept.pk, kept.revision, acting_user=bloc.standing_deputy, at=timezone.now())
    given = writing(now, results="Đảng bộ đã kết nạp được nhiều quần chúng ưu tú.")
    still = Writing(given.head, given.causes, given.texts, frozenset({"results"}))
    kept = write_report(now.pk, still, kept.revision, acting_user=bloc.organisation_board, at=timezone.now())
    assert not paper_of(kept).text("results").changed
    seen = review_report(kept.pk, kept.revision, acting_user=bloc.standing_deputy, at=timezone.now())
    ReportText.objects.filter(section="results").update(proposed="Những con số cũ.")
    with pytest.raises(Outdated):
        approved(bloc, seen)
    seen.refresh_from_db()
    assert not Paper(paper_of(seen).figures, "", paper_of(seen).written, frozen=True).outdated, "of what is approved"
    kept = hand_back_report(kept.pk, "x", seen.revision, acting_user=bloc.standing_deputy, at=timezone.now())
    kept = write_report(now.pk, writing(now), kept.revision, acting_user=bloc.organisation_board, at=timezone.now())
    assert not paper_of(kept).text("results").own, "emptied, the system's own wording is back"
    assert verify().holds


def test_a_proposal_sent_back_as_it_stood_is_nobodys_text(bloc: Bloc) -> None:
    report = drafted(bloc)
    paper = paper_of(report)
    as_drawn = {section: "\r\n".join(paper.text(section).paragraphs) + "  " for section in SECTIONS}
    write_report(report.pk, writing(report, **as_drawn), report.revision, acting_user=bloc.organisation_board,
                 at=timezone.now())  # fmt: skip
    assert not ReportText.objects.exists()
    assert "nguồn quần chúng ưu tú" in paper_of(TermReport.objects.get()).text("shortfall").paragraphs[-1], "the cause"


def test_who_may(bloc: Bloc) -> None:
    for stranger in (
        bloc.committee_secretary,
        bloc.auditor,
        bloc.bloc_deputy,
        bloc.training_centre,
        bloc.administrator,
    ):
        with pytest.raises(NotYours):
            drafted(bloc, stranger)
    report = written(bloc)
    now = timezone.now()
    with pytest.raises(OwnWork):
        review_report(report.pk, report.revision, acting_user=bloc.organisation_board, at=now)
    with pytest.raises(NotYours):
        review_report(report.pk, report.revision, acting_user=bloc.committee_secretary, at=now)
    report = review_report(report.pk, report.revision, acting_user=bloc.standing_deputy, at=now)
    for other in (bloc.organisation_board, bloc.office, bloc.committee_secretary, bloc.auditor):
        with pytest.raises(NotYours):
            approve_report(report.pk, timezone.localdate(), report.revision, after=0, acting_user=other, at=now)


def test_a_right_lost_meanwhile(bloc: Bloc) -> None:
    report = reviewed(bloc)
    seat = Seat.objects.get(person=bloc.standing_deputy.person, role=Seat.Role.STANDING_DEPUTY)
    withdraw_seat(seat, acting_user=bloc.administrator, at=timezone.now(), reason="moved")
    with pytest.raises(NotYours):
        approved(bloc, report)
    assert not Outgoing.objects.exists()


def test_what_is_refused(bloc: Bloc) -> None:
    now = timezone.now()
    report = drafted(bloc)
    with pytest.raises(AlreadyDrafted):
        drafted(bloc)
    with pytest.raises(NothingWritten, match="Experience, Directions"):
        review_report(report.pk, report.revision, acting_user=bloc.standing_deputy, at=now)
    with pytest.raises(ReportChanged):
        write_report(report.pk, writing(report), report.revision + 1, acting_user=bloc.organisation_board, at=now)
    for wrong, sentence in (
        (Writing({"title": " "}, (), {}), "Write what the report is about."),
        (Writing({"title": "x" * 401}, (), {}), "At most 400 characters."),
        (Writing({"title": "x"}, ("laziness",), {}), "Choose causes from the list."),
        (Writing({"title": "x"}, (), {"results": "x" * 30_001}), "At most 30000 characters."),
    ):
        with pytest.raises(InvalidFacts, match=sentence):
            write_report(report.pk, wrong, report.revision, acting_user=bloc.organisation_board, at=now)
    for period, sentence in (
        (Period(D(2025, 2, 1), D(2025, 1, 1)), "before the first"),
        (Period(D(1999, 1, 1), D(2001, 1, 1)), "01/01/2000"),
        (Period(D(2025, 1, 1), D(2999, 1, 1)), "in the future"),
        (Period(D(2010, 1, 1), D(2024, 12, 31)), "ten years"),
    ):
        with pytest.raises(InvalidFacts, match=sentence):
            draft_report(bloc.unit.pk, period, acting_user=bloc.organisation_board, at=now)
    nameless = writing(report)
    nameless = Writing({**nameless.head, "superior": "Tỉnh ủy ……"}, nameless.causes, nameless.texts)
    report = write_report(report.pk, nameless, report.revision, acting_user=bloc.organisation_board, at=now)
    with pytest.raises(NoSuperior):
        review_report(report.pk, report.revision, acting_user=bloc.standing_deputy, at=now)
    ready = reviewed_again(bloc, report)
    assert bodies_of(bloc.unit)[1] == "Tỉnh ủy A", "the next report begins with it"
    assert head_of(ready).addressees == ["Tỉnh ủy,", "Lưu"]
    with pytest.raises(InvalidFacts, match="why the report is handed back"):
        hand_back_report(ready.pk, " ", ready.revision, acting_user=bloc.standing_deputy, at=now)


def reviewed_again(bloc: Bloc, report: TermReport) -> TermReport:
    now = timezone.now()
    report = write_report(report.pk, writing(report), report.revision, acting_user=bloc.organisation_board, at=now)
    return review_report(report.pk, report.revision, acting_user=bloc.standing_deputy, at=now)


def test_handed_back_and_given_up(bloc: Bloc) -> None:
    report = reviewed(bloc)
    back = hand_back_report(report.pk, "Bổ sung mục II", report.revision, acting_user=bloc.standing_deputy,
                            at=timezone.now())  # fmt: skip
    assert (back.state, back.returned_because, back.reviewed_by) == ("draft", "Bổ sung mục II", None)
    assert kinds_for(bloc.organisation_board) == ["report_returned"]
    give_up_report(report.pk, back.revision, acting_user=bloc.organisation_board, at=timezone.now())
    assert not TermReport.objects.exists()
    assert not ReportText.objects.exists()
    assert verify().holds
    assert drafted(bloc).pk != report.pk, "another may be begun"


def test_records_that_moved_since_are_not_approved(bloc: Bloc) -> None:
    report = reviewed(bloc)
    make_members(bloc.cell, 1, joined_on=D(2025, 6, 1), official_on=None)
    with pytest.raises(FiguresChanged, match="have changed in the records"):
        approved(bloc, report)
    report.refresh_from_db()
    assert (report.state, Outgoing.objects.count()) == ("reviewed", 0)


def test_the_number_keeps_the_registers_order(bloc: Bloc) -> None:
    today, now = timezone.localdate(), timezone.now()
    report = reviewed(bloc)
    faults: tuple[tuple[D, int | None, str, str], ...] = (
        (D(2025, 6, 1), 17, "dated", "before the last day"),
        (today + datetime.timedelta(days=1), 17, "dated", "in the future"),
        (today, None, "after", "has not begun here"),
    )
    for dated, after, field, sentence in faults:
        with pytest.raises(InvalidFacts, match=sentence) as refused:
            approve_report(report.pk, dated, report.revision, after=after, acting_user=bloc.standing_deputy, at=now)
        assert set(refused.value.errors) == {field}
    given = PaperGiven("BC", today, "Báo cáo tuần", "Bùi Đình Nhân", after=30)
    issue_number(bloc.unit, given, acting_user=bloc.standing_deputy, at=now)
    with pytest.raises(InvalidFacts, match="has begun meanwhile"):
        approve_report(report.pk, today, report.revision, after=17, acting_user=bloc.standing_deputy, at=now)
    done = approve_report(report.pk, today, report.revision, acting_user=bloc.standing_deputy, at=now)
    assert done.number is not None
    assert done.number.symbol == "32-BC/ĐUK"


def test_the_capabilities_are_those_of_plans(bloc: Bloc) -> None:
    """A cell's own report: its secretary writes, its deputy reviews, its secretary approves."""
    now = timezone.now()
    report = draft_report(bloc.cell.pk, YEAR, acting_user=bloc.cell_secretary, at=now)
    assert roles.KEEP_PLANS in roles.CAPABILITIES[bloc.cell.kind, Seat.Role.SECRETARY]
    report = write_report(report.pk, writing(report), report.revision, acting_user=bloc.cell_secretary, at=now)
    report = review_report(report.pk, report.revision, acting_user=bloc.cell_deputy, at=now)
    done = approve_report(
        report.pk, timezone.localdate(), report.revision, after=0, acting_user=bloc.cell_secretary, at=now
    )
    assert done.number is not None
    assert done.number.symbol == "01-BC/CB"
