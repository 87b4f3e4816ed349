"""When open cases will be decided, and which deadlines will be missed, if all goes on as it went.

The days from the arrival at a step to the decision are known from the past, of the whole bloc, by route; of those past
cases the ones are asked that had waited as long as this one has. An interval leaves out the fastest and the slowest
tenth. How often such intervals were right is found on months that they were not made from.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from django.db.models import Count, Q, QuerySet, Sum

from insights.models import DaysTally, Span, Stay
from insights.waits.figures import curves_of
from insights.waits.scope import Scope
from insights.waits.standing import Standing, standing
from insights.waits.survival import Curve, curve, together
from insights.waits.ways import months_after
from orgs.models import Unit

# Of the past: this many months are learnt from.
LEARNT = 36
# When intervals are examined, they are learnt from the months before these and tried on the cases that came in these.
TRIED = 12
FASTEST, SLOWEST = 0.1, 0.9
# Fewer past cases make no forecast.
ENOUGH = 20

Way = tuple[str, str]
# Step -> how long it takes.
Pace = Mapping[str, Curve]
# Days until its day, step, days waited.
Breaking = tuple[int, str, int]
_Days = Mapping[Way, Mapping[int, int]]


@dataclass(frozen=True)
class Interval:
    """Days on which the decision is expected, at the earliest and at the latest; `latest` is None where so many were
    not seen to be decided."""

    earliest: datetime.date
    latest: datetime.date | None


@dataclass(frozen=True)
class Coverage:
    """Of so many cases of the past months, the share for which the interval was right; `expected` is what it claims."""

    cases: int
    share: float
    expected: float = SLOWEST - FASTEST

    @property
    def percent(self) -> int:
        return round(self.share * 100)


class Forecasts:
    """Curves of the way from each step, by route; where a route has too few cases, of all of them."""

    def __init__(
        self, curves: Mapping[Way, Curve], today: datetime.date, of_any_route: Mapping[str, Curve] | None = None
    ) -> None:
        self._curves = curves
        self._of_any_route = of_any_route or {}
        self._today = today

    def of(self, step: str, route: str, opened_on: datetime.date) -> Interval | None:
        """For a case that came to this step on that day; None where the past says too little."""
        past = self._past(step, route)
        if past is None:
            return None
        waited = max(0, (self._today - opened_on).days)
        earliest, latest = past.quantile_from(waited, FASTEST), past.quantile_from(waited, SLOWEST)
        if earliest is None:
            return None
        first = opened_on + datetime.timedelta(days=max(earliest, waited))
        last = None if latest is None else opened_on + datetime.timedelta(days=max(latest, waited))
        return Interval(max(first, self._today), last)

    def chance(self, step: str, route: str, opened_on: datetime.date, days: int) -> float:
        """That such a case is decided within so many days from today; 0 where the past says too little or nobody has
        ever waited so long."""
        past, waited = self._past(step, route), max(0, (self._today - opened_on).days)
        still = past.share_after(waited) if past else 0.0
        return 1 - past.share_after(waited + days) / still if past and still > 0 else 0.0

    def _past(self, step: str, route: str) -> Curve | None:
        """Of this route, else of any; None where these are too few too."""
        for past in (self._curves.get((step, route)), self._of_any_route.get(step)):
            if past is not None and past.cases >= ENOUGH:
                return past
        return None


def forecasts_for(scope: Scope) -> Forecasts:
    """Two statements, three where the unit is not the bloc itself."""
    this_month = scope.today.replace(day=1)
    ended, still = _days(scope, bloc_of(scope.unit), months_after(this_month, -LEARNT), this_month)
    by_step = {
        step: curve(*(together(days for way, days in of_ways.items() if way[0] == step) for of_ways in (ended, still)))
        for step in {step for step, _route in {*ended, *still}}
    }
    return Forecasts(_curves(ended, still), scope.today, by_step)


def coverage_of(scope: Scope) -> Coverage | None:
    """How often the intervals were right, over every step and route with enough cases; None where there are too few."""
    bloc = bloc_of(scope.unit)
    this_month = scope.today.replace(day=1)
    first = months_after(this_month, -TRIED)
    learnt = _ways(scope, bloc, months_after(first, -LEARNT), months_after(first, -1))
    tried = _ways(scope, bloc, first, this_month)
    right = cases = 0.0
    for way, past in learnt.items():
        new = tried.get(way)
        if new is None or past.cases < ENOUGH or not new.ended:
            continue
        low, high = past.quantile(FASTEST), past.quantile(SLOWEST)
        within = (new.share_after(low - 1) if low else 1.0) - (new.share_after(high) if high is not None else 0.0)
        right += within * new.cases
        cases += new.cases
    return Coverage(int(cases), right / cases) if cases else None


def pace_of_steps(scope: Scope) -> Pace:
    """How long each step takes in the whole bloc, in the usual period. Three statements, or four."""
    whole = scope.of_bloc(bloc_of(scope.unit))
    return curves_of(whole, standing(whole)).steps_at(whole)


def bloc_of(unit: Unit) -> Unit:
    """The one at the top of its tree; one statement where it is not the unit itself."""
    return unit if unit.depth == 1 else Unit.objects.get(path=unit.path[: Unit.steplen])


def _ways(scope: Scope, bloc: Unit, since: datetime.date, until: datetime.date) -> dict[Way, Curve]:
    """(step, route) -> how long it takes from there to the decision."""
    return _curves(*_days(scope, bloc, since, until))


def _curves(ended: _Days, still: _Days) -> dict[Way, Curve]:
    return {way: curve(ended.get(way, {}), still.get(way, {})) for way in {*ended, *still}}


def _days(scope: Scope, bloc: Unit, since: datetime.date, until: datetime.date) -> tuple[_Days, _Days]:
    """(step, route) -> days to the decision -> stays that came in these months; those decided, and those not. Two
    statements."""
    ended: dict[Way, Counter[int]] = defaultdict(Counter)
    still: dict[Way, Counter[int]] = defaultdict(Counter)
    sums = DaysTally.objects.filter(
        unit=bloc, to_decision=True, step__in=scope.steps, month__gte=since, month__lte=until
    ).values_list("step", "route", "days")
    for step, route, days, done, cut in sums.annotate(Sum("ended"), Sum("cut")).order_by():
        ended[step, route][days] += done
        still[step, route][days] += cut
    for step, route, opened_on, number in _undecided(scope, bloc, since, months_after(until, 1)):
        still[step, route][max(0, (scope.today - opened_on).days)] += number
    return ended, still


def _undecided(
    scope: Scope, bloc: Unit, since: datetime.date, before: datetime.date
) -> Iterable[tuple[str, str, datetime.date, int]]:
    """Cases on their way have been seen so long since each step at which they stood."""
    cases = Span.objects.filter(ended_on=None, unit__path__startswith=bloc.path, recognition=scope.recognition)
    rows = Stay.objects.filter(case__in=cases.values("case"), step__in=scope.steps)
    rows = rows.filter(opened_on__gte=since, opened_on__lt=before)
    return rows.values_list("step", "route", "opened_on").annotate(Count("opened_on")).order_by()


@dataclass(frozen=True)
class Break:
    """An open step that will be late: the day it is due, and the day by which half of such steps are done."""

    task_id: int
    case_id: int
    number: str
    unit: str
    step: str
    due_on: datetime.date
    expected: datetime.date | None


def breaking(open_now: Standing, pace: Pace) -> Counter[Breaking]:
    """How many open steps will be late, not late yet and not on hold: of whose like more than half took longer than
    until their day."""
    found: Counter[Breaking] = Counter()
    for step, steps in open_now.by_step.items():
        half: dict[int, float] = {}
        alike = Counter(zip(steps.waited, open_now.left[step], strict=True))
        for (waited, left), number in alike.items():
            if left is None or left < 0:
                continue
            if waited not in half:
                half[waited] = _half_done(pace.get(step), waited)
            if waited + left < half[waited]:
                found[left, step, waited] = number
    return found


def next_to_break(scope: Scope, pace: Pace, found: Counter[Breaking], number: int) -> list[Break]:
    """So many of those steps, of those due first. One statement, or none."""
    those, count = Q(), 0
    for left, step, waited in sorted(found):
        if count >= number:
            break
        due_on, opened_on = (scope.today + datetime.timedelta(days=days) for days in (left, -waited))
        those |= Q(step=step, due_on=due_on, opened_on=opened_on)
        count += found[left, step, waited]
    return list(_breaks_of(scope, pace, _due(scope).filter(those)))[:number] if those else []


def deadlines_that_will_break(scope: Scope, pace: Pace) -> list[Break]:
    """All of those steps, the first due first. One statement."""
    return list(_breaks_of(scope, pace, _due(scope)))


def _breaks_of(scope: Scope, pace: Pace, stays: QuerySet[Stay]) -> Iterator[Break]:
    rows = stays.values_list("task", "case", "case__number", "unit__name", "step", "opened_on", "due_on")
    for task, case, number, unit, step, opened_on, due_on in rows.order_by("due_on", "case__number"):
        half = _half_done(pace.get(step), max(0, (scope.today - opened_on).days))
        if due_on is not None and (due_on - opened_on).days < half:
            expected = None if half == inf else opened_on + datetime.timedelta(days=half)
            yield Break(task, case, number, unit, step, due_on, expected)


def _due(scope: Scope) -> QuerySet[Stay]:
    return Stay.objects.filter(
        scope.measured(months=False), ended_on=None, step__in=scope.steps, due_on__gte=scope.today
    )


def _half_done(past: Curve | None, waited: int) -> float:
    """By how many days from their arrival half of such steps are done that have waited so long; without end where so
    many were not seen to be, and 0 where the past says too little."""
    if past is None or past.cases < ENOUGH or past.share_after(waited) <= 0:
        return 0
    days = past.quantile_from(waited, 0.5)
    return inf if days is None else days
