"""Who loads the office's form: whoever keeps units, seats and the register at the bloc, by a seat."""

from __future__ import annotations

import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from intake.models import Upload
from orgs import access
from orgs.access import Account
from orgs.models import User
from orgs.queries import bloc
from orgs.roles import MANAGE_UNITS


def may_load(person: Account, at: datetime.datetime) -> bool:
    """An administrator of the system doesn't: the form names people. Two statements."""
    top = bloc()
    return top is not None and access.allows(person, MANAGE_UNITS, top.pk, at)


def require_loader(person: Account, at: datetime.datetime) -> None:
    """Raises Http404 for whom the page does not exist."""
    if not may_load(person, at):
        raise Http404


def upload_for(person: User, pk: int, *, at: datetime.datetime) -> Upload:
    """One's own, without its bytes, or Http404."""
    require_loader(person, at)
    return get_object_or_404(Upload.objects.defer("content").select_related("register"), pk=pk, uploaded_by=person)
