"""Plans read: the board of a unit and those directly under it, and one plan with its history."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import F

from admission_flow.queries.listing import Choice, Filters
from orgs import access, roles
from orgs.calendar import local_day
from orgs.models import Seat, Unit
from planning.models import Basis, Group, Plan, PlanVersion, ResolutionUnit, Target
from planning.plans.expecting import Expected, expected
from planning.plans.progress import Admitted, admitted
from planning.plans.rules import WHOLE, Cell, parts_of, terms_of
from planning.resolutions.standings import owed_by
from planning.sources.queries import count_at

BEHIND, WITHOUT, WAITING, OWING = "behind", "without", "waiting", "owing"
SHOWN = ("", BEHIND, WITHOUT, WAITING, OWING)


@dataclass(frozen=True)
class PlanFilters(Filters):
    """`unit` an id; `years` "2026", or "2010-2015" of a term; `show` one of SHOWN."""

    unit: str = ""
    years: str = ""
    show: str = ""

    def sound(self) -> Self:
        show = self.show if self.show in SHOWN else ""
        return replace(self, years=self.years if years_of(self.years) else "", show=show)


def years_of(text: str) -> tuple[int, int] | None:
    """From "2026" or "2010-2015"; None for what is neither."""
    first, dash, last = text.partition("-")
    if not (first.isdecimal() and len(first) == 4 and (not dash or (last.isdecimal() and len(last) == 4))):
        return None
    years = int(first), int(last or first)
    return years if 2000 <= years[0] <= years[1] <= years[0] + 5 else None


@dataclass(frozen=True)
class Aim:
    """What one plan asks for in its whole time, and how far it has come. `plan` is None where there is none."""

    plan: Plan | None
    target: int | None
    done: int
    more: Expected | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.done / self.target) if self.target else None

    @property
    def forecast(self) -> tuple[int, int, int] | None:
        """How many it will be at the end: the middle, the least and the most of eight in ten."""
        more, done = self.more, self.done
        return (done + round(more.middle), done + more.low, done + more.high) if more else None

    @property
    def likely_short(self) -> bool:
        """Even at best of eight in ten the target will not be reached."""
        return bool(self.forecast and self.target and self.forecast[2] < self.target)

    @property
    def waits(self) -> bool:
        return self.plan is not None and self.plan.state == Plan.State.PROPOSED


@dataclass(frozen=True)
class Line:
    """`owed` are the resolutions in force that the unit has not wholly rolled out; None where none was asked of it."""

    unit: Unit
    done: int
    congress: Aim
    assigned: Aim
    owed: Sequence[ResolutionUnit] | None

    @property
    def owes(self) -> int | None:
        return None if self.owed is None else len(self.owed)


@dataclass(frozen=True)
class PlanBoard:
    """The unit itself, then each directly under it; `years` are those shown, `choices` those that may be."""

    filters: PlanFilters
    unit: Unit
    units: Sequence[Choice]
    years: tuple[int, int]
    choices: Sequence[Choice]
    whole: Line
    lines: Sequence[Line]

    @property
    def words(self) -> str:
        return _words(self.years)

    @property
    def key(self) -> str:
        return _key(self.years)

    @property
    def without(self) -> list[Line]:
        """Units without a plan of any kind in force."""
        return [line for line in self.lines if line.congress.target is None and line.assigned.target is None]

    @property
    def behind(self) -> list[Line]:
        """Units that were assigned a number and have not reached it, the furthest first."""
        short = [line for line in self.lines if line.assigned.target and line.done < line.assigned.target]
        return sorted(short, key=lambda one: (one.assigned.percent or 0, -(one.assigned.target or 0), one.unit.path))

    @property
    def added_up(self) -> int:
        """What the units were assigned together."""
        return sum(line.assigned.target or 0 for line in self.lines)

    @property
    def adds_up_otherwise(self) -> bool:
        """The units' numbers together are another number than the whole's."""
        return self.whole.assigned.target is not None and self.added_up not in (0, self.whole.assigned.target)

    @property
    def waiting(self) -> list[Line]:
        """Units of whose plan a version waits for approval."""
        return [line for line in self.lines if line.congress.waits or line.assigned.waits]

    @property
    def owing(self) -> list[Line]:
        """Units that have not wholly rolled out a resolution in force."""
        return [line for line in self.lines if line.owes]

    def of(self, show: str) -> Sequence[Line]:
        found = {BEHIND: self.behind, WITHOUT: self.without, WAITING: self.waiting, OWING: self.owing}
        return found.get(show, self.lines)

    @property
    def shown(self) -> Sequence[Line]:
        return self.of(self.filters.show)

    @property
    def any_congress(self) -> bool:
        return any(line.congress.plan for line in self.lines)


def board_of(seats: Sequence[Seat], filters: PlanFilters, *, at: datetime.datetime) -> PlanBoard | None:
    """None where no unit's cases are seen. Seven statements and those of what is expected, whatever the number of
    units."""
    roots = access.roots_seen_from(seats, roles.SEE_LIST)
    units = list(Unit.objects.filter(access.under_roots(roots, "path")).order_by("path")) if roots else []
    if not units:
        return None
    by_key = {str(unit.pk): unit for unit in units}
    unit = by_key.get(filters.unit, units[0])
    shown = [unit, *(one for one in units if one.path.startswith(unit.path) and one.depth == unit.depth + 1)]
    this_year = local_day(at).year
    years = years_of(filters.years) or (this_year, this_year)
    plans = _plans_of(shown, years)
    targets = _wholes(plans.values())
    counted = admitted(shown, datetime.date(years[0], 1, 1), datetime.date(years[1], 12, 31))
    more = expected(shown, datetime.date(years[1], 12, 31), at)
    owed = owed_by(shown, datetime.date(years[1], 12, 31))
    lines = [_line(one, years, plans, targets, counted[one.pk], more.get(one.pk), owed.get(one.pk)) for one in shown]
    top = min(one.depth for one in units)
    return PlanBoard(
        filters=replace(filters, unit=str(unit.pk) if filters.unit in by_key else ""),
        unit=unit,
        units=[Choice(key, one.name, one.depth - top) for key, one in by_key.items()],
        years=years,
        choices=_choices(this_year, years),
        whole=lines[0],
        lines=lines[1:],
    )


def number_of_year(unit: Unit, year: int) -> int | None:
    """How many the unit is to admit in that year by the plan in force: what was assigned, else what its congress set.
    One statement."""
    rows = Target.objects.filter(
        version=F("version__plan__in_force"),
        version__plan__unit=unit,
        version__plan__first_year=year,
        version__plan__last_year=year,
        part=WHOLE,
        group=Group.ALL,
    )
    numbers = dict(rows.values_list("version__plan__basis", "number"))
    return numbers.get(Basis.ASSIGNED, numbers.get(Basis.CONGRESS))


def _plans_of(units: Sequence[Unit], years: tuple[int, int]) -> dict[tuple[int, str], Plan]:
    rows = Plan.objects.filter(unit__in=units, first_year=years[0], last_year=years[1])
    return {(plan.unit_id, plan.basis): plan for plan in rows}


def _wholes(plans: object) -> dict[int, int]:
    """Version id -> how many in the whole time."""
    in_force = [plan.in_force_id for plan in plans]  # type: ignore[attr-defined]
    rows = Target.objects.filter(version__in=in_force, part=WHOLE, group=Group.ALL)
    return dict(rows.values_list("version", "number"))


def _line(
    unit: Unit,
    years: tuple[int, int],
    plans: Mapping[tuple[int, str], Plan],
    targets: Mapping[int, int],
    counted: Admitted,
    more: Expected | None,
    owed: Sequence[ResolutionUnit] | None,
) -> Line:
    done = counted.of(Group.ALL, years)
    aims = {}
    for basis in Basis.values:
        plan = plans.get((unit.pk, basis))
        target = targets.get(plan.in_force_id) if plan and plan.in_force_id else None
        aims[basis] = Aim(plan, target, done, more)
    return Line(unit, done, aims[Basis.CONGRESS], aims[Basis.ASSIGNED], owed)


def _choices(this_year: int, shown: tuple[int, int]) -> list[Choice]:
    """Next year, this one and the last ones, the term that runs, and every time of which there is a plan."""
    known = set(Plan.objects.values_list("first_year", "last_year").distinct())
    known |= {(year, year) for year in range(this_year - 2, this_year + 2)} | set(terms_of(this_year)) | {shown}
    return [Choice(_key(years), _words(years)) for years in sorted(known, reverse=True)]


def _key(years: tuple[int, int]) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}-{years[1]}"


def _words(years: tuple[int, int]) -> str:
    return _key(years).replace("-", "–")


@dataclass(frozen=True)
class PlanCell:
    """A number asked for and what was reached of it."""

    group: str
    target: int | None
    done: int

    @property
    def group_words(self) -> str:
        return str(Group(self.group).label)

    @property
    def percent(self) -> int | None:
        return round(100 * self.done / self.target) if self.target else None


@dataclass(frozen=True)
class PlanRow:
    part: int
    cells: Sequence[PlanCell]


@dataclass(frozen=True)
class Changed:
    """A number of a version that the one before had otherwise; None is no number."""

    part: int
    group: str
    before: int | None
    after: int | None

    @property
    def group_words(self) -> str:
        return str(Group(self.group).label)


@dataclass(frozen=True)
class VersionRow:
    """A version with each number that it set anew."""

    version: PlanVersion
    changes: Sequence[Changed]


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    versions: Sequence[VersionRow]
    latest: Sequence[PlanRow]
    in_force: Sequence[PlanRow]
    aim: Aim
    # How many sources the unit and all under it have, by state: today, and as was recorded when the version was made.
    sources: Mapping[str, int]
    sources_then: Mapping[str, int]

    @property
    def version(self) -> PlanVersion:
        return self.versions[0].version


def page_of(plan: Plan, at: datetime.datetime) -> PlanPage:
    """The latest version and the one in force beside what was reached; the newest version first. Five statements and
    those of what is expected, whatever the number of versions."""
    versions = list(
        plan.versions.select_related(
            "made_by__person", "made_at_unit", "returned_by__person", "approved_by__person"
        ).order_by("-number")
    )
    numbers: dict[int, dict[Cell, int]] = {version.pk: {} for version in versions}
    rows = Target.objects.filter(version__plan=plan).values_list("version", "part", "group", "number")
    for version, part, group, number in rows:
        numbers[version][part, group] = number
    years = plan.first_year, plan.last_year
    done = admitted([plan.unit], plan.first_day, plan.last_day)[plan.unit_id]
    more = expected([plan.unit], plan.last_day, at).get(plan.unit_id)
    whole = numbers[plan.in_force_id or versions[0].pk].get((WHOLE, Group.ALL))
    return PlanPage(
        aim=Aim(plan, whole, done.of(Group.ALL, years), more),
        sources=count_at([plan.unit.path], local_day(at))[plan.unit.path],
        sources_then=count_at([plan.unit.path], local_day(versions[0].made_at), recorded=versions[0].made_at)[
            plan.unit.path
        ],
        plan=plan,
        versions=[
            VersionRow(new, _changes(numbers[old.pk] if old else {}, numbers[new.pk]))
            for new, old in zip(versions, [*versions[1:], None], strict=True)
        ],
        latest=_rows(numbers[versions[0].pk], years, done),
        in_force=_rows(numbers[plan.in_force_id], years, done) if plan.in_force_id else [],
    )


def _rows(numbers: Mapping[Cell, int], years: tuple[int, int], done: Admitted) -> list[PlanRow]:
    """Only parts of which a number is given."""
    return [
        PlanRow(
            part, [PlanCell(group, numbers.get((part, group)), done.of(group, years, part)) for group in Group.values]
        )
        for part in (WHOLE, *parts_of(*years))
        if any((part, group) in numbers for group in Group.values)
    ]


def _changes(before: Mapping[Cell, int], after: Mapping[Cell, int]) -> list[Changed]:
    """In the order of the table: time, then whose."""
    groups = list(Group.values)
    cells = sorted({*before, *after}, key=lambda cell: (cell[0], groups.index(cell[1])))
    return [Changed(*cell, before.get(cell), after.get(cell)) for cell in cells if before.get(cell) != after.get(cell)]
