"""How many were admitted, by unit and time: what plans are measured by.

A candidate counts on the day of the decision (`Case.admitted_on`, from which party age runs) and at the unit where the
case is now, unless the admission was cancelled later; somebody of Youth Union age was not yet 31 on that day. Workers,
pupils and students are told by their occupation's words, since the forms have no code for it.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, FloatField, Func, Q
from django.db.models.functions import ExtractQuarter, ExtractYear

from admission_flow.models import Case
from orgs.models import Unit
from planning.models import Group
from planning.plans.rules import WHOLE, Cell

OLDEST_YOUTH = 30
# What an ethnicity is written as that is no minority; empty is unknown and counts for nobody.
MAJORITY = ("kinh",)
_PERSON = "candidate__person__"
_AGE = Func(
    F("admitted_on"), F(f"{_PERSON}birth_date"), template="date_part('year', age(%(expressions)s))",
    output_field=FloatField(),
)  # fmt: skip


def _is_minority() -> Q:
    majority = Q(**{f"{_PERSON}ethnicity": ""})
    for name in MAJORITY:
        majority |= Q(**{f"{_PERSON}ethnicity__iexact": name})
    return ~majority


_WHO = {
    Group.ALL: Q(),
    Group.WOMEN: Q(**{f"{_PERSON}sex": "f"}),
    Group.YOUTH: Q(years_old__lte=OLDEST_YOUTH),
    Group.MINORITY: _is_minority(),
    Group.WORKERS: Q(**{f"{_PERSON}occupation__istartswith": "công nhân"}),
    Group.STUDENTS: Q(**{f"{_PERSON}occupation__istartswith": "học sinh"})
    | Q(**{f"{_PERSON}occupation__istartswith": "sinh viên"}),
}


@dataclass
class Admitted:
    """Of one unit with all under it: by year and quarter, for each group."""

    by_time: dict[tuple[int, int], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def of(self, group: str, years: tuple[int, int], part: int = WHOLE) -> int:
        """In the years of a plan, or in a part of them: a quarter of one year, a year of a term."""
        of_quarter = years[0] == years[1]
        return sum(
            numbers[group]
            for (year, quarter), numbers in self.by_time.items()
            if years[0] <= year <= years[1] and part in (WHOLE, quarter if of_quarter else year)
        )

    def cells(self, years: tuple[int, int], parts: Iterable[int]) -> dict[Cell, int]:
        return {(part, group): self.of(group, years, part) for part in (WHOLE, *parts) for group in Group.values}


def admitted(units: Iterable[Unit], first: datetime.date, last: datetime.date) -> Mapping[int, Admitted]:
    """Unit id -> how many it and all under it admitted from the first to the last day. One statement."""
    by_path = {unit.path: unit.pk for unit in units}
    found: dict[int, Admitted] = {pk: Admitted() for pk in by_path.values()}
    if not by_path:
        return found
    below = Q()
    for path in _topmost(by_path):
        below |= Q(unit__path__startswith=path)
    cases = Case.objects.filter(below, admission=None, admitted_on__range=(first, last))
    cases = cases.exclude(outcome=Case.Outcome.CANCELLED).annotate(years_old=_AGE)
    rows = (
        cases.values("unit__path", year=ExtractYear("admitted_on"), quarter=ExtractQuarter("admitted_on"))
        .annotate(**{group: Count("pk", filter=who) if who else Count("pk") for group, who in _WHO.items()})
        .order_by()
    )
    for row in rows:
        numbers = Counter({group: row[group] for group in Group.values})
        path = row["unit__path"]
        for depth in range(Unit.steplen, len(path) + 1, Unit.steplen):
            if path[:depth] in by_path:
                found[by_path[path[:depth]]].by_time[row["year"], row["quarter"]] += numbers
    return found


def _topmost(paths: Iterable[str]) -> list[str]:
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found
