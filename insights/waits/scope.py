"""What the board is asked for: a unit that the person sees with all under it, a flow, months of arrival, a route and a
generation of the rules; all of it in the address."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.db.models import Q

from admission_flow.models import Case, Regulation
from admission_flow.queries.listing import Choice, Filters, one_of
from insights.waits.ways import ADMISSION, RECOGNITION, STEPS_OF, first_month, months_after
from orgs import access, roles
from orgs.access import Account
from orgs.calendar import local_day
from orgs.models import Seat, Unit

MOST_MONTHS = 120
_MONTH = re.compile(r"(19|20)[0-9][0-9]-(0[1-9]|1[0-2])")
_TARGET = re.compile(r"[1-9][0-9]{0,5}")
ROUTES = tuple(Choice(value, label) for value, label in Case.Route.choices)


@dataclass(frozen=True)
class BoardFilters(Filters):
    """`since` and `until` are months, "2026-03"; `unit` an id, `step` the one looked into; `rows` is "all"
    where every unit is to be shown, not the busiest alone; `target` how many are to be admitted a year; `waits_at` a
    step, where the table of ages by unit is to be of that one alone."""

    unit: str = ""
    flow: str = ADMISSION
    since: str = ""
    until: str = ""
    route: str = ""
    generation: str = ""
    step: str = ""
    rows: str = ""
    target: str = ""
    waits_at: str = ""

    def sound(self) -> Self:
        flow = self.flow if self.flow in STEPS_OF else ADMISSION
        return replace(
            self,
            flow=flow,
            since=sound_month(self.since),
            until=sound_month(self.until),
            route=one_of(self.route, ROUTES),
            target=self.target if _TARGET.fullmatch(self.target) else "",
            rows="all" if self.rows == "all" else "",
            step=self.step if self.step in STEPS_OF[flow] else "",
            waits_at=self.waits_at if self.waits_at in STEPS_OF[flow] else "",
        )


@dataclass(frozen=True)
class Scope:
    """What the filters mean for this person today. `children` are the units directly under `unit`, in their order, and
    `under` says of each unit below, by its id, under which of them it is; `sees_file` whether the person sees more
    there than lists."""

    filters: BoardFilters
    unit: Unit
    children: Sequence[Unit]
    under: Mapping[int, int]
    units: Sequence[Choice]
    generations: Sequence[Choice]
    since: datetime.date
    until: datetime.date
    today: datetime.date
    sees_file: bool

    @property
    def steps(self) -> tuple[str, ...]:
        return STEPS_OF[self.filters.flow]

    @property
    def recognition(self) -> bool:
        return self.filters.flow == RECOGNITION

    @cached_property
    def kept(self) -> dict[str, str]:
        """What an address of the cases behind a number takes along."""
        names = ("unit", "flow", "since", "until", "route", "generation", "target", "rows", "waits_at")
        return {name: value for name in names if (value := getattr(self.filters, name))}

    @cached_property
    def kept_query(self) -> str:
        """The same as the beginning of an address's query."""
        return urlencode(self.kept)

    @property
    def is_usual(self) -> bool:
        """Whether its months are those of a board that was asked for none."""
        this_month = self.today.replace(day=1)
        return (self.since, self.until) == (first_month(self.filters.flow, this_month), this_month)

    @property
    def is_bloc(self) -> bool:
        """Whether it is everything of the usual period."""
        return self.unit.depth == 1 and self.is_usual and self.narrowed() == Q()

    def of_bloc(self, bloc: Unit) -> Scope:
        """Everything of the usual period, whatever is asked for; no unit under the bloc by itself."""
        return Scope.of_whole(bloc, self.today, self.filters.flow)

    @classmethod
    def of_whole(cls, bloc: Unit, today: datetime.date, flow: str = ADMISSION) -> Scope:
        """The same without a person who asks: nobody is shown anything of it but what is learnt."""
        until = today.replace(day=1)
        return cls(
            filters=BoardFilters(flow=flow), unit=bloc, children=(), under={}, units=(), generations=(),
            since=first_month(flow, until), until=until, today=today, sees_file=False,
        )  # fmt: skip

    @property
    def after_last_month(self) -> datetime.date:
        return months_after(self.until, 1)

    def months(self) -> Iterator[datetime.date]:
        month = self.since
        while month <= self.until:
            yield month
            month = months_after(month, 1)

    def sliced(self, *, months: bool = True) -> Q:
        """Condition on rows of tallies, but for their unit and step."""
        condition = Q(month__gte=self.since, month__lte=self.until) if months else Q()
        return condition & self.narrowed()

    def measured(self, *, months: bool = True) -> Q:
        """Condition on stays and spans of the unit's subtree."""
        condition = Q(unit__path__startswith=self.unit.path) & self.narrowed()
        if months:
            condition &= Q(opened_on__gte=self.since, opened_on__lt=self.after_last_month)
        return condition

    def narrowed(self) -> Q:
        condition = Q()
        if self.filters.route:
            condition &= Q(route=self.filters.route)
        if self.filters.generation:
            condition &= Q(generation=self.filters.generation)
        return condition


def scope_of(
    person: Account, filters: BoardFilters, *, at: datetime.datetime, seats: Sequence[Seat] | None = None
) -> Scope | None:
    """None where the person sees no unit's cases. The unit asked for has to be one of theirs; else it is the topmost.

    `seats`: what `access.seats_of` says, where it has been asked. Three statements, two with them, whatever the number
    of units.
    """
    seats = access.seats_of(person, at) if seats is None else seats
    roots = access.roots_seen_from(seats, roles.SEE_LIST)
    units = list(Unit.objects.filter(access.under_roots(roots, "path")).order_by("path")) if roots else []
    if not units:
        return None
    by_key = {str(unit.pk): unit for unit in units}
    unit = by_key.get(filters.unit, units[0])
    generations = [Choice(code, name) for code, name in _generations()]
    today = local_day(at)
    this_month = today.replace(day=1)
    until = _month_of(filters.until) or this_month
    since = _month_of(filters.since) or first_month(filters.flow, until)
    # Of what has not come yet there is nothing to show.
    until, since = min(max(since, until), this_month), min(since, until, this_month)
    top = min(one.depth for one in units)
    children = [one for one in units if one.depth == unit.depth + 1 and one.path.startswith(unit.path)]
    return Scope(
        filters=replace(
            filters,
            unit=str(unit.pk) if filters.unit in by_key else "",
            generation=one_of(filters.generation, generations),
        ),
        unit=unit,
        children=children,
        under=_under(children, units),
        units=[Choice(key, one.name, one.depth - top) for key, one in by_key.items()],
        generations=generations,
        since=max(since, months_after(until, 1 - MOST_MONTHS)),
        until=until,
        today=today,
        sees_file=any(map(unit.path.startswith, access.roots_seen_from(seats, roles.SEE_FILE))),
    )


def _under(children: Iterable[Unit], units: Iterable[Unit]) -> dict[int, int]:
    by_path = {one.path: one.pk for one in children}
    length = max(map(len, by_path), default=0)
    return {one.pk: by_path[one.path[:length]] for one in units if one.path[:length] in by_path}


def sound_month(text: str) -> str:
    return text if _MONTH.fullmatch(text) else ""


def _generations() -> list[tuple[str, str]]:
    rows: dict[str, str] = {}
    for code, name in Regulation.objects.order_by("in_force_from", "edition").values_list("code", "name"):
        rows[code] = name
    return list(rows.items())


def _month_of(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(f"{text}-01") if text else None


def month_key(month: datetime.date) -> str:
    return f"{month:%Y-%m}"
