"""Reminders of due days: the acts of the clock. Nothing but notices is written, so no case is locked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from viewflow.workflow.status import STATUS

from admission_flow.models import Deadline, Task
from admission_flow.reminders.rounds import EARLIEST, Stage, To, stages
from admission_flow.reminders.running import Running, Seat, running
from notices.tell import Told, tell_each
from orgs import access
from orgs.calendar import Calendar, add_working_days, calendar_for, local_day, working_days_between

# Notices of so many things go into one transaction.
BATCH = 1000
_FAR = datetime.timedelta(days=3 * 366)
_NEAR = datetime.timedelta(days=60)

Holders = Mapping[Seat, Sequence[int]]


def remind(at: datetime.datetime) -> int:
    """Tell what the table of rounds says of this working morning; on a day off, nothing. Returns how many things.

    However often it runs, by however many workers, each person is told each thing once: the notice's source has the
    due day and the day of the round. What was missed is told with the next run.
    """
    today = local_day(at)
    calendar = calendar_for(today - _FAR, today + _NEAR)
    if not calendar.works(today):
        return 0
    due = [
        (one, stage, late)
        for one in running(add_working_days(today, EARLIEST, calendar), at)
        if one.opened_on < today
        for stage, late in _stages(one, today, calendar)
    ]
    holders = access.holders({seat for one, _stage, _late in due for seat in (*one.seats, *one.above)}, at)
    told = [(one, _told(one, stage, late, holders)) for one, stage, late in due]
    return sum(_write(batch, at) for batch in _in_batches(told))


def _stages(one: Running, today: datetime.date, calendar: Calendar) -> Iterator[tuple[Stage, int]]:
    late = working_days_between(one.due_on, today, calendar)
    opened = working_days_between(one.due_on, one.opened_on, calendar)
    for stage in stages(late, opened):
        yield stage, late


def _told(one: Running, stage: Stage, late: int, holders: Holders) -> Told:
    params = {**one.said, "due_on": one.due_on.isoformat()}
    kind = "step_due" if stage.day <= 0 else "step_late_below" if stage.is_above else "step_late"
    if stage.day > 0:
        params["days"] = late
    source = f"{one.key}:{one.due_on}:{stage.day}"
    return Told(_recipients(one, stage, holders), kind, params, f"/cases/{one.case_id}/", source, one.about)


def _recipients(one: Running, stage: Stage, holders: Holders) -> list[int]:
    """While a seat is empty, the one above it stands in its place from the start, and what goes up goes one higher."""
    own = {user for seat in one.seats for user in holders[seat]}
    occupied = [users for users in (own, *(set(holders[seat]) for seat in one.above)) if users]
    if stage.is_above:
        return sorted(occupied[1] - occupied[0]) if len(occupied) > 1 else []
    if stage.to == To.TAKER and one.owner_id in own:
        return [one.owner_id]
    return sorted(occupied[0]) if occupied else []


def _in_batches(told: Sequence[tuple[Running, Told]]) -> Iterator[Sequence[tuple[Running, Told]]]:
    return (told[first : first + BATCH] for first in range(0, len(told), BATCH))


def _write(batch: Sequence[tuple[Running, Told]], at: datetime.datetime) -> int:
    """A step that somebody is acting on is passed over; it is looked at again tomorrow, if it is still open."""
    with transaction.atomic():
        tasks = Task.objects.filter(pk__in={one.task_id for one, _told in batch}, status=STATUS.NEW)
        free = tasks.filter(process__held_since__isnull=True).order_by("pk")
        free = free.select_for_update(skip_locked=True, no_key=True, of=("self",))
        days = dict(free.values_list("pk", "due_on"))
        terms = Deadline.objects.filter(
            pk__in={one.term_id for one, _told in batch if one.term_id}, met_on__isnull=True
        )
        term_days = dict(terms.values_list("pk", "due_on"))
        still = [
            told
            for one, told in batch
            if one.task_id in days and one.due_on == (term_days.get(one.term_id) if one.term_id else days[one.task_id])
        ]
        tell_each(still, at=at)
        return len(still)
