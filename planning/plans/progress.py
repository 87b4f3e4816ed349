"""How many were admitted, by unit and time: what plans are measured by; `planning.admissions` says who counts.

Somebody of Youth Union age was not yet 31 on the day. Workers, pupils and students are told by their occupation's
words, since the forms have no code for it.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db.models import Count, F, FloatField, Func, Q, QuerySet
from django.db.models.functions import ExtractQuarter, ExtractYear

from orgs.models import Unit
from planning.admissions import by_cases, by_papers, by_register
from planning.models import Group
from planning.plans.rules import WHOLE, Cell

OLDEST_YOUTH = 30
# What an ethnicity is written as that is no minority; empty is unknown and counts for nobody.
MAJORITY = ("kinh",)


def _is_minority(person: str) -> Q:
    majority = Q(**{f"{person}ethnicity": ""})
    for name in MAJORITY:
        majority |= Q(**{f"{person}ethnicity__iexact": name})
    return ~majority


def _who(person: str, occupation: str) -> dict[str, Q]:
    """Of each group, the condition on rows from which `person` leads to the person."""
    began = {word: Q(**{f"{person}{occupation}__istartswith": word}) for word in ("công nhân", "học sinh", "sinh viên")}
    return {
        Group.ALL: Q(),
        Group.WOMEN: Q(**{f"{person}sex": "f"}),
        Group.YOUTH: Q(years_old__lte=OLDEST_YOUTH),
        Group.MINORITY: _is_minority(person),
        Group.WORKERS: began["công nhân"],
        Group.STUDENTS: began["học sinh"] | began["sinh viên"],
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
    """Unit id -> how many it and all under it admitted from the first to the last day. Three statements."""
    by_path = {unit.path: unit.pk for unit in units}
    found: dict[int, Admitted] = {pk: Admitted() for pk in by_path.values()}
    if not by_path:
        return found
    below = Q()
    for path in _topmost(by_path):
        below |= Q(unit__path__startswith=path)
    cases = _counted(by_cases(first, last).filter(below), "admitted_on", "candidate__person__", "occupation")
    # What the register says of today's occupation may be another one than that with which somebody came.
    entered = _counted(by_register(first, last).filter(below), "joined_on", "person__", "occupation_before")
    papers = _counted(by_papers(first, last).filter(below), "decided_on", "person__", "occupation_before")
    for row in chain(cases, papers, entered):
        numbers = Counter({group: row[group] for group in Group.values})
        path = row["unit__path"]
        for depth in range(Unit.steplen, len(path) + 1, Unit.steplen):
            if path[:depth] in by_path:
                found[by_path[path[:depth]]].by_time[row["year"], row["quarter"]] += numbers
    return found


def _counted(rows: QuerySet[Any], day: str, person: str, occupation: str) -> Iterable[dict[str, Any]]:
    """By unit, year and quarter of `day`, each group. One statement."""
    age = Func(
        F(day), F(f"{person}birth_date"), template="date_part('year', age(%(expressions)s))", output_field=FloatField()
    )
    numbers = {
        group: Count("pk", filter=who) if who else Count("pk") for group, who in _who(person, occupation).items()
    }
    by_time = rows.annotate(years_old=age).values("unit__path", year=ExtractYear(day), quarter=ExtractQuarter(day))
    return by_time.annotate(**numbers).order_by()


def _topmost(paths: Iterable[str]) -> list[str]:
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found
