"""How many more will be admitted by a day, if all goes on as it went: for plans, so without a person who asks.

Of each open case the past says how likely it is decided by then, from the step where it stands and the time it has
waited there; of cases still to be nominated, as many a month are expected as in the last twelve. Both are taken by the
share of closed cases that ended in an admission. Independent chances add up in their means and variances; between a
tenth and nine tenths of what they add up to lie eight of ten.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import ceil, floor, sqrt

from django.db.models import Q, Sum

from admission_flow.models import Case
from insights.models import CasesTally, Stay
from insights.waits.figures import curves_of
from insights.waits.forecasts import ENOUGH, Forecasts, bloc_of, forecasts_for
from insights.waits.scope import Scope
from insights.waits.standing import standing
from insights.waits.survival import Curve
from insights.waits.tallying import OPENED
from insights.waits.ways import ADMISSION, MONTHS, months_after
from orgs.calendar import local_day
from orgs.models import Unit
from planning.plans.expecting import Expected

DAYS_A_MONTH = 365.25 / 12
# From a middle to a tenth and to nine tenths, in standard deviations.
_TENTH = 1.2816


def expected_admissions(units: Sequence[Unit], until: datetime.date, at: datetime.datetime) -> Mapping[int, Expected]:
    """By unit id; empty where the bloc has decided too few. Nine statements, whatever the number of units and cases."""
    today = local_day(at)
    left = (until - today).days
    if left < 0 or not units:
        return {}
    scope = Scope.of_whole(bloc_of(units[0]), today)
    share = _share_admitted(scope)
    if share is None:
        return {}
    whole = curves_of(scope, standing(scope)).at(scope.unit.pk, ADMISSION)
    a_month = _nominated_a_month(units, scope)
    arriving = _chances_of_arrivals(whole, left)
    chances = _chances_of_open(units, forecasts_for(scope), scope, left)
    return {
        unit.pk: _sum([share * chance for chance in chances[unit.pk]], share * a_month.get(unit.pk, 0.0) * arriving)
        for unit in units
    }


def _sum(chances: Sequence[float], arrivals: float) -> Expected:
    """Open cases are decided or not; arrivals come as by chance, so that their variance is their mean."""
    mean = sum(chances) + arrivals
    spread = _TENTH * sqrt(sum(chance * (1 - chance) for chance in chances) + arrivals)
    return Expected(mean, max(0, floor(mean - spread + 0.5)), ceil(mean + spread - 0.5))


def _share_admitted(scope: Scope) -> float | None:
    """Of cases closed in the usual period; None where they are too few."""
    rows = CasesTally.objects.filter(
        scope.sliced(),
        unit=scope.unit,
        recognition=False,
        step__in=[outcome for outcome in Case.Outcome.values if outcome],
    )
    closed = dict(rows.values_list("step").annotate(Sum("cases")).order_by())
    total = sum(closed.values())
    return closed.get(Case.Outcome.ADMITTED, 0) / total if total >= ENOUGH else None


def _nominated_a_month(units: Sequence[Unit], scope: Scope) -> dict[int, float]:
    """In the twelve months before this one."""
    months = {"month__gte": months_after(scope.until, -MONTHS[ADMISSION]), "month__lt": scope.until}
    rows = CasesTally.objects.filter(unit__in=units, recognition=False, step=OPENED, **months)
    return {
        unit: cases / MONTHS[ADMISSION] for unit, cases in rows.values_list("unit").annotate(Sum("cases")).order_by()
    }


def _chances_of_arrivals(whole: Curve, left: int) -> float:
    """How many months' worth of nominations to come will be decided by then: each day's chance, added up."""
    return sum(1 - whole.share_after(left - day) for day in range(left + 1)) / DAYS_A_MONTH


def _chances_of_open(units: Sequence[Unit], known: Forecasts, scope: Scope, left: int) -> dict[int, list[float]]:
    """Unit id -> of each open case there and below that is not decided, how likely it is by then. A case that stands
    at two steps has to leave both."""
    by_path = {unit.path: unit.pk for unit in units}
    below = Q()
    for path in by_path:
        below |= Q(unit__path__startswith=path)
    stays = Stay.objects.filter(below, ended_on=None, step__in=scope.steps, case__admitted_on=None)
    of_case: dict[int, tuple[str, float]] = {}
    for case, path, step, route, opened_on in stays.values_list("case", "unit__path", "step", "route", "opened_on"):
        chance = known.chance(step, route, opened_on, left)
        before = of_case.get(case, (path, 1.0))[1]
        of_case[case] = path, min(before, chance)
    found: dict[int, list[float]] = defaultdict(list)
    for path, chance in of_case.values():
        for length in range(Unit.steplen, len(path) + 1, Unit.steplen):
            if path[:length] in by_path:
                found[by_path[path[:length]]].append(chance)
    return found
