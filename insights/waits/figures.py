"""The sums of one scope, read: days by unit and step as curves, seconds by part, cases by month. A few statements each,
whatever the number of cases."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Sum

from insights.models import CasesTally, DaysTally, PartsTally
from insights.waits import paces
from insights.waits.scope import Scope
from insights.waits.standing import Place, Standing, open_cases
from insights.waits.survival import Curve, curve, together
from insights.waits.tallying import OPENED, PARTS

# In which a wait is shown; "hands" last, since it is the one nobody waits in vain for.
SHOWN_PARTS = ("unseen", "untaken", "sitting", "outside", "supplement", "held", "off", "hands")

# By unit id and step: days -> how many.
_Days = defaultdict[Place, dict[int, int]]


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
    ended: _Days = defaultdict(dict)
    still: _Days = defaultdict(dict)
    for unit, step, days, done, cut_days, cut in _days_of(scope):
        _add(ended[unit, step], zip(days, done, strict=True))
        _add(still[unit, step], zip(cut_days, cut, strict=True))
    for place, waited in _open_at(scope, standing):
        _add(still[place], waited)
    return Curves({place: curve(ended[place], still[place]) for place in {*ended, *still}})


def _add(found: dict[int, int], numbers: Iterable[tuple[int, int]]) -> None:
    if not found:
        found.update(numbers)
        return
    for day, number in numbers:
        found[day] = found.get(day, 0) + number


def _days_of(scope: Scope) -> Iterable[paces.Row]:
    wanted = [scope.unit.pk, *(unit.pk for unit in scope.children)]
    steps = [*scope.steps, scope.filters.flow]
    rows = paces.rows_of(scope, wanted, steps)
    if rows is not None:
        return rows
    tallies = DaysTally.objects.filter(scope.sliced(), unit__in=wanted, step__in=steps, to_decision=False)
    by_day = tallies.values_list("unit", "step", "days").annotate(Sum("ended"), Sum("cut")).order_by()
    return ((unit, step, *_on_day(days, done), *_on_day(days, cut)) for unit, step, days, done, cut in by_day)


def _on_day(day: int, number: int) -> tuple[list[int], list[int]]:
    return ([day], [number]) if number else ([], [])


def _open_at(scope: Scope, standing: Standing) -> Iterator[tuple[Place, Iterable[tuple[int, int]]]]:
    """Days -> how many; what is open counts for as long as it has been seen open, at its unit and at the one above."""
    least, most = max(0, (scope.today - scope.after_last_month).days + 1), (scope.today - scope.since).days
    whole, flow = scope.unit.pk, scope.filters.flow
    cases = open_cases(scope)
    found: list[tuple[Place, Mapping[int, int]]] = [
        ((whole, step), steps.after) for step, steps in standing.by_step.items()
    ]
    found += [((whole, flow), together(cases.values()))]
    found += [(place, steps.after) for place, steps in standing.by_place.items() if place[0]]
    found += [((unit, flow), waited) for unit, waited in cases.items() if unit]
    for place, after in found:
        yield place, [one for one in after.items() if least <= one[0] <= most]


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
