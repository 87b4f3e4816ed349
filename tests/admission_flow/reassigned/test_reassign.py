"""The head of a unit says who is on which step, many at once; it changes nobody's right."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from admission_flow.decisions.handling import take
from admission_flow.decisions.reassignment import reassign, release_gone
from admission_flow.models import Task
from admission_flow.refusals import InvalidFacts, NotYours
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs import roles, seating
from orgs.delegating import end_delegation_of_seat
from orgs.models import Seat
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written

NOW = timezone.now


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared in the language they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def waiting(bloc) -> list[Task]:
    """Two steps at the cell, the first taken by its secretary."""
    tasks = []
    for _number in range(2):
        journey = Journey(bloc).to("declaration")
        tasks.append(journey.task("declaration"))
    take(tasks[0].process_id, tasks[0].pk, "declaration", acting_user=bloc.cell_secretary, at=NOW())
    return tasks


def test_steps_are_given_to_another_holder(bloc, waiting) -> None:
    both = [one.pk for one in waiting]
    changed = reassign(bloc.cell, both, bloc.cell_deputy, acting_user=bloc.cell_secretary, at=NOW())
    assert len(changed) == 2
    assert {task.owner for task in Task.objects.filter(pk__in=both)} == {bloc.cell_deputy}
    told = Notice.objects.filter(recipient=bloc.cell_deputy, kind="step_assigned")
    assert told.count() == 2
    entries = Entry.objects.filter(verb="reassign").order_by("pk")
    assert [entry.refs["from"] for entry in entries] == [bloc.cell_secretary.pk, None]
    assert {entry.refs["to"] for entry in entries} == {bloc.cell_deputy.pk}
    assert verify().holds
    again = reassign(bloc.cell, both, bloc.cell_deputy, acting_user=bloc.cell_secretary, at=NOW())
    assert again == []
    assert Entry.objects.filter(verb="reassign").count() == 2


def test_doing_the_step_settles_the_notice(bloc) -> None:
    journey = Journey(bloc).to("declaration")
    task = journey.task("declaration")
    reassign(bloc.cell, [task.pk], bloc.cell_deputy, acting_user=bloc.cell_secretary, at=journey.at)
    journey.declaration()
    assert Notice.objects.get(recipient=bloc.cell_deputy, kind="step_assigned").settled_at is not None


def test_to_nobody_in_particular(bloc, waiting) -> None:
    reassign(bloc.cell, [waiting[0].pk], None, acting_user=bloc.cell_secretary, at=NOW())
    task = Task.objects.get(pk=waiting[0].pk)
    assert (task.owner, task.claimed_at) == (None, None)
    assert verify().holds


def test_only_to_who_has_the_right(bloc, waiting) -> None:
    with nothing_written(), pytest.raises(InvalidFacts, match="does not hold the seat"):
        reassign(bloc.cell, [one.pk for one in waiting], bloc.seatless, acting_user=bloc.cell_secretary, at=NOW())


def test_a_step_of_another_unit_or_done_meanwhile_gives_none(bloc, waiting) -> None:
    other = Journey.in_unit(bloc, "sibling_cell").to("declaration").task("declaration")
    for wrong in (other.pk, 999_999_999):
        with nothing_written(), pytest.raises(InvalidFacts, match="waits here no longer"):
            reassign(bloc.cell, [waiting[0].pk, wrong], bloc.cell_deputy, acting_user=bloc.cell_secretary, at=NOW())


@pytest.mark.parametrize("who", ["cell_deputy", "sibling_secretary", "committee_secretary", "auditor", "seatless"])
def test_only_by_the_head_or_a_keeper(bloc, waiting, who) -> None:
    with nothing_written(), pytest.raises(NotYours):
        reassign(bloc.cell, [waiting[0].pk], bloc.cell_deputy, acting_user=getattr(bloc, who), at=NOW())
    for keeper in (bloc.organisation_board, bloc.administrator):
        reassign(bloc.cell, [waiting[0].pk], bloc.cell_deputy, acting_user=keeper, at=NOW())
        reassign(bloc.cell, [waiting[0].pk], None, acting_user=keeper, at=NOW())


def test_statements_do_not_grow_with_the_steps(bloc) -> None:
    """But for those that name the open pages of each case."""
    tasks = [Journey(bloc).to("course").task("course").pk for _number in range(4)]

    def cost(some: list[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            reassign(bloc.unit, some, bloc.training_centre, acting_user=bloc.standing_deputy, at=NOW())
        return len(queries)

    assert cost(tasks[:1]) == cost(tasks[1:])


def test_who_left_is_on_nothing_the_next_night(bloc, waiting) -> None:
    assert release_gone(at=NOW()) == 0
    seat = Seat.objects.select_related("unit").get(person=bloc.person("cell_secretary"))
    seating.end_seat(seat, timezone.localdate(), acting_user=bloc.administrator, at=NOW(), reason="Nghỉ hưu")
    assert release_gone(at=NOW() + datetime.timedelta(days=1)) == 1
    assert Task.objects.get(pk=waiting[0].pk).owner is None
    assert Entry.objects.get(verb="reassign").actor is None
    assert verify().holds


def test_nor_is_a_delegate_whose_time_is_over(bloc) -> None:
    journey = Journey(bloc).to("declaration")
    delegation = lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=journey.at)
    task = journey.task("declaration")
    with journey.acting_as(bloc.seatless):
        journey.take(task)
    assert release_gone(at=journey.at) == 0
    end_delegation_of_seat(delegation, "Về", acting_user=bloc.seatless, at=journey.at)
    assert release_gone(at=journey.at) == 1
