"""The sums of one scope, read: days by unit and step as curves, seconds by part, cases by month. A few statements each,
whatever the number of cases."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Substr

from insights.models import CasesTally, DaysTally, PartsTally, Span, Stay
from insights.waits.scope import Scope
from insights.waits.survival import Curve, curve
from insights.waits.tallying import OPENED, PARTS

# In which a wait is shown; "hands" last, since it is the one nobody waits in vain for.
SHOWN_PARTS = ("unseen", "untaken", "sitting", "outside", "supplement", "held", "off", "hands")

Place = tuple[int, str]


@dataclass(frozen=True)
class Curves:
    """How long each step takes, by unit id and step; the whole way under the flow's name."""

    by_place: dict[Place, Curve]

    def at(self, unit: int, step: str) -> Curve:
        return self.by_place.get((unit, step)) or curve({}, {})


def curves_of(scope: Scope) -> Curves:
    """Of the unit and of each directly under it. Three statements."""
    ended: dict[Place, Counter[int]] = defaultdict(Counter)
    still: dict[Place, Counter[int]] = defaultdict(Counter)
    wanted = [scope.unit.pk, *(unit.pk for unit in scope.children)]
    steps = (*scope.steps, scope.filters.flow)
    tallies = DaysTally.objects.filter(scope.sliced(), unit__in=wanted, step__in=steps, to_decision=False)
    rows = tallies.values_list("unit", "step", "days").annotate(Sum("ended"), Sum("cut")).order_by()
    for unit, step, days, done, cut in rows:
        if done:
            ended[unit, step][days] += done
        if cut:
            still[unit, step][days] += cut
    _add_open(scope, still)
    places = {*ended, *still}
    return Curves({place: curve(ended[place], still[place]) for place in places})


def _add_open(scope: Scope, still: dict[Place, Counter[int]]) -> None:
    """What is open counts for as long as it has been seen open, at its unit and at the one above."""
    by_path = {unit.path: unit.pk for unit in scope.children}
    child = Substr("unit__path", 1, scope.child_depth)
    stays = Stay.objects.filter(scope.measured(), ended_on=None, step__in=scope.steps)
    rows = list(stays.values_list(child, "step", "opened_on").annotate(Count("pk")).order_by())
    spans = Span.objects.filter(scope.measured(), ended_on=None, recognition=scope.recognition)
    flow = scope.filters.flow
    rows += [
        (path, flow, day, number)
        for path, day, number in spans.values_list(child, "opened_on").annotate(Count("pk")).order_by()
    ]
    for path, step, opened_on, number in rows:
        days = max(0, (scope.today - opened_on).days)
        still[scope.unit.pk, step][days] += number
        if path in by_path:
            still[by_path[path], step][days] += number


def parts_of(scope: Scope) -> dict[str, Counter[str]]:
    """Step -> seconds of each part, of stays that ended and of those that are open as of their last measuring, with
    "stays" and "supplements", their numbers. Three statements."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    names = ("stays", "supplements", *PARTS, "supplement")
    tallies = PartsTally.objects.filter(scope.sliced(), unit=scope.unit, step__in=scope.steps)
    for step, *sums in tallies.values_list("step").annotate(*map(Sum, names)).order_by():
        found[step].update(dict(zip(names, sums, strict=True)))
    open_stays = Stay.objects.filter(scope.measured(), ended_on=None, step__in=scope.steps)
    names = ("stays", *PARTS)
    for step, *sums in open_stays.values_list("step").annotate(Count("pk"), *map(Sum, PARTS)).order_by():
        found[step].update(dict(zip(names, sums, strict=True)))
    worked = F("unseen") + F("untaken") + F("outside") + F("sitting") + F("hands")
    asked = open_stays.exclude(asked_by="").values_list("asked_by")
    for step, number, seconds in asked.annotate(number=Count("pk"), seconds=Sum(worked)).order_by():
        found[step].update({"supplements": number, "supplement": seconds})
    return dict(found)


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
    return Q(task__due_on__lt=today, case__held_since=None)


def late(scope: Scope) -> Counter[str]:
    """Step -> open steps that are late, whenever they came. One statement."""
    stays = Stay.objects.filter(scope.measured(months=False), late_on(scope.today), ended_on=None)
    rows = stays.filter(step__in=scope.steps).values_list("step").annotate(Count("pk"))
    return Counter(dict(rows.order_by()))


def open_by_age(scope: Scope) -> dict[Place, Counter[int]]:
    """(id of the unit directly under, 0 for none; step) -> days of waiting -> cases, whenever they came. One
    statement."""
    by_path = {unit.path: unit.pk for unit in scope.children}
    child = Substr("unit__path", 1, scope.child_depth)
    stays = Stay.objects.filter(scope.measured(months=False), ended_on=None, step__in=scope.steps)
    found: dict[Place, Counter[int]] = defaultdict(Counter)
    for path, step, opened_on, number in stays.values_list(child, "step", "opened_on").annotate(Count("pk")).order_by():
        found[by_path.get(path, 0), step][max(0, (scope.today - opened_on).days)] += number
    return dict(found)
