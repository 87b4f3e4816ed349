"""Which cases there will be: when each begins, in which cell, for whom, and what is to become of it."""

from __future__ import annotations

import datetime
import random
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _

from admission_flow.rules.ages import months_between
from admission_flow.simulation import fates
from admission_flow.simulation.clock import DAY, WorkingTime
from admission_flow.simulation.fates import Fate
from admission_flow.simulation.pace import Pace, nominal
from admission_flow.simulation.roster import Cell, Roster, Stay
from admission_flow.simulation.ways import Rows, path_of, rows_before, with_detours
from orgs import demo
from orgs.models import Person

# Steps at which a case is left standing on purpose, the rare ones first.
LEFT_AT = (
    *("supplement", "consultation", "departmental_appraisal", "ceremony", "bloc_decision", "bloc_appraisal"),
    *("grassroots_approval", "cell_vote", "file_check", "verification", "opinions", "declaration", "course"),
)
# Units of the demo's accounts: in their cells something should wait for whoever looks around.
SHOWN = tuple(dict.fromkeys(code for code, _role in demo.SEATS))
_A_QUARTER = datetime.timedelta(days=91)
_LONGEST = 6 * _A_QUARTER
# A case can be pressed into this part of the time it usually takes.
_HURRIED = 0.4


class SimulationRefusedError(Exception):
    """The history can't be made as asked; the message is a sentence for the one who asked."""


@dataclass(frozen=True)
class Goal:
    """These rows of steps are to be done by that second."""

    by: int
    rows: Rows


@dataclass
class Plan:
    """One case to be. `person` and `decided_on` are set where the register knows who was admitted, and when."""

    number: int
    cell: Cell
    start: int
    fate: Fate
    goal: Goal | None = None
    person: Person | None = None
    decided_on: datetime.date | None = None


@dataclass
class Planner:
    roster: Roster
    clock: WorkingTime
    pace: Pace
    limit: int
    seed: int
    _weights: dict[int, list[int]] = field(default_factory=dict)
    _steady: dict[tuple[int, datetime.date], bool] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)

    def plan(self, number: int) -> list[Plan]:
        """So many cases, in the order in which they begin. Raises SimulationRefusedError."""
        plans: list[Plan] = []
        left_at = LEFT_AT[: number // 3]
        for place in range(number):
            rng = random.Random(f"{self.seed}:plan:{place}")
            plan = self._standing_at_the_end(left_at[place], rng) if place < len(left_at) else None
            plans.append(plan or self._any(place - len(left_at), rng))
        plans.sort(key=lambda plan: (plan.start, plan.cell.unit.path))
        for place, plan in enumerate(plans, start=1):
            plan.number = place
        return plans

    def _standing_at_the_end(self, step: str, rng: random.Random) -> Plan | None:
        """A case that comes to this step just before the end; None where the period or the bloc has no room for it."""
        fate = fates.left_at(step, rng)
        by = self.limit - rng.randrange(DAY // 2, 3 * DAY)
        on_path = {"supplement": "bloc_decision", "consultation": "bloc_decision", "ceremony": "bloc_decision"}
        if step in ("consultation", "ceremony"):
            sitting = self.pace.last_sitting(self.limit) or 0
            by = sitting * DAY - rng.randrange(DAY // 2, 3 * DAY)
            if by < self._register_ends:
                return None
        if by < 0:
            return None
        day = self.clock.day(by)

        def has_step(cell: Cell) -> bool:
            rows = path_of(cell, self.roster.delegated(cell.committee, day), fate.certificate)
            return any(on_path.get(step, step) in row for row in rows)

        place = LEFT_AT.index(step)
        shown = self._shown_cell(by, place // 2, has_step) if place % 2 == 0 else None
        cell = shown or self._cell(by, rng, has_step)
        if cell is None:
            return None
        rows = path_of(cell, self.roster.delegated(cell.committee, day), fate.certificate)
        before = rows_before(rows, on_path.get(step, step))
        lead = int(nominal(with_detours(before, fate)) * DAY * rng.uniform(1.0, 1.2))
        if by < lead * _HURRIED:
            return None
        return Plan(0, cell, max(by - lead, rng.randrange(1, DAY)) if before else by, fate, Goal(by, before))

    def _any(self, place: int, rng: random.Random) -> Plan:
        """A case that begins at any time; the first ones take the featured fates, early enough to come to their end."""
        start, fate, route = rng.randrange(self.limit + 1), fates.usual(rng), ""
        if 0 <= place < len(fates.FEATURED):
            route, fate = fates.FEATURED[place]
            start = rng.randrange(max(1, self.limit // 3))

        def on_route(cell: Cell) -> bool:
            return self.roster.route(cell, self.clock.day(start)) == route

        cell = (self._cell(start, rng, on_route) if route else None) or self._cell(start, rng)
        if cell is None:
            day = f"{self.clock.day(start):%d/%m/%Y}"
            raise SimulationRefusedError(
                _("No cell can take a case through on %(day)s: load seats and members for that time.") % {"day": day}
            )
        path = path_of(cell, self.roster.delegated(cell.committee, self.clock.day(start)), fate.certificate)
        if fate.withdrawn_at and not any(fate.withdrawn_at in row for row in path):
            fate = replace(fate, withdrawn_at="cell_vote")
        # The register tells who was admitted in its time.
        expected = start + int(nominal(rows_before(path, "ceremony")) * DAY)
        if fate.admits and expected < min(self._register_ends, self.limit):
            known = self._registered(expected, fate, rng)
            if known is not None:
                return known
            start = self._after_the_register(rng)
            cell = self._cell(start, rng) or cell
        return Plan(0, cell, start, fate)

    @cached_property
    def _register_ends(self) -> int:
        """The first second of which the register says nothing."""
        as_of = self.roster.as_of
        return self.clock.opening(as_of + datetime.timedelta(days=1)) if as_of else 0

    def _after_the_register(self, rng: random.Random) -> int:
        if self.limit <= self._register_ends:
            raise SimulationRefusedError(
                _(
                    "The register names only %(number)s people who were admitted in this period in a way that can be "
                    "retold; ask for fewer cases, or for a longer period."
                )
                % {"number": len(self._admissions)}
            )
        return rng.randrange(max(0, self._register_ends - 60 * DAY), self.limit + 1)

    @cached_property
    def _admissions(self) -> list[tuple[int, Stay, Cell]]:
        """Rows of the register that tell of an admission in this very cell and period, by the decision's second."""
        found: list[tuple[int, Stay, Cell]] = []
        a_year = datetime.timedelta(days=365)
        for cell in self.roster.cells:
            for stay in self.roster.stays[cell.unit.pk]:
                told_here = stay.register and not stay.moved_in_from and stay.since == stay.joined_on
                stayed = stay.until is None or stay.until > stay.joined_on + a_year
                if told_here and stayed and stay.person not in self.roster.candidates:
                    second = self.clock.opening(stay.joined_on)
                    if self.clock.days[0] < stay.joined_on and second + DAY <= self.limit:
                        found.append((second, stay, cell))
        return sorted(found, key=lambda one: (one[0], one[2].unit.path, one[1].person))

    @cached_property
    def _people(self) -> dict[int, Person]:
        return Person.objects.in_bulk([stay.person for _second, stay, _cell in self._admissions])

    def _registered(self, expected: int, fate: Fate, rng: random.Random) -> Plan | None:
        """The nearest admission to that second that the register tells of, if one is left that can be retold."""
        middle = bisect_left(self._admissions, expected, key=lambda one: one[0])
        order = sorted(range(len(self._admissions)), key=lambda place: abs(place - middle))
        for place in order:
            if place in self._used:
                continue
            by, stay, cell = self._admissions[place]
            delegated = self.roster.delegated(cell.committee, stay.joined_on)
            decided_at = "grassroots_approval" if delegated else "bloc_decision"
            fate = fates.straight_through(fate, decided_at)
            before = rows_before(path_of(cell, delegated, fate.certificate), decided_at)
            lead = int(nominal(with_detours(before, fate)) * DAY * rng.lognormvariate(0.1, 0.15))
            if by < lead * _HURRIED:
                continue
            began = max(by - lead, rng.randrange(1, DAY))
            day, person = self.clock.day(began), self._people[stay.person]
            of_age = months_between(person.birth_date, day) > 18 * 12
            of_age = of_age and months_between(person.birth_date, stay.joined_on) <= 60 * 12
            lost_authority = not delegated and self.roster.delegated(cell.committee, day)
            if lost_authority or not of_age or not self._is_steady(cell, began):
                continue
            self._used.add(place)
            return Plan(0, cell, began, fate, Goal(by, before), person, stay.joined_on)
        return None

    def _cell(self, start: int, rng: random.Random, accept: Callable[[Cell], bool] | None = None) -> Cell | None:
        """A cell by chance, the larger the likelier, that can take a case through from then on."""
        cells = self.roster.cells
        weights: Sequence[int] = self._weights_on(start)
        if accept:
            weights = [weight if accept(cell) else 0 for cell, weight in zip(cells, weights, strict=True)]
        while any(weights):
            place = rng.choices(range(len(cells)), weights)[0]
            if self._is_steady(cells[place], start):
                return cells[place]
            weights = [*weights[:place], 0, *weights[place + 1 :]]
        return None

    def _shown_cell(self, start: int, turn: int, accept: Callable[[Cell], bool]) -> Cell | None:
        """The next in turn of the cells that the demo shows, where one of them will do."""
        codes = {cell.unit.code: cell for cell in self.roster.cells}
        shown = [codes[code] for code in SHOWN if code in codes]
        turned = [shown[(turn + place) % len(shown)] for place in range(len(shown))]
        return next((cell for cell in turned if accept(cell) and self._is_steady(cell, start)), None)

    def _weights_on(self, start: int) -> list[int]:
        month = self.clock.day(start).replace(day=1)
        key = month.toordinal()
        if key not in self._weights:
            self._weights[key] = [self.roster.members(cell.unit.pk, month) for cell in self.roster.cells]
        return self._weights[key]

    def _is_steady(self, cell: Cell, start: int) -> bool:
        """Whether a case of this cell can go its way from then on, asked quarter by quarter."""
        first, last = self.clock.day(start), self.clock.day(self.limit)
        days = [first]
        while days[-1] < min(last, first + _LONGEST):
            following = days[-1] + _A_QUARTER
            days.append(following.replace(day=1))
        days[-1] = min(days[-1], last)
        return all(self._works(cell, day) for day in days)

    def _works(self, cell: Cell, day: datetime.date) -> bool:
        key = (cell.unit.pk, day)
        if key not in self._steady:
            self._steady[key] = self.roster.works(cell, day)
        return self._steady[key]
