"""Who was admitted, when and where: what plans are measured by, and reports tell.

Two sources, and nobody in both: cases, by the day of the decision (`Case.admitted_on`, from which party age runs), at
the unit where the case is now, unless the admission was cancelled later; and the register, for people of whom no case
tells: those admitted before the office worked with cases. Whoever moved in from elsewhere was not admitted here.
"""

from __future__ import annotations

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from admission_flow.models import Case
from orgs.models import Member


def by_cases(first: datetime.date, last: datetime.date) -> QuerySet[Case]:
    """Cases of admission that were decided so from the first to the last day."""
    cases = Case.objects.filter(admission=None, admitted_on__range=(first, last))
    return cases.exclude(outcome=Case.Outcome.CANCELLED)


def by_register(first: datetime.date, last: datetime.date) -> QuerySet[Member]:
    """First stays of members who joined from the first to the last day, and have no case of it."""
    told = Case.objects.filter(candidate__person=OuterRef("person"), admission=None, admitted_on__isnull=False)
    # A register that was loaded before a case was told may give another day for the same admission.
    of_this = told.filter(Q(admitted_on=OuterRef("joined_on")) | Q(probation_from__gte=OuterRef("since")))
    stays = Member.objects.filter(joined_on__range=(first, last), moved_in_from="", since__gte=F("joined_on"))
    return stays.exclude(Exists(of_this))
