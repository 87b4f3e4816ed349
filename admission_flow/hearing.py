"""Who may still hear of a notice that was written earlier: asked before a letter carries it out of the house."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.conf import settings

from admission_flow.models import Task
from admission_flow.queries.cases import visible_cases
from notices.models import Notice
from orgs import access, roles
from orgs.models import User

_SEAT = ("capability", "unit")


def of_cases(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Those of cases that the person sees in lists at that moment, each with its case. Two statements."""
    numbers = {notice.params.get("case") for notice in notices}
    rows = visible_cases(person, at).filter(number__in=numbers)
    seen = dict(rows.values_list("number", "candidate__person__full_name"))
    return {
        notice.pk: named(notice.params["case"], seen[notice.params["case"]])
        for notice in notices
        if notice.params.get("case") in seen
    }


def of_own_steps(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Of `of_cases`, those that ask for an act at a step which is still the person's to do: who stood in for somebody
    may go on seeing the case from a seat of their own. Four statements."""
    task_of = {notice.pk: int(notice.about.rpartition(":")[2]) for notice in notices}
    seats = {pk: seat for pk, *seat in Task.objects.filter(pk__in=task_of.values()).values_list("pk", *_SEAT)}
    held = access.capabilities(person, at)
    own = [notice for notice in notices if tuple(seats.get(task_of[notice.pk], ())) in held]
    return of_cases(person, own, at)


def of_cases_gone(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Of cases that the person sees no more, to who still sees cases somewhere; without the candidate.

    One statement."""
    seated = bool(access.visible_roots(person, roles.SEE_LIST, at))
    return {notice.pk: str(notice.params.get("case", "")) for notice in notices if seated}


def of_units(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Of units whose cases the person sees in lists. Two statements."""
    codes = {notice.params.get("unit") for notice in notices}
    seen = set(access.visible_units(person, roles.SEE_LIST, at).filter(code__in=codes).values_list("code", flat=True))
    return {notice.pk: notice.params["unit"] for notice in notices if notice.params.get("unit") in seen}


def of_administrators(person: User, notices: Sequence[Notice], _at: datetime.datetime) -> Mapping[int, str]:
    """An administrator sees no file, so the candidate isn't named. No statement."""
    return {notice.pk: str(notice.params.get("case", "")) for notice in notices if person.is_superuser}


def named(number: str, full_name: str) -> str:
    """The number of the case with the initial of the candidate's given name, as a letter may carry it: letters leave
    the house, and the file is confidential."""
    words = full_name.split()
    return f"{number} ({words[-1][0].upper()}.)" if settings.MAIL_INITIALS and words else number
