"""What stands open in one scope: how long each step has waited, and how long it has until its day. Read once; the ages,
the medians and the deadlines all come from it."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Func, IntegerField, Q, Value
from django.db.models.expressions import Combinable

from insights.models import Span, Stay
from insights.waits.scope import Scope

# Days of waiting, both included; one goes on where the other ends.
AGES: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 30), (31, 90), (91, None))
_LEAST = [least for least, _most in AGES]

# Id of the unit directly under, 0 for none; step.
Place = tuple[int, str]


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


@dataclass
class Open:
    """Open steps: days that each has waited, and how many of them are late."""

    waited: list[int] = field(default_factory=list)
    late: int = 0

    def add(self, waited: Iterable[int], late: int) -> None:
        self.waited.extend(waited)
        self.late += late

    @cached_property
    def after(self) -> Counter[int]:
        """Days -> how many have waited so long. To be asked when all are added."""
        return Counter(self.waited)

    @property
    def waiting(self) -> Waiting:
        ages = [0] * len(AGES)
        for days, number in self.after.items():
            ages[bisect_right(_LEAST, days) - 1] += number
        return Waiting(tuple(ages), self.late)


@dataclass(frozen=True)
class Standing:
    """The same open steps by place, by step, and by the unit directly under, which is 0 where there is none.

    `left`: by step, beside each of its `waited`, the days until its own day. These are below nothing for one that is
    late, None where there is no day or the case is on hold.
    """

    by_place: Mapping[Place, Open]
    by_step: Mapping[str, Open]
    by_unit: Mapping[int, Open]
    left: Mapping[str, list[int | None]]

    def at(self, unit: int, step: str) -> Open | None:
        return self.by_place.get((unit, step))


def standing(scope: Scope) -> Standing:
    """Whenever it came. One statement."""
    stays = Stay.objects.filter(scope.measured(months=False), ended_on=None, step__in=scope.steps)
    rows = stays.values_list("unit", "step").annotate(
        waited=ArrayAgg(_days_waited(scope.today)),
        left=ArrayAgg(_days(F("due_on"), Value(scope.today))),
        late=Count("due_on", filter=late_on(scope.today)),
    )
    by_place: dict[Place, Open] = defaultdict(Open)
    by_step: dict[str, Open] = defaultdict(Open)
    by_unit: dict[int, Open] = defaultdict(Open)
    left: dict[str, list[int | None]] = defaultdict(list)
    for unit_id, step, waited, days_left, late in rows.order_by():
        by_place[scope.under.get(unit_id, 0), step].add(waited, late)
        by_step[step].add(waited, late)
        left[step] += days_left
    for (unit, _step), those in by_place.items():
        by_unit[unit].add(those.waited, those.late)
    return Standing(by_place, by_step, by_unit, left)


def open_cases(scope: Scope) -> dict[int, Counter[int]]:
    """Id of the unit directly under, 0 for none -> days -> how many open cases began so long ago. One statement."""
    spans = Span.objects.filter(scope.measured(months=False), ended_on=None, recognition=scope.recognition)
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for unit, waited in spans.values_list("unit").annotate(waited=ArrayAgg(_days_waited(scope.today))).order_by():
        found[scope.under.get(unit, 0)].update(waited)
    return dict(found)


def late_on(today: datetime.date) -> Q:
    """Condition on open stays: past their day, of cases not on hold."""
    return Q(due_on__lt=today)


def of_age(today: datetime.date, least: int, most: int | None) -> Q:
    """Condition on open stays: that have waited so many days."""
    condition = Q(opened_on__lte=today - datetime.timedelta(days=least)) if least else Q()
    if most is not None:
        condition &= Q(opened_on__gte=today - datetime.timedelta(days=most))
    return condition


def _days_waited(today: datetime.date) -> Func:
    return Func(Value(0), _days(Value(today), F("opened_on")), function="GREATEST", output_field=IntegerField())


def _days(until: Combinable, since: Combinable) -> Func:
    """From one day to the other as a number; a difference of dates in Django's words would be an interval."""
    return Func(until, since, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())
