"""Each step says by which day it is due and why: by a legal term that runs, or by the office's own target."""

import datetime

import pytest

from admission_flow.models import StepTarget, Task
from orgs.calendar import Calendar, add_working_days
from orgs.models import DayOff
from tests.admission_flow.journey import Journey
from tests.people import Bloc

AT = datetime.datetime(2026, 3, 2, 3, tzinfo=datetime.UTC)  # a Monday, and no holiday for seven weeks
TARGETS = {"course": 45, "declaration": 20, "verification": 45, "opinions": 15, "file_check": 5, "cell_vote": 15,
           "departmental_appraisal": 10, "grassroots_approval": 15, "bloc_appraisal": 10, "consultation": 10,
           "supplement": 10}  # fmt: skip


def due(journey: Journey, step: str) -> tuple[datetime.date | None, str, str]:
    task = journey.task(step)
    return task.due_on, task.due_kind, task.due_rule


def by_target(journey: Journey, step: str) -> tuple[datetime.date, str, str]:
    day = add_working_days(journey.today, TARGETS[step], Calendar())
    return day, "target", "step_target"


@pytest.fixture(autouse=True)
def _no_holidays(bloc: Bloc) -> None:
    DayOff.objects.all().delete()


def test_the_steps_of_a_case(bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell", AT)
    journey.nominate()
    for step in ("course", "declaration", "opinions", "verification", "file_check", "cell_vote",
                 "departmental_appraisal", "grassroots_approval", "bloc_appraisal"):  # fmt: skip
        assert due(journey, step) == by_target(journey, step), step
        getattr(journey, step)()
    assert due(journey, "bloc_decision") == (datetime.date(2026, 5, 25), "legal", "decide_admission")
    journey.bloc_decision()
    assert due(journey, "ceremony") == (datetime.date(2026, 4, 13), "legal", "hold_ceremony")


def test_steps_beside_the_way(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision").wait(7)
    journey.ask_opinion()
    assert due(journey, "consultation") == by_target(journey, "consultation")
    journey.consultation()
    assert due(journey, "bloc_decision") == (datetime.date(2026, 5, 25), "legal", "decide_admission")
    journey.send_back("bloc_decision")
    assert due(journey, "supplement") == by_target(journey, "supplement")
    journey.supplement()
    assert due(journey, "bloc_decision") == (datetime.date(2026, 5, 25), "legal", "decide_admission")


def test_where_the_committee_decides_the_legal_term_is_its_own(bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "delegated_cell", AT).to("grassroots_approval")
    assert due(journey, "grassroots_approval") == (datetime.date(2026, 5, 25), "legal", "decide_admission")
    journey.grassroots_approval()
    assert due(journey, "ceremony") == (datetime.date(2026, 4, 13), "legal", "hold_ceremony")


def test_the_office_changes_its_targets(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT)
    StepTarget.objects.filter(step="course").update(working_days=3)
    StepTarget.objects.filter(step="declaration").delete()
    journey.nominate()
    assert due(journey, "course")[0] == datetime.date(2026, 3, 5)
    journey.course()
    assert due(journey, "declaration") == (None, "", "")


def test_a_step_that_is_done_keeps_its_due_day(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("course")
    before = due(journey, "course")
    journey.wait(100).course()
    task = Task.objects.get(process=journey.case, step="course")
    assert (task.due_on, task.due_kind, task.due_rule) == before
