"""A form is for one open step of one case: no other task's number opens it."""

import pytest

from admission_flow.decisions import returns
from admission_flow.decisions.given import ReturnGiven
from admission_flow.models import Case, Decision, Task
from admission_flow.refusals import AlreadyDone, CaseClosed, WrongStep
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def vote_on(journey: Journey, task: Task) -> Decision:
    journey.task = lambda step: task  # type: ignore[method-assign]  # the number that a tampered form sends
    return journey.cell_vote()


def test_another_steps_task(bloc: Bloc) -> None:
    journey = Journey(bloc).to("file_check")
    with nothing_written(), pytest.raises(WrongStep, match="belongs to another step"):
        vote_on(journey, journey.task("file_check"))


def test_another_cases_task(bloc: Bloc) -> None:
    mine, other = Journey(bloc).to("cell_vote"), Journey.in_unit(bloc, "sibling_cell").to("cell_vote")
    with nothing_written(), pytest.raises(WrongStep):
        vote_on(mine, other.task("cell_vote"))


def test_no_task_at_all(bloc: Bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    with nothing_written(), pytest.raises(WrongStep):
        vote_on(journey, Task(pk=10**9))


def test_no_case_at_all(bloc: Bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    task, journey.case = journey.task("cell_vote"), Case(pk=10**9)
    with nothing_written(), pytest.raises(Case.DoesNotExist):
        vote_on(journey, task)


def test_a_step_done_before_says_by_whom_and_when(bloc: Bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    task = journey.task("cell_vote")
    journey.cell_vote()
    with nothing_written(), pytest.raises(AlreadyDone) as refused, journey.acting_as(bloc.cell_deputy):
        vote_on(journey, task)
    assert "Trần Quốc Bảo" in refused.value.sentence
    assert f"{journey.today:%d/%m/%Y}" in refused.value.sentence


def test_a_case_that_has_ended(bloc: Bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    task = journey.task("ceremony")
    journey.ceremony()
    with nothing_written(), pytest.raises(AlreadyDone):
        journey.take(task)
    with nothing_written(), pytest.raises(CaseClosed, match="closed"):
        journey.withdraw()


@pytest.mark.parametrize("step", ["course", "declaration", "verification", "opinions", "ceremony"])
def test_steps_that_send_nothing_back(bloc: Bloc, step: str) -> None:
    journey = Journey(bloc).to(step)
    given = ReturnGiven(journey.today, "Thiếu giấy", ("Giấy xác nhận",))
    with nothing_written(), pytest.raises(WrongStep):
        journey.do(returns.return_for_supplement, step, step, given)
