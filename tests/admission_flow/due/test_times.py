"""The times of a step: opened with the one before it, first seen, taken and done when it was."""

import datetime

from admission_flow.decisions.handling import mark_seen
from admission_flow.models import Task
from tests.admission_flow.journey import Journey
from tests.people import Bloc

HOUR = datetime.timedelta(hours=1)


def times(task: Task) -> list[datetime.datetime | None]:
    task.refresh_from_db()
    return [task.opened_at, task.first_seen_at, task.claimed_at, task.done_at]


def test_each_at_its_moment(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    task, opened = journey.task("declaration"), journey.at
    assert times(task) == [opened, None, None, None]
    mark_seen([task.pk], at=opened + HOUR)
    mark_seen([task.pk], at=opened + 2 * HOUR)
    journey.at = opened + 3 * HOUR
    journey.take(task)
    journey.at = opened + 4 * HOUR
    journey.declaration()
    assert times(task) == [opened, opened + HOUR, opened + 3 * HOUR, opened + 4 * HOUR]
    assert times(journey.task("opinions"))[0] == opened + 4 * HOUR


def test_done_without_having_been_seen_or_taken(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    task, opened = journey.task("declaration"), journey.at
    journey.at = opened + HOUR
    journey.declaration()
    assert times(task) == [opened, opened + HOUR, opened + HOUR, opened + HOUR]


def test_done_by_another_than_took_it(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    task = journey.take(journey.task("declaration"))
    taken = journey.at
    journey.at += HOUR
    with journey.acting_as(bloc.cell_deputy):
        journey.declaration()
    assert times(task)[2:] == [taken, taken + HOUR]
    assert task.owner == bloc.cell_deputy


def test_what_is_done_is_not_seen_for_the_first_time(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    task = journey.task("declaration")
    journey.withdraw()
    mark_seen([task.pk], at=journey.at)
    assert times(task) == [journey.at, None, None, journey.at]
