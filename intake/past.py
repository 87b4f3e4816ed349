"""Admissions of past years, read: for lists and for reports that count them beside the system's own cases."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from intake.models import PastAdmission
from orgs.models import Unit

O = PastAdmission.Outcome  # noqa: E741


@dataclass(frozen=True)
class PastFigures:
    """Of a period, by the day of each act: admission decisions, recognitions (official since), struck off."""

    admitted: int
    recognised: int
    struck_off: int


def past_admissions(root: Unit, first: datetime.date | None, last: datetime.date | None) -> QuerySet[PastAdmission]:
    """Of the subtree, decided in the period; either end may be open. With person and unit, by day and number."""
    found = PastAdmission.objects.filter(unit__path__startswith=root.path)
    if first:
        found = found.filter(decided_on__gte=first)
    if last:
        found = found.filter(decided_on__lte=last)
    return found.select_related("person", "unit").order_by("decided_on", "number", "pk")


def count_past(root: Unit, first: datetime.date, last: datetime.date) -> PastFigures:
    """Of the subtree, both days included. One statement. None of these is a Case, so nothing is counted twice."""
    ended = Q(ended_on__gte=first, ended_on__lte=last)
    own = PastAdmission.objects.filter(unit__path__startswith=root.path)
    counted = own.aggregate(
        admitted=Count("pk", filter=Q(decided_on__gte=first, decided_on__lte=last)),
        recognised=Count("pk", filter=ended & Q(outcome=O.RECOGNISED)),
        struck_off=Count("pk", filter=ended & Q(outcome=O.STRUCK_OFF)),
    )
    return PastFigures(**counted)
