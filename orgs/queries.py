"""Reads for the organisation's page and for the line that a loading ends with. The count of queries never grows."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from orgs.members import Headcount, Movements, count_members, count_movements
from orgs.models import DelegatedAuthority, Delegation, Register, Seat, Unit
from orgs.rights import in_force, lasting
from orgs.roles import CAPABILITIES
from orgs.tree import ancestor_paths

K = Unit.Kind


@dataclass(frozen=True)
class Figures:
    """What the bloc consists of on a day."""

    grassroots_committees: int
    cells: int
    departmental_committees: int
    grassroots_cells: int
    headcount: Headcount

    @property
    def grassroots_organisations(self) -> int:
        return self.grassroots_committees + self.grassroots_cells


@dataclass
class Branch:
    """A unit of the tree on a day, with what is in it and below it."""

    unit: Unit
    headcount: Headcount = field(default_factory=Headcount)
    movements: Movements = field(default_factory=Movements)
    cells: int = 0
    delegated: bool = False
    below: list[Branch] = field(default_factory=list)

    def rows(self, level: int = 0) -> Iterator[tuple[int, Branch]]:
        """Everything below, parents before children, with how deep it stands."""
        for branch in self.below:
            yield level, branch
            yield from branch.rows(level + 1)

    def kept(self, wanted: str) -> bool:
        """Cut away what neither has the search key in its name or code nor stands above or below what has."""
        if wanted in self.unit.search_name or wanted == self.unit.code.lower():
            return True
        self.below = [branch for branch in self.below if branch.kept(wanted)]
        return bool(self.below)


@dataclass(frozen=True)
class Organisation:
    """The whole tree as of `day`; `movements` run from the register's date to it."""

    day: datetime.date
    figures: Figures
    register: Register | None
    at_register: Headcount
    movements: Movements
    top: Branch


def bloc() -> Unit | None:
    """The top of the tree; None before one is loaded."""
    return Unit.objects.filter(depth=1).order_by("path").first()


def units_on(root: Unit, day: datetime.date) -> QuerySet[Unit]:
    """Units of the subtree that exist on that day, parents before children."""
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return Unit.objects.filter(lasts, path__startswith=root.path, valid_from__lte=day).order_by("path")


def figures_on(root: Unit, day: datetime.date) -> Figures:
    """Counted from the tables, in two statements."""
    return _figures(units_on(root, day).only("kind"), count_members(root, day).values())


def register_for(root: Unit, day: datetime.date) -> Register | None:
    """The register that speaks for that day: the last one of that day or before it, else the first."""
    registers = Register.objects.filter(bloc__path=ancestor_paths(root)[0])
    return registers.filter(as_of__lte=day).order_by("-as_of").first() or registers.order_by("as_of").first()


def organisation(root: Unit, day: datetime.date) -> Organisation:
    """The tree with counts as of the day and movements since the register. At most seven statements."""
    units = list(units_on(root, day))
    counts = count_members(root, day)
    register = register_for(root, day)
    since = register is not None and register.as_of < day
    moved = count_movements(root, register.as_of, day) if register and since else {}
    at_register = count_members(root, register.as_of) if register else {}
    delegated = set(
        DelegatedAuthority.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
        ).values_list("unit", flat=True)
    )
    branches = {unit.path: Branch(unit, delegated=unit.pk in delegated) for unit in units}
    top = branches.get(root.path) or Branch(root)
    for unit in reversed(units):
        branch = branches[unit.path]
        branch.headcount += counts.get(unit.pk, Headcount())
        branch.movements += moved.get(unit.pk, Movements())
        branch.cells += unit.kind in Unit.CELLS
        branch.below.reverse()
        above = branches.get(unit.path[: -Unit.steplen])
        if above is not None:
            above.headcount += branch.headcount
            above.movements += branch.movements
            above.cells += branch.cells
            above.below.append(branch)
    return Organisation(
        day=day,
        figures=_figures(units, [top.headcount]),
        register=register,
        at_register=sum(at_register.values(), Headcount()),
        movements=sum(moved.values(), Movements()),
        top=top,
    )


def seats_at(unit: Unit, day: datetime.date) -> list[Seat]:
    """Seats of the unit in force on that day, with their persons, in the order of rank."""
    ranks = [role for kind, role in CAPABILITIES if kind == unit.kind]
    seats = Seat.objects.filter(in_force(day), unit=unit).select_related("person", "unit")
    return sorted(seats, key=lambda seat: (ranks.index(seat.role), seat.person.sort_key))


def standing_in_at(unit: Unit, at: datetime.datetime) -> dict[int, list[Delegation]]:
    """Seat id -> delegations of that seat of the unit that last at this moment, each with its delegate."""
    found: dict[int, list[Delegation]] = {}
    for one in Delegation.objects.filter(lasting(at), seat__unit=unit).select_related("delegate").order_by("pk"):
        found.setdefault(one.seat_id, []).append(one)
    return found


def path_to(unit: Unit) -> list[Unit]:
    """The units from the top down to this one."""
    above = [unit.path[: Unit.steplen * depth] for depth in range(1, unit.depth)]
    return [*Unit.objects.filter(path__in=above).order_by("path"), unit]


def _figures(units: Iterable[Unit], headcounts: Iterable[Headcount]) -> Figures:
    kinds = Counter(unit.kind for unit in units)
    return Figures(
        grassroots_committees=kinds[K.GRASSROOTS_COMMITTEE],
        cells=kinds[K.CELL],
        departmental_committees=kinds[K.DEPARTMENTAL_COMMITTEE],
        grassroots_cells=kinds[K.GRASSROOTS_CELL],
        headcount=sum(headcounts, Headcount()),
    )
