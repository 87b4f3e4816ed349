"""The bloc as the simulation needs it, read once: cells, stays, seats, bodies and rules, by day."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from admission_flow.deadlines import parameters_of
from admission_flow.models import Candidate, Case, Regulation
from admission_flow.rules.values import Parameters
from orgs import access, roles
from orgs.calendar import ONE_DAY
from orgs.models import DelegatedAuthority, Member, Person, Register, Seat, Unit, User

# Somebody has to vote, introduce and help: a cell smaller than this takes nobody in.
FEWEST_OFFICIAL = 3


class Stay(NamedTuple):
    """A row of the register, as far as it matters here."""

    person: int
    unit: int
    since: datetime.date
    until: datetime.date | None
    joined_on: datetime.date
    official_on: datetime.date | None
    register: int | None
    moved_in_from: str

    def official(self, day: datetime.date) -> bool:
        here = self.since <= day and (self.until is None or day < self.until)
        return here and self.official_on is not None and self.official_on <= day


@dataclass(frozen=True)
class Cell:
    """A cell with the units above it that its cases pass."""

    unit: Unit
    department: Unit | None
    committee: Unit | None
    bloc: Unit

    def seats_of(self, delegated: bool) -> list[tuple[str, int]]:
        """(capability, unit) of every seat that its cases come to."""
        found = [(roles.NOMINATE, self.unit.pk), (roles.RUN_COURSE, self.bloc.pk)]
        verifier = self.committee or self.bloc
        found.append((roles.VERIFY, verifier.pk))
        if self.department:
            found.append((roles.APPRAISE_DEPARTMENT, self.department.pk))
        if self.committee:
            found.append((roles.APPROVE_GRASSROOTS, self.committee.pk))
        if not delegated:
            found += [(roles.APPRAISE_BLOC, self.bloc.pk), (roles.DECIDE_BLOC, self.bloc.pk)]
        return found


class Roster:
    """Reads in a handful of statements; seats are asked through `orgs.access`, once for each time they changed."""

    def __init__(self) -> None:
        self.units = {unit.pk: unit for unit in Unit.objects.order_by("path")}
        self.cells = _cells(list(self.units.values()))
        self.stays: dict[int, list[Stay]] = defaultdict(list)
        rows = Member.objects.order_by("unit__path", "joined_on", "person__citizen_id")
        for row in rows.values_list(*Stay._fields):
            self.stays[row[1]].append(Stay(*row))
        self.as_of = Register.objects.order_by("-as_of").values_list("as_of", flat=True).first()
        self.citizen_ids = set(Person.objects.values_list("citizen_id", flat=True))
        self.candidates = set(Candidate.objects.values_list("person", flat=True))
        self.users: dict[int, User] = {}
        self._authorities = list(DelegatedAuthority.objects.all())
        self._regulations = list(Regulation.objects.order_by("in_force_from"))
        self._turns = self._turning_days()
        seats_above = Seat.objects.exclude(unit__kind__in=Unit.CELLS)
        self._above = set(seats_above.values_list("person", flat=True))
        self._holders: dict[tuple[str, int, int], list[int]] = {}
        self._sizes: dict[tuple[int, int], int] = {}
        self._pairs = _acting_pairs(self.units.values())

    @property
    def first_day(self) -> datetime.date:
        """The first day whose rules are known."""
        return self._regulations[0].in_force_from

    def parameters(self, day: datetime.date) -> Parameters:
        known = (one for one in self._regulations if one.in_force_from <= day and one.from_day <= day)
        return parameters_of(max(known, key=lambda one: (one.in_force_from, one.edition)))

    def officials(self, unit_id: int, day: datetime.date) -> list[int]:
        """Ids of the persons who vote in this cell on that day."""
        return [stay.person for stay in self.stays[unit_id] if stay.official(day)]

    def members(self, unit_id: int, day: datetime.date) -> int:
        return sum(stay.since <= day and (stay.until is None or day < stay.until) for stay in self.stays[unit_id])

    def together(self, unit_id: int, day: datetime.date) -> list[int]:
        """Those of the officials who have been here for a year, so that they may introduce; all where too few have.

        Without those who hold a seat above the cells, who may have to verify or to decide later.
        """
        a_year_ago = day - 365 * ONE_DAY
        officials = [stay for stay in self.stays[unit_id] if stay.official(day)]
        free = [stay for stay in officials if stay.person not in self._above]
        longer = [stay.person for stay in free if stay.since <= a_year_ago]
        return longer if len(longer) >= FEWEST_OFFICIAL else [stay.person for stay in free or officials]

    def together_since(self, unit_id: int, person: int, day: datetime.date) -> datetime.date:
        """Since when this official has been here; whoever was taken where too few have been here for a year came with
        the candidate from another office, a year before."""
        since = min(stay.since for stay in self.stays[unit_id] if stay.person == person)
        return min(since, day - 366 * ONE_DAY)

    def delegated(self, committee: Unit | None, day: datetime.date) -> bool:
        return committee is not None and any(
            one.unit_id == committee.pk and one.in_force(day) for one in self._authorities
        )

    def route(self, cell: Cell, day: datetime.date) -> str:
        if cell.committee is None:
            return Case.Route.GRASSROOTS_CELL
        if self.delegated(cell.committee, day):
            return Case.Route.DELEGATED
        return Case.Route.DEPARTMENTAL if cell.department else Case.Route.ORDINARY

    def holders(self, capability: str, unit_id: int, day: datetime.date) -> list[User]:
        """Who may act there on that day, in the order of their user names."""
        key = (capability, unit_id, self._era(unit_id, day))
        if key not in self._holders:
            self._ask(day)
        users = [self.users[pk] for pk in self._holders[key]]
        return sorted(users, key=lambda user: user.username)

    def body(self, unit_id: int, day: datetime.date) -> int:
        """How many vote at this committee on that day."""
        key = (unit_id, self._era(unit_id, day))
        if key not in self._sizes:
            self._sizes[key] = access.committee_size(self.units[unit_id], day)
        return self._sizes[key]

    def works(self, cell: Cell, day: datetime.date) -> bool:
        """Whether a case of this cell can go its way on that day: units exist, seats are held, enough people vote."""
        delegated = self.delegated(cell.committee, day)
        above = [unit for unit in (cell.unit, cell.department, cell.committee, cell.bloc) if unit]
        return (
            all(unit.in_force(day) for unit in above)
            and len(self.officials(cell.unit.pk, day)) >= FEWEST_OFFICIAL
            and all(self.holders(capability, unit_id, day) for capability, unit_id in cell.seats_of(delegated))
            and (cell.committee is None or self.body(cell.committee.pk, day) > 0)
            and (delegated or self.body(cell.bloc.pk, day) > 0)
        )

    def _ask(self, day: datetime.date) -> None:
        """Everybody's seats of that day at once; they hold at each unit until something changes there."""
        found = access.holders(self._pairs, day)
        unknown = {pk for ids in found.values() for pk in ids} - self.users.keys()
        self.users |= User.objects.select_related("person").in_bulk(unknown)
        for (capability, unit_id), ids in found.items():
            self._holders[capability, unit_id, self._era(unit_id, day)] = ids

    def _era(self, unit_id: int, day: datetime.date) -> int:
        return bisect_right(self._turns[unit_id], day)

    def _turning_days(self) -> dict[int, list[datetime.date]]:
        """Unit id -> the days from which on other people hold its seats."""
        turns: dict[int, set[datetime.date]] = defaultdict(set)
        spans = [(unit.pk, unit.valid_from, unit.valid_to) for unit in self.units.values()]
        for unit_id, first, last in (*spans, *Seat.objects.values_list("unit", "starts", "ends")):
            turns[unit_id] |= {first} | ({last + ONE_DAY} if last else set())
        return {unit_id: sorted(days) for unit_id, days in turns.items()}


def _cells(units: list[Unit]) -> list[Cell]:
    by_path = {unit.path: unit for unit in units}

    def cell(unit: Unit) -> Cell:
        paths = (unit.path[: Unit.steplen * depth] for depth in range(1, unit.depth))
        above = {by_path[path].kind: by_path[path] for path in paths}
        kinds = Unit.Kind
        return Cell(
            unit,
            above.get(kinds.DEPARTMENTAL_COMMITTEE),
            above.get(kinds.GRASSROOTS_COMMITTEE),
            above[kinds.BLOC],
        )

    return [cell(unit) for unit in units if unit.kind in Unit.CELLS]


def _acting_pairs(units: object) -> list[tuple[str, int]]:
    """Every (capability, unit) at which somebody may act on a case."""
    acting = {capability: roles.places_of(capability) for capability in _ACTING}
    return [(capability, unit.pk) for unit in units for capability, kinds in acting.items() if unit.kind in kinds]  # type: ignore[attr-defined]


_ACTING = (
    *(roles.NOMINATE, roles.PREPARE_FILE, roles.RECORD_VOTE, roles.RUN_COURSE, roles.VERIFY),
    *(roles.APPRAISE_DEPARTMENT, roles.APPROVE_GRASSROOTS, roles.APPRAISE_BLOC, roles.DECIDE_BLOC),
)
