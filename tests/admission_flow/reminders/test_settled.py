"""A reminder asks for nothing any more once the step is done or cancelled, the case held, or the day moved."""

import datetime

from django.utils import timezone

from admission_flow.decisions.ceremony import record_receipt
from admission_flow.decisions.office_calendar import change_day
from admission_flow.decisions.repair import apply_repair, propose_repair
from admission_flow.models import Deadline, Task
from admission_flow.reminders.remind import remind
from admission_flow.soundness import faults
from notices.queries import bell_of
from orgs.calendar import add_working_days, calendar_for
from orgs.models import DayOff, User
from tests.admission_flow.journey import Journey
from tests.admission_flow.reminders.told import AT, asked, morning, told_on
from tests.admission_flow.soundness.planted import elsewhere
from tests.people import Bloc

D = datetime.date


def reminded(bloc: Bloc, day: str = "12/02") -> Journey:
    journey = Journey(bloc, at=AT).to("file_check")
    remind(morning(day))
    assert asked(bloc.cell_secretary)
    return journey.wait(10)


def test_by_the_act(bloc: Bloc) -> None:
    reminded(bloc).file_check()
    assert asked(bloc.cell_secretary) == asked(bloc.cell_deputy) == asked(bloc.committee_secretary) == []
    assert not any(line.unread for line in bell_of(bloc.committee_secretary).newest)
    assert told_on("13/02") == set()


def test_by_a_withdrawal(bloc: Bloc) -> None:
    reminded(bloc).withdraw()
    assert asked(bloc.cell_deputy) == []
    assert told_on("13/02") == set()


def test_by_a_hold_during_which_nobody_is_reminded(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("file_check")
    remind(morning("04/02"))
    assert asked(bloc.cell_secretary) == ["step_due"]
    journey.wait(2).hold()
    assert asked(bloc.cell_secretary) == []
    assert told_on("10/02") == told_on("12/02") == set()
    journey.wait(21).resume()
    assert journey.task("file_check").due_on == D(2026, 3, 2)
    assert told_on("25/02") == {("cell.secretary", "step_due"), ("cell.deputy", "step_due")}


def test_by_more_time(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    term = Deadline.objects.get(case=journey.case, rule="decide_admission")
    assert told_on(term.due_on) == {("bloc.secretary", "step_due"), ("standing.deputy", "step_due")}
    journey.wait(60).extend(20)
    assert asked(bloc.bloc_secretary) == []
    journey.case.refresh_from_db()
    moved = journey.task("bloc_decision").due_on
    assert moved
    assert moved > term.due_on
    assert told_on(moved) == {("bloc.secretary", "step_due"), ("standing.deputy", "step_due")}


def test_by_more_time_at_a_step_with_a_day_of_its_own(bloc: Bloc) -> None:
    """Only what was told of the term: the committee's own target has not moved."""
    journey = Journey(bloc, at=AT).to("grassroots_approval")
    term = Deadline.objects.get(case=journey.case, rule="decide_admission")
    remind(morning(term.due_on))
    assert sorted(asked(bloc.committee_secretary)) == ["step_due", "step_late"]
    journey.wait(60).extend(20)
    assert asked(bloc.committee_secretary) == ["step_late"]


def test_by_a_changed_day_of_the_calendar(bloc: Bloc) -> None:
    Journey(bloc, at=AT).to("file_check")
    remind(morning("04/02"))
    day = DayOff(day=D(2026, 2, 6), name="Nghỉ bù", works=False)
    change_day(day, acting_user=bloc.administrator, at=morning("04/02"))
    assert asked(bloc.cell_secretary) == []
    assert Task.objects.get(step="file_check").due_on == D(2026, 2, 10)
    assert told_on("05/02") == {("cell.secretary", "step_due"), ("cell.deputy", "step_due")}


def test_by_the_receipt_of_the_decision(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("ceremony")
    due = journey.task("ceremony").due_on
    assert due
    assert told_on(due)
    journey.wait(7)
    record_receipt(
        journey.case.pk, journey.task("ceremony").pk, journey.today, acting_user=bloc.cell_secretary, at=journey.at
    )
    assert asked(bloc.cell_secretary) == []


def test_by_a_repair(bloc: Bloc, second_administrator: User) -> None:
    """The open step was at the wrong place, and is cancelled for another."""
    journey = elsewhere(bloc)
    today = timezone.localdate()
    Task.objects.filter(process=journey.case, status="NEW").update(
        due_on=today - datetime.timedelta(days=9), opened_at=AT
    )
    remind(morning(add_working_days(today, 1, calendar_for(today, today + datetime.timedelta(days=30)))))
    assert asked(bloc.cell_secretary) == ["step_late"]
    given = (journey.case.pk, faults.ELSEWHERE, "Theo biên bản kiểm tra")
    repair = propose_repair(*given, acting_user=bloc.administrator, at=timezone.now())
    apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    assert asked(bloc.cell_secretary) == []
