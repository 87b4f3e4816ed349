"""Of which cases an event log tells, how deep, and with whose right. Asked once, before a byte is written."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from admission_flow.access import FILE, LIST
from admission_flow.models import Case
from insights.event_log.refusals import DatesReversed, NobodyAsks, NoSuchUnit, NotPersonal, NoUnit
from orgs import access, roles
from orgs.calendar import LOCAL_ZONE
from orgs.models import Unit, User

XES, OCEL = "xes", "ocel"
FORMATS = (XES, OCEL)
# Told how many cases are done.
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Asked:
    """What is asked for. `unit` is a code, "" for the highest unit that one sees; the days are local, both included,
    and are those on which a case was opened."""

    format: str
    unit: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    personal: bool = False


@dataclass(frozen=True)
class Scope:
    """What is told: the cases that belong to this unit's subtree today and were opened on these days, each whole.

    `depth` is that of whoever asked: in lists' depth neither outcomes of steps, who did them, meetings nor papers.
    """

    unit: Unit
    depth: str
    personal: bool
    first: datetime.date | None
    last: datetime.date | None

    @property
    def of_file(self) -> bool:
        return self.depth == FILE

    def where(self, case: str = "") -> Q:
        """Condition on cases, or on rows that reach them through `case`."""
        found = Q(**{f"{case}unit__path__startswith": self.unit.path})
        if self.first:
            found &= Q(**{f"{case}opened_at__gte": _midnight(self.first)})
        if self.last:
            found &= Q(**{f"{case}opened_at__lt": _midnight(self.last + datetime.timedelta(days=1))})
        return found

    def cases(self) -> QuerySet[Case]:
        return Case.objects.filter(self.where())

    def refs(self) -> dict[str, Any]:
        """For the journal: codes, days, and what was asked; no name."""
        return {
            "unit": self.unit.code,
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            "depth": self.depth,
            "personal": self.personal,
        }


@dataclass(frozen=True)
class Written:
    """How much stands in a log."""

    cases: int
    events: int


def scope_of(asked: Asked, person: User | None, *, at: datetime.datetime) -> Scope:
    """What this account gets. None is the administrator at the machine, who administers and is shown no names: of
    every unit all that is no person's.

    Raises NoSuchUnit, NoUnit, NotPersonal, NobodyAsks, DatesReversed.
    """
    if asked.first and asked.last and asked.last < asked.first:
        raise DatesReversed
    if person is None and asked.personal:
        raise NobodyAsks
    unit = _unit(asked.unit, person, at)
    depth = FILE if person is None or access.sees(person, roles.SEE_FILE, unit, at) else LIST
    if asked.personal and depth != FILE:
        raise NotPersonal(unit.name)
    return Scope(unit, depth, asked.personal, asked.first, asked.last)


def _unit(code: str, person: User | None, at: datetime.datetime) -> Unit:
    seen = Unit.objects.all() if person is None else access.visible_units(person, roles.SEE_LIST, at)
    unit = seen.filter(**({"code": code} if code else {})).order_by("depth", "path").first()
    if unit is None:
        raise NoSuchUnit(code) if code else NoUnit
    return unit


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), LOCAL_ZONE)
