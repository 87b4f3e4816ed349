"""The sums of one scope, read: days by unit and step as curves, seconds by part, cases by month. A few statements each,
whatever the number of cases."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Func, IntegerField, Q, Sum, Value
from django.db.models.functions import Substr

from insights.models import CasesTally, DaysTally, PartsTally, Span, Stay
from insights.waits import paces
from insights.waits.scope import Scope
from insights.waits.survival import Curve, curve
from insights.waits.tallying import OPENED, PARTS

# In which a wait is shown; "hands" last, since it is the one nobody waits in vain for.
SHOWN_PARTS = ("unseen", "untaken", "sitting", "outside", "supplement", "held", "off", "hands")
# Days of waiting, both included.
AGES: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 30), (31, 90), (91, None))

Place = tuple[int, str]
Standing = Mapping[Place, "Stood"]


@dataclass(frozen=True)
class Curves:
    """How long each step takes, by unit id and step; the whole way under the flow's name."""

    by_place: dict[Place, Curve]

    def at(self, unit: int, step: str) -> Curve:
        return self.by_place.get((unit, step)) or curve({}, {})

    def steps_at(self, scope: Scope) -> dict[str, Curve]:
        """Those of the scope's own unit."""
        return {step: self.at(scope.unit.pk, step) for step in scope.steps}


def curves_of(scope: Scope, standing: Standing) -> Curves:
    """Of the unit and of each directly under it; `standing` is what is open there. Two statements, or three where the
    period is not the usual one."""
    ended: dict[Place, Counter[int]] = defaultdict(Counter)
    still: dict[Place, Counter[int]] = defaultdict(Counter)
    for unit, step, days, done, cut in _days_of(scope):
        for found, numbers in ((ended, done), (still, cut)):
            found[unit, step].update({day: number for day, number in zip(days, numbers, strict=True) if number})
    _add_open(scope, standing, still)
    places = {*ended, *still}
    return Curves({place: curve(ended[place], still[place]) for place in places})


def _days_of(scope: Scope) -> Iterable[paces.Row]:
    wanted = [scope.unit.pk, *(unit.pk for unit in scope.children)]
    steps = [*scope.steps, scope.filters.flow]
    rows = paces.rows_of(scope, wanted, steps)
    if rows is not None:
        return rows
    tallies = DaysTally.objects.filter(scope.sliced(), unit__in=wanted, step__in=steps, to_decision=False)
    by_day = tallies.values_list("unit", "step", "days").annotate(Sum("ended"), Sum("cut")).order_by()
    return ((unit, step, [days], [done], [cut]) for unit, step, days, done, cut in by_day)


def _days_until(today: datetime.date) -> Func:
    """Days since the arrival as a number; a difference of dates in Django's words would be an interval."""
    difference = "GREATEST(0, %(expressions)s)"
    return Func(Value(today), F("opened_on"), template=difference, arg_joiner=" - ", output_field=IntegerField())


def _add_open(scope: Scope, standing: Standing, still: dict[Place, Counter[int]]) -> None:
    """What is open counts for as long as it has been seen open, at its unit and at the one above."""
    longest = (scope.today - scope.since).days
    shortest = max(0, (scope.today - scope.after_last_month).days + 1)
    flow = scope.filters.flow
    for (unit, step), waited in [
        *((place, one.waited) for place, one in standing.items()),
        *(((unit, flow), waited) for unit, waited in _open_cases(scope).items()),
    ]:
        days = Counter(waited[bisect_left(waited, shortest) : bisect_right(waited, longest)])
        still[scope.unit.pk, step].update(days)
        if unit:
            still[unit, step].update(days)


def _open_cases(scope: Scope) -> dict[int, list[int]]:
    """Id of the unit directly under, 0 for none -> days since each open case began, rising. One statement."""
    spans = Span.objects.filter(scope.measured(months=False), ended_on=None, recognition=scope.recognition)
    rows = spans.values_list(_child_of(scope)).annotate(waited=ArrayAgg(_days_until(scope.today))).order_by()
    by_path = _ids(scope)
    return {by_path.get(path, 0): sorted(waited) for path, waited in rows}


def parts_of(scope: Scope) -> dict[str, Counter[str]]:
    """Step -> seconds of each part, with "stays" and "supplements", their numbers. One statement."""
    names = ("stays", "supplements", *PARTS, "supplement")
    tallies = PartsTally.objects.filter(scope.sliced(), unit=scope.unit, step__in=scope.steps)
    rows = tallies.values_list("step").annotate(*map(Sum, names)).order_by()
    return {step: Counter(dict(zip(names, sums, strict=True))) for step, *sums in rows}


def cases_by_month(scope: Scope) -> dict[datetime.date, Counter[str]]:
    """Month -> cases opened, and closed by outcome, of all months up to the last. One statement."""
    found: dict[datetime.date, Counter[str]] = defaultdict(Counter)
    rows = CasesTally.objects.filter(
        scope.sliced(months=False), unit=scope.unit, recognition=scope.recognition, month__lte=scope.until
    ).exclude(step__in=scope.steps)
    for month, what, number in rows.values_list("month", "step").annotate(Sum("cases")).order_by():
        found[month][what] += number
    return dict(found)


def reached(scope: Scope) -> Counter[str]:
    """Step -> how many of the cases opened in these months have ever stood there, and "opened". One statement."""
    rows = CasesTally.objects.filter(
        scope.sliced(), unit=scope.unit, recognition=scope.recognition, step__in=(*scope.steps, OPENED)
    )
    return Counter(dict(rows.values_list("step").annotate(Sum("cases")).order_by()))


def late_on(today: datetime.date) -> Q:
    """Condition on open stays: past their day, of cases not on hold."""
    return Q(due_on__lt=today)


def of_age(today: datetime.date, least: int, most: int | None) -> Q:
    """Condition on open stays: that have waited so many days."""
    condition = Q(opened_on__lte=today - datetime.timedelta(days=least)) if least else Q()
    if most is not None:
        condition &= Q(opened_on__gte=today - datetime.timedelta(days=most))
    return condition


@dataclass(frozen=True)
class Waiting:
    """Open steps by age, as in AGES, and how many of them are late."""

    ages: tuple[int, ...] = (0,) * len(AGES)
    late: int = 0

    @property
    def open(self) -> int:
        return sum(self.ages)

    def __add__(self, other: Waiting) -> Waiting:
        ages = (one + another for one, another in zip(self.ages, other.ages, strict=True))
        return Waiting(tuple(ages), self.late + other.late)


@dataclass(frozen=True)
class Stood:
    """Open steps: for how many days each has waited, rising; and how many are late."""

    waited: list[int]
    late: int

    @property
    def waiting(self) -> Waiting:
        ages = [_between(self.waited, least, most) for least, most in AGES]
        return Waiting(tuple(ages), self.late)


def standing(scope: Scope) -> Standing:
    """(id of the unit directly under, 0 for none; step) -> what is open, whenever it came. One statement."""
    stays = Stay.objects.filter(scope.measured(months=False), ended_on=None, step__in=scope.steps)
    rows = stays.values_list(_child_of(scope), "step").annotate(
        waited=ArrayAgg(_days_until(scope.today)), late=Count("opened_on", filter=late_on(scope.today))
    )
    by_path = _ids(scope)
    return {(by_path.get(path, 0), step): Stood(sorted(waited), late) for path, step, waited, late in rows.order_by()}


def _between(waited: list[int], least: int, most: int | None) -> int:
    end = len(waited) if most is None else bisect_right(waited, most)
    return end - bisect_left(waited, least)


def _child_of(scope: Scope) -> Substr:
    """The path of the unit directly under the scope's to which a row belongs."""
    return Substr("unit__path", 1, scope.child_depth)


def _ids(scope: Scope) -> dict[str, int]:
    return {unit.path: unit.pk for unit in scope.children}
