"""The board of one scope: where cases wait, and which part of the wait it is. A constant number of statements."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.flows import SUPPLEMENTS
from admission_flow.models import StepTarget
from admission_flow.queries.listing import step_title
from insights.waits import figures
from insights.waits.figures import SHOWN_PARTS, Curves
from insights.waits.forecasts import ENOUGH as ENOUGH_TO_FORECAST
from insights.waits.forecasts import Break, Breaking, Pace, breaking, next_to_break, pace_of_steps
from insights.waits.scope import Scope
from insights.waits.standing import Standing, Waiting, standing
from insights.waits.survival import Curve
from insights.waits.tallying import DECIDED, OPENED
from insights.waits.ways import months_after
from orgs.models import Unit
from planning.plans.queries import number_of_year

# Fewer cases tell a story, not a pace: such a place is not called slow.
ENOUGH = 5
# By so many standard deviations fewer must have ended than elsewhere: one unit in some seven hundred would by chance.
CHANCE = 3
_SLOW = 1.25
# Units that a table shows unless all are asked for.
BUSIEST = 15
NEXT = 6
DAY = 86_400
# Steps that only an outcome leads to.
ASIDE = SUPPLEMENTS | {"consultation"}
PART_WORDS: dict[str, str | Promise] = {
    "unseen": _("not looked at yet"),
    "untaken": _("looked at, not taken"),
    "sitting": _("waiting for a sitting or a class"),
    "outside": _("waiting for an answer from outside"),
    "supplement": _("in supplement"),
    "held": _("on hold"),
    "off": _("days off"),
    "hands": _("in hand"),
}
# From which share of what is usual (the whole unit's median; for itself, the target) on a place has which colour.
_HEAT = ((0.0, "fast"), (0.8, "usual"), (1.25, "slow"), (1.75, "slower"), (2.5, "slowest"))
HEAT_WORDS: tuple[tuple[str, str | Promise], ...] = (
    ("fast", _("below 0.8 times")),
    ("usual", _("as usual")),
    ("slow", _("from 1.25 times on")),
    ("slower", _("from 1.75 times on")),
    ("slowest", _("from 2.5 times on")),
)


@dataclass(frozen=True)
class Cell:
    """A unit at a step. `over` says that more than half were still waiting after the longest time seen."""

    unit: Unit
    step: str
    curve: Curve
    heat: str

    @property
    def median(self) -> int | None:
        return self.curve.median

    @property
    def is_slow(self) -> bool:
        return self.heat in ("slow", "slower", "slowest")

    @property
    def over(self) -> int | None:
        return self.curve.seen if self.curve.cases and self.median is None else None

    @property
    def slow_by(self) -> int:
        """The median, or what is known of it."""
        return self.median if self.median is not None else self.curve.seen


@dataclass(frozen=True)
class Row:
    unit: Unit
    cells: Sequence[Cell]

    @property
    def cases(self) -> int:
        """How often a case came to one of the steps."""
        return sum(cell.curve.cases for cell in self.cells)


@dataclass(frozen=True)
class SlowUnit:
    """A unit whose steps all together took about so many `times` as long as everywhere."""

    unit: Unit
    stays: int
    times: float


@dataclass(frozen=True)
class Share:
    """A part of a step's wait: its seconds a stay, as days, and its share in whole percent."""

    part: str
    words: str | Promise
    days: float
    percent: int


@dataclass(frozen=True)
class StepLine:
    """A step in the funnel and the tables of age and pace."""

    step: str
    title: str
    reached: int
    waiting: Waiting
    curve: Curve


@dataclass(frozen=True)
class Month:
    """Cases opened, decided and closed in it; `admitted` are those that closed so, or as recognised; `at_end` is how
    many were in progress at its end."""

    month: datetime.date
    opened: int
    admitted: int
    decided: int
    closed: int
    at_end: int


@dataclass(frozen=True)
class Target:
    """A year's number, in proportion to the months shown. `percent` is how much of it is reached; `of_plan` that nobody
    typed it."""

    a_year: int
    here: float
    percent: int
    of_plan: bool

    @property
    def a_month(self) -> float:
        return self.a_year / 12


class Board:
    """Everything of one scope; each table is read when the page asks for it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def curves(self) -> Curves:
        return figures.curves_of(self.scope, self._standing)

    @cached_property
    def whole(self) -> Curve:
        """From nomination, or the ceremony, to the decision."""
        return self.curves.at(self.scope.unit.pk, self.scope.filters.flow)

    @cached_property
    def steps(self) -> list[str]:
        """Those at which any case of the scope has stood."""
        unit = self.scope.unit.pk
        return [
            step for step in self.scope.steps if self.curves.at(unit, step).cases or self._waiting_by_step[step].open
        ]

    @cached_property
    def rows(self) -> list[Row]:
        """The heat map: the unit itself, then those under it that have cases, in their order."""
        rows = [self._row(self.scope.unit), *(self._row(unit) for unit in self.scope.children)]
        return [row for row in rows if row.cases]

    @property
    def shown_rows(self) -> list[Row]:
        """The busiest, or all where all are asked for."""
        if self.scope.filters.rows or len(self.rows) <= BUSIEST + 1:
            return self.rows
        least = sorted((row.cases for row in self.rows[1:]), reverse=True)[BUSIEST - 1]
        return [self.rows[0], *[row for row in self.rows[1:] if row.cases >= least][:BUSIEST]]

    def _row(self, unit: Unit) -> Row:
        return Row(unit, [self._cell(unit, step) for step in self.steps])

    def _cell(self, unit: Unit, step: str) -> Cell:
        here = self.curves.at(unit.pk, step)
        whole = unit == self.scope.unit
        usual = self.expected.get(step) if whole else self.curves.at(self.scope.unit.pk, step).median
        return Cell(unit, step, here, self._heat(here, usual))

    def _heat(self, here: Curve, usual: int | None) -> str:
        if here.cases < ENOUGH or not usual:
            return ""
        ratio = (here.median if here.median is not None else max(here.seen, usual * 3)) / usual
        return [name for least, name in _HEAT if ratio >= least][-1]

    @cached_property
    def expected(self) -> dict[str, int]:
        """Step -> the office's own target as calendar days, of steps that have one."""
        rows = StepTarget.objects.filter(step__in=self.scope.steps).values_list("step", "working_days")
        return {step: round(days * 7 / 5) for step, days in rows}

    @cached_property
    def slowest_step(self) -> Cell | None:
        """Of steps with enough cases, the one whose median is largest against its target; without any target the one
        with the longest median. A step that is long by its nature does not hide one that has become slow."""
        cells = [cell for cell in map(self._whole_cell, self.steps) if cell.curve.cases >= ENOUGH]
        measured = [cell for cell in cells if self.expected.get(cell.step)]
        return max(measured or cells, key=self._slowness, default=None)

    @property
    def within_target(self) -> bool:
        """Whether even the slowest step keeps its target."""
        return bool(self.slowest_step and self.slowest_target and self.slowest_step.slow_by <= self.slowest_target)

    @property
    def slowest_target(self) -> int | None:
        return self.expected.get(self.slowest_step.step) if self.slowest_step else None

    def _slowness(self, cell: Cell) -> float:
        return cell.slow_by / self.expected.get(cell.step, 1)

    def _whole_cell(self, step: str) -> Cell:
        return self._cell(self.scope.unit, step)

    @cached_property
    def slowest_places(self) -> list[Cell]:
        """Units at steps that are slower than the whole unit by the most days."""
        usual = {step: self._whole_cell(step).slow_by for step in self.steps}
        cells = [cell for row in self.rows if row.unit != self.scope.unit for cell in row.cells]
        return sorted((cell for cell in cells if cell.is_slow), key=lambda cell: usual[cell.step] - cell.slow_by)[:5]

    @cached_property
    def slow_altogether(self) -> list[SlowUnit]:
        """Units that are slow beyond what chance explains when all their steps are taken together, the slowest first:
        so a unit is found whose cases are too few at each single step."""
        whole = self.scope.unit.pk
        found = []
        for unit in self.scope.children:
            places = [(self.curves.at(whole, step), self.curves.at(unit.pk, step)) for step in self.steps]
            stays = sum(here.cases for _all, here in places)
            expected = sum(usual.expected_of(here) for usual, here in places if here.cases)
            ended = sum(here.ended for _all, here in places)
            times = expected / max(ended, 1)
            if stays >= ENOUGH and times >= _SLOW and expected - ended >= CHANCE * sqrt(expected):
                found.append(SlowUnit(unit, stays, times))
        return sorted(found, key=lambda one: (-one.times, one.unit.path))[:3]

    @property
    def units_compared(self) -> int:
        return len(self.rows) - 1

    @property
    def slow_units(self) -> int:
        """How many of them are slow at a step."""
        rows = (row for row in self.rows if row.unit != self.scope.unit)
        return sum(any(cell.is_slow for cell in row.cells) for row in rows)

    @property
    def usual_at_slowest_place(self) -> Curve:
        return self.curves.at(self.scope.unit.pk, self.slowest_places[0].step)

    @cached_property
    def slowest_units(self) -> list[Cell]:
        """Units whose whole way takes longer than that of all of them, the slowest first."""
        flow = self.scope.filters.flow
        usual = Cell(self.scope.unit, flow, self.whole, "").slow_by
        cells = [Cell(unit, flow, self.curves.at(unit.pk, flow), "") for unit in self.scope.children]
        slow = [cell for cell in cells if cell.curve.cases >= ENOUGH and cell.slow_by > usual]
        return sorted(slow, key=lambda cell: (-cell.slow_by, cell.unit.path))[:5]

    @cached_property
    def looked_into(self) -> str:
        """The step whose parts are shown: the one asked for, else the slowest."""
        if self.scope.filters.step:
            return self.scope.filters.step
        return self.slowest_step.step if self.slowest_step else (self.steps[0] if self.steps else "")

    @cached_property
    def _parts(self) -> Mapping[str, Counter[str]]:
        return figures.parts_of(self.scope)

    def parts_at(self, step: str) -> list[Share]:
        sums = self._parts.get(step, Counter())
        total, stays = sum(sums[part] for part in SHOWN_PARTS), sums["stays"]
        # Of very few, their parts would be a single case's, which who sees lists only is not told.
        if not total or not stays or (stays < ENOUGH and not self.scope.sees_file):
            return []
        percents = _whole_percents([sums[part] / total for part in SHOWN_PARTS])
        return [
            Share(part, PART_WORDS[part], sums[part] / stays / DAY, percent)
            for part, percent in zip(SHOWN_PARTS, percents, strict=True)
        ]

    @cached_property
    def parts(self) -> list[Share]:
        return self.parts_at(self.looked_into)

    @property
    def main_part(self) -> Share | None:
        """The longest that somebody could shorten; nobody works less on days off."""
        parts = [share for share in self.parts if share.part != "off"]
        return max(parts, key=lambda share: share.days, default=None)

    @cached_property
    def parts_table(self) -> list[tuple[str, list[Share], int]]:
        """Every step with its parts and the number of stays."""
        return [(step, self.parts_at(step), self._parts[step]["stays"]) for step in self.steps if step in self._parts]

    @cached_property
    def _standing(self) -> Standing:
        return standing(self.scope)

    @cached_property
    def _waiting_by_step(self) -> Mapping[str, Waiting]:
        found = {step: steps.waiting for step, steps in self._standing.by_step.items()}
        return defaultdict(Waiting, found)

    @cached_property
    def waiting(self) -> Waiting:
        """At all steps."""
        return sum(self._waiting_by_step.values(), Waiting())

    @cached_property
    def lines(self) -> list[StepLine]:
        """The funnel and the table of ages, in the order of the procedure."""
        reached = self._reached
        return [
            StepLine(
                step,
                step_title(step),
                reached[step],
                self._waiting_by_step[step],
                self.curves.at(self.scope.unit.pk, step),
            )
            for step in self.steps
        ]

    @cached_property
    def _reached(self) -> Counter[str]:
        return figures.reached(self.scope)

    @property
    def opened(self) -> int:
        return self._reached[OPENED]

    @property
    def waiting_there(self) -> Waiting:
        """What the table by unit is of: of the step asked for, else all."""
        step = self.scope.filters.waits_at
        return self._waiting_by_step[step] if step else self.waiting

    @cached_property
    def waiting_by_unit(self) -> list[tuple[Unit, Waiting]]:
        """The same of each unit directly under that has any, the most first."""
        step, standing = self.scope.filters.waits_at, self._standing
        found = (
            (unit, standing.at(unit.pk, step) if step else standing.by_unit.get(unit.pk))
            for unit in self.scope.children
        )
        rows = [(unit, steps.waiting) for unit, steps in found if steps]
        return sorted(rows, key=lambda row: -row[1].open)

    @property
    def shown_by_unit(self) -> list[tuple[Unit, Waiting]]:
        return self.waiting_by_unit if self.scope.filters.rows else self.waiting_by_unit[:BUSIEST]

    @cached_property
    def months(self) -> list[Month]:
        return list(self._months())

    def _months(self) -> Iterator[Month]:
        by_month = figures.cases_by_month(self.scope)
        open_now = sum(_moved(counts) for month, counts in by_month.items() if month < self.scope.since)
        for month in self.scope.months():
            counts = by_month.get(month, Counter())
            open_now += _moved(counts)
            good = counts["admitted"] + counts["recognised"]
            yield Month(month, counts[OPENED], good, counts[DECIDED], _closed(counts), open_now)

    @cached_property
    def _pace(self) -> Pace:
        return self.curves.steps_at(self.scope) if self.scope.is_bloc else pace_of_steps(self.scope)

    @cached_property
    def _breaking(self) -> Counter[Breaking]:
        return breaking(self._standing, self._pace)

    @property
    def breaks(self) -> int:
        """How many deadlines will be missed if nothing changes."""
        return self._breaking.total()

    @property
    def untold(self) -> int:
        """Steps in progress, not late yet, of whose like the past says too little."""
        steps = (step for step, past in self._pace.items() if past.cases < ENOUGH_TO_FORECAST)
        return sum(self._waiting_by_step[step].open - self._waiting_by_step[step].late for step in steps)

    @property
    def in_time(self) -> int:
        """How many will be done by their day."""
        return self.waiting.open - self.waiting.late - self.breaks - self.untold

    @cached_property
    def next_breaks(self) -> list[Break]:
        """The next of them."""
        return next_to_break(self.scope, self._pace, self._breaking, NEXT)

    @property
    def good(self) -> int:
        """Admitted, or recognised, in these months."""
        return sum(month.admitted for month in self.months)

    @property
    def decided(self) -> int:
        return sum(month.decided for month in self.months)

    @property
    def last_line(self) -> StepLine | None:
        """Of the way forward the last step at which a case has stood."""
        forward = [line for line in self.lines if line.step not in ASIDE and line.reached]
        return forward[-1] if forward else None

    @cached_property
    def target(self) -> Target | None:
        """What was asked for in the address, else the unit's plan of the year; a month that has just begun counts by
        its days."""
        typed = self.scope.filters.target
        a_year = int(typed) if typed else self._planned
        if not a_year:
            return None
        here = a_year / 12 * sum(self._over_of(month.month) for month in self.months)
        return Target(a_year, here, round(100 * self.good / here) if here else 0, of_plan=not typed)

    @property
    def _planned(self) -> int | None:
        """Plans are of admissions, whatever their route. One statement, or none."""
        if self.scope.recognition or self.scope.filters.route or self.scope.filters.generation:
            return None
        return number_of_year(self.scope.unit, self.scope.until.year)

    def _over_of(self, month: datetime.date) -> float:
        """The share of this month that is over."""
        days = (months_after(month, 1) - month).days
        return min(1.0, max(0, (self.scope.today - month).days + 1) / days)


def _moved(counts: Counter[str]) -> int:
    """By how many the cases in progress became more."""
    return counts[OPENED] - _closed(counts)


def _closed(counts: Counter[str]) -> int:
    return sum(number for what, number in counts.items() if what not in (OPENED, DECIDED))


def _whole_percents(shares: Sequence[float]) -> list[int]:
    """Whole percents that make a hundred: the largest remainders are rounded up."""
    floors = [int(share * 100) for share in shares]
    order = sorted(range(len(shares)), key=lambda place: floors[place] - shares[place] * 100)
    for place in order[: 100 - sum(floors)]:
        floors[place] += 1
    return floors
