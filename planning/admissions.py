"""Who was admitted, when and where: what plans are measured by, and reports tell.

Three sources, and nobody in two of them: cases, by the day of the decision (`Case.admitted_on`, from which party age
runs), at the unit where the case is now, unless the admission was cancelled later; admissions of past years, as the
office's papers have them; and the register, for people of whom neither tells. Whoever moved in from elsewhere was not
admitted here.
"""

from __future__ import annotations

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from admission_flow.models import Case
from orgs.models import Member, Unit
from planning.models import PastAdmission


def by_cases(first: datetime.date, last: datetime.date) -> QuerySet[Case]:
    """Cases of admission that were decided so from the first to the last day."""
    cases = Case.objects.filter(admission=None, admitted_on__range=(first, last))
    return cases.exclude(outcome=Case.Outcome.CANCELLED)


def by_papers(first: datetime.date, last: datetime.date) -> QuerySet[PastAdmission]:
    """Admissions of past years, decided in this time, that no case tells of too."""
    told = Case.objects.filter(candidate__person=OuterRef("person"), admission=None, admitted_on=OuterRef("decided_on"))
    return PastAdmission.objects.filter(~Exists(told), decided_on__range=(first, last))


def by_register(first: datetime.date, last: datetime.date) -> QuerySet[Member]:
    """First stays of members who joined from the first to the last day, and whose admission nothing else tells."""
    told = Case.objects.filter(candidate__person=OuterRef("person"), admission=None, admitted_on__isnull=False)
    # A register that was loaded before a case was told may give another day for the same admission.
    by_case = told.filter(Q(admitted_on=OuterRef("joined_on")) | Q(probation_from__gte=OuterRef("since")))
    by_paper = PastAdmission.objects.filter(person=OuterRef("person")).filter(
        Q(decided_on=OuterRef("joined_on")) | Q(ceremony_on__gte=OuterRef("since"))
    )
    stays = Member.objects.filter(joined_on__range=(first, last), moved_in_from="", since__gte=F("joined_on"))
    return stays.exclude(Exists(by_case)).exclude(Exists(by_paper))


def past_admissions(root: Unit, first: datetime.date | None, last: datetime.date | None) -> QuerySet[PastAdmission]:
    """Of the subtree, decided in the period; either end may be open. With person and unit, by day and number."""
    found = PastAdmission.objects.filter(unit__path__startswith=root.path)
    if first:
        found = found.filter(decided_on__gte=first)
    if last:
        found = found.filter(decided_on__lte=last)
    return found.select_related("person", "unit").order_by("decided_on", "number", "pk")
