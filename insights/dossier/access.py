"""Who gets the dossier of a case: whoever sees its file, who might take every paper of it one by one as well."""

from __future__ import annotations

import datetime

from django.http import Http404

from admission_flow.access import FILE, case_for
from admission_flow.models import Case
from orgs.access import Account


def dossier_case(person: Account, pk: int, *, at: datetime.datetime) -> Case:
    """The case, if this person sees its file today. Raises Http404: the list's depth has no dossier."""
    case = case_for(person, pk, at=at)
    if case.depth != FILE:
        raise Http404
    return case
