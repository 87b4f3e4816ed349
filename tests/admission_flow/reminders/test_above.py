"""To whom what is late goes up, and who stands in for an empty seat."""

import datetime

import pytest

from admission_flow.reminders.running import above
from notices.models import Notice
from orgs.models import Seat
from tests.admission_flow.journey import Journey
from tests.admission_flow.reminders.told import AT, told_on
from tests.people import Bloc

D = datetime.date
BOARD = {"organisation.board", "organisation.board.2"}
DECIDERS = {"bloc.secretary", "standing.deputy"}


@pytest.mark.parametrize(
    ("unit", "step", "up"),
    [
        ("cell", "declaration", {"committee.secretary", "committee.deputy"}),
        ("departmental_cell", "declaration", {"departmental.secretary"}),
        ("grassroots_cell", "declaration", BOARD),
        ("departmental_cell", "departmental_appraisal", {"hospital.secretary"}),
        ("cell", "verification", BOARD),
        ("cell", "grassroots_approval", BOARD),
        ("cell", "course", DECIDERS),
        ("cell", "bloc_appraisal", DECIDERS),
        ("grassroots_cell", "verification", DECIDERS),
    ],
)
def test_the_seat_above(bloc: Bloc, unit: str, step: str, up: set[str]) -> None:
    journey = Journey.in_unit(bloc, unit, AT).to(step)
    task = journey.task(step)
    task.due_on = D(2026, 3, 2)
    task.save(update_fields=["due_on"])
    told_on("05/03")
    went_up = Notice.objects.filter(kind="step_late_below", params__step=step)
    assert set(went_up.values_list("recipient__username", flat=True)) == up


def test_nobody_is_over_those_who_decide(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    task = journey.task("bloc_decision")
    assert above(journey.case, task.capability, task.unit_id) == ()
    assert task.due_on
    assert {kind for _person, kind in told_on(task.due_on + datetime.timedelta(days=14))} == {"step_late"}


def test_while_a_seat_is_empty_the_one_above_is_told_from_the_start(bloc: Bloc) -> None:
    Journey(bloc, at=AT).to("file_check")
    Seat.objects.filter(unit=bloc.cell, starts__gte=D(2010, 1, 1)).update(ends=D(2026, 2, 3))
    committee = {"committee.secretary", "committee.deputy"}
    assert told_on("04/02") == {(person, "step_due") for person in committee}
    assert told_on("12/02") == {(person, "step_late") for person in committee} | {
        (person, "step_late_below") for person in BOARD
    }


def test_past_several_empty_seats(bloc: Bloc) -> None:
    Journey(bloc, at=AT).to("file_check")
    units = [bloc.cell, bloc.committee]
    Seat.objects.filter(unit__in=units, starts__gte=D(2010, 1, 1)).update(ends=D(2026, 2, 3))
    assert told_on("12/02") == {(person, "step_late") for person in BOARD} | {
        (person, "step_late_below") for person in DECIDERS
    }
