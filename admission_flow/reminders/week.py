"""The weekly word to the head of each unit at which something waits: how much, how much is late, since when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from viewflow.workflow.status import PROCESS, STATUS

from admission_flow.models import Task
from notices.tell import Param, Told, tell_each
from orgs import access, roles
from orgs.calendar import LOCAL_ZONE, ONE_DAY, calendar_for, local_day
from orgs.models import Seat, Unit
from orgs.rights import in_force
from orgs.tree import ancestor_paths

R = Seat.Role
_STANDING: dict[str, tuple[str, ...]] = {Unit.Kind.BLOC: (R.SECRETARY, R.STANDING_DEPUTY)}
# A kind of unit's head; where nobody is, the deputies.
_HEADS: tuple[str, ...] = (R.SECRETARY,)
_DEPUTIES: tuple[str, ...] = (R.DEPUTY,)
MORNING = datetime.time(7)


@dataclass
class Waiting:
    """Cases, by id, so that one with two steps side by side is counted once. `since` and `step` are of the oldest."""

    cases: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)
    since: datetime.datetime | None = None
    step: str = ""

    def add(self, task: Task, today: datetime.date) -> None:
        self.cases.add(task.process_id)
        if task.due_on and task.due_on < today:
            self.late.add(task.process_id)
        if self.since is None or task.opened_at < self.since:
            self.since, self.step = task.opened_at, task.step


@dataclass
class UnitWeek:
    """What waits at a unit, and at those under it."""

    unit: Unit
    here: Waiting = field(default_factory=Waiting)
    below: Waiting = field(default_factory=Waiting)

    def began_before(self, moment: datetime.datetime) -> bool:
        return any(one.since and one.since < moment for one in (self.here, self.below))


def tell_the_week(at: datetime.datetime) -> int:
    """One notice a unit and week to its head, where something has waited since the week's first working morning.

    Whoever has been told is not told again in that week, so a run later in it tells what a stopped worker missed.
    Returns to how many units something was told.
    """
    today = local_day(at)
    monday = today - today.weekday() * ONE_DAY
    calendar = calendar_for(monday, today)
    first = next(
        (day for day in (monday + n * ONE_DAY for n in range(7)) if day <= today and calendar.works(day)), None
    )
    if first is None or not calendar.works(today):
        return 0
    began = datetime.datetime.combine(first, MORNING, LOCAL_ZONE)
    weeks = [week for week in units_waiting(at) if week.began_before(began)]
    heads = heads_of([week.unit for week in weeks], at)
    year, number, _day = today.isocalendar()
    told = [_told(week, heads[week.unit.pk], f"{year}-W{number:02d}") for week in weeks if heads[week.unit.pk]]
    with transaction.atomic():
        tell_each(told, at=at)
    return len(told)


def units_waiting(at: datetime.datetime) -> list[UnitWeek]:
    """Each unit at which, or under which, a step of a case is open that is not on hold. Two statements."""
    today = local_day(at)
    tasks = Task.objects.filter(status=STATUS.NEW, process__status=PROCESS.NEW, process__held_since__isnull=True)
    tasks = tasks.filter(opened_at__lt=at).select_related("unit").order_by("opened_at", "pk")
    found: list[Task] = list(tasks)
    paths = {path for task in found for path in ancestor_paths(task.unit)}
    weeks = {unit.path: UnitWeek(unit) for unit in Unit.objects.filter(path__in=paths).order_by("path")}
    for task in found:
        for path in ancestor_paths(task.unit):
            week = weeks[path]
            (week.here if path == task.unit.path else week.below).add(task, today)
    return list(weeks.values())


def heads_of(units: Iterable[Unit], at: datetime.datetime) -> Mapping[int, list[int]]:
    """Unit -> ids of its heads' accounts that see its cases on that day. Two statements."""
    units = list(units)
    seeing = access.holders({(roles.SEE_LIST, unit.pk) for unit in units}, at)
    seats = Seat.objects.filter(
        in_force(local_day(at)), unit__in=units, role__in=(*_HEADS, *_DEPUTIES, R.STANDING_DEPUTY)
    )
    held: dict[int, list[tuple[str, int]]] = {}
    for unit_id, role, user_id in seats.filter(person__user__isnull=False).values_list("unit", "role", "person__user"):
        if user_id in seeing[roles.SEE_LIST, unit_id]:
            held.setdefault(unit_id, []).append((role, user_id))
    return {unit.pk: _first(held.get(unit.pk, []), _STANDING.get(unit.kind, _HEADS)) for unit in units}


def _first(held: list[tuple[str, int]], heads: tuple[str, ...]) -> list[int]:
    for ranks in (heads, _DEPUTIES):
        users = sorted({user for role, user in held if role in ranks})
        if users:
            return users
    return []


def _told(week: UnitWeek, heads: list[int], number: str) -> Told:
    oldest = week.here if week.here.since else week.below
    params: dict[str, Param] = {
        "unit": week.unit.code,
        "waiting": len(week.here.cases),
        "late": len(week.here.late),
        "below": len(week.below.cases),
        "late_below": len(week.below.late),
        "since": local_day(oldest.since).isoformat() if oldest.since else "",
        "step": oldest.step,
    }
    where = "here" if week.here.cases else "below"
    link = f"/cases/?show=open&unit={week.unit.pk}&waits={where}"
    return Told(heads, "unit_waits", params, link, f"week:{week.unit.pk}:{number}")
