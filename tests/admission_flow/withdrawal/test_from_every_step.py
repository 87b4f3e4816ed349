"""A cell may withdraw its case at any step: what was open is cancelled, and nothing can be done in it any more."""

import pytest

from admission_flow.models import Case, Decision, Task
from admission_flow.refusals import AlreadyDone, CaseClosed
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

STEPS = ["course", "declaration", "verification", "file_check", "cell_vote", "departmental_appraisal",
         "grassroots_approval", "bloc_appraisal", "bloc_decision", "ceremony"]  # fmt: skip


def to(journey: Journey, step: str) -> list[str]:
    """Brings the case to the step, or to one beside the way; the steps open there."""
    if step == "supplement":
        journey.to("bloc_appraisal").send_back("bloc_appraisal")
    elif step == "consultation":
        journey.to("bloc_decision").ask_opinion()
    elif step == "one branch":
        journey.to("opinions").opinions()
    else:
        journey.to(step)
    return journey.open_steps()


@pytest.mark.parametrize("step", [*STEPS, "one branch", "supplement", "consultation"])
def test_withdrawal(bloc: Bloc, step: str) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell")
    open_before = to(journey, step)
    tasks = [journey.task(name) for name in open_before]
    journey.withdraw()
    case = Case.objects.get(pk=journey.case.pk)
    assert (case.status, case.outcome, case.closed_at) == ("CANCELED", Case.Outcome.WITHDRAWN, journey.at)
    cancelled = Task.objects.filter(process=case, status="CANCELED").order_by("step")
    assert [task.step for task in cancelled] == open_before
    assert {task.done_at for task in cancelled} == {journey.at}
    decision = Decision.objects.filter(case=case).latest("pk")
    assert (decision.step, decision.outcome, decision.task) == ("withdrawal", "withdrawn", None)
    for task in tasks:
        with nothing_written(), pytest.raises(AlreadyDone, match="cancelled; the case has been closed"):
            journey.take(task)
    with nothing_written(), pytest.raises(CaseClosed):
        journey.withdraw()


def test_both_branches_are_cancelled(bloc: Bloc) -> None:
    journey = Journey(bloc)
    assert to(journey, "verification") == ["opinions", "verification"]
    journey.withdraw()
    assert journey.open_steps() == []


def test_a_withdrawn_person_may_be_nominated_again(bloc: Bloc) -> None:
    journey = Journey(bloc)
    given = journey.nomination()
    journey.nominate(given)
    journey.withdraw()
    again = Journey.in_unit(bloc, "sibling_cell")
    again.nominate(again.nomination(citizen_id=given.citizen_id))
    assert again.case.candidate == journey.case.candidate
    assert again.open_steps() == ["course"]
