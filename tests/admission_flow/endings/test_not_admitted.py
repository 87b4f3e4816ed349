"""Not admitted, by the bloc or by a committee with delegated authority: the case ends, and the cell is told why."""

import pytest

from admission_flow.models import Case, Decision
from admission_flow.refusals import InvalidFacts
from notices.models import Notice
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

DECIDING = [("cell", "bloc_decision"), ("grassroots_cell", "bloc_decision"), ("delegated_cell", "grassroots_approval")]


@pytest.mark.parametrize(("unit", "step"), DECIDING)
def test_ends_with_a_reason(bloc: Bloc, unit: str, step: str) -> None:
    journey = Journey.in_unit(bloc, unit).to(step)
    decide = getattr(journey, step)
    with nothing_written(), pytest.raises(InvalidFacts, match="Say why the candidate is not admitted"):
        decide(outcome="not_admitted", in_favour=2, reason=" ")
    decide(outcome="not_admitted", in_favour=2, reason="Chưa đủ thời gian rèn luyện")
    case = Case.objects.get(pk=journey.case.pk)
    assert (case.status, case.outcome, case.admitted_on) == ("DONE", Case.Outcome.NOT_ADMITTED, None)
    assert journey.open_steps() == []
    decision = Decision.objects.filter(case=case).latest("pk")
    assert (decision.reason, decision.ratio_reached) == ("Chưa đủ thời gian rèn luyện", False)
    assert not Member.objects.filter(person=case.candidate.person).exists()


def test_the_cell_is_told(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    journey.bloc_decision("not_admitted", 3, "Chưa đủ thời gian rèn luyện")
    told = Notice.objects.filter(kind="case_closed", source=f"case:{journey.case.pk}")
    assert {notice.recipient for notice in told} == {bloc.cell_secretary, bloc.cell_deputy}
    assert told[0].params == {"case": journey.case.number, "outcome": "not_admitted"}


def test_may_be_refused_although_the_vote_carried(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    assert journey.bloc_decision("not_admitted", 9, "Phát sinh vấn đề lịch sử chính trị").ratio_reached
    assert Case.objects.get(pk=journey.case.pk).outcome == Case.Outcome.NOT_ADMITTED
