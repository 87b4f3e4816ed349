"""The only door to the registers: who reads them, and who keeps them."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.http import Http404

from documents.models import Incoming, Outgoing
from documents.refusals import NotKeeper
from orgs import access, roles
from orgs.access import Account
from orgs.models import Seat, Unit, User

# Whoever holds one of these at the unit itself keeps its registers; a capability of its own would need grants for the
# seats that are held already.
KEEPING = frozenset(
    {roles.RECORD_VOTE, roles.APPRAISE_DEPARTMENT, roles.APPROVE_GRASSROOTS, roles.APPRAISE_BLOC, roles.DECIDE_BLOC}
)


def units_kept(person: Account, at: datetime.datetime) -> list[Unit]:
    """The units whose registers this account keeps today, in the order of the tree. Two statements."""
    places = {unit for capability, unit in access.capabilities(person, at) if capability in KEEPING}
    return list(Unit.objects.filter(pk__in=places).order_by("path")) if places else []


def keeps(person: Account, unit_id: int, at: datetime.datetime) -> bool:
    """One statement."""
    return any(unit == unit_id and capability in KEEPING for capability, unit in access.capabilities(person, at))


def require_keeper(user: User, unit_id: int, at: datetime.datetime) -> Seat:
    """The seat by which this account keeps the unit's registers. Raises NotKeeper. One statement."""
    for seat in access.seats_of(user, at):
        if any(unit == unit_id and capability in KEEPING for capability, unit in access.given_by([seat])):
            return seat
    raise NotKeeper


def units_read(person: Account, at: datetime.datetime) -> QuerySet[Unit]:
    """The units whose registers this account reads. One statement to make."""
    return access.visible_units(person, roles.SEE_FILE, at)


def outgoing_of(person: Account, at: datetime.datetime) -> QuerySet[Outgoing]:
    """The outgoing papers that this account reads. One statement to make."""
    condition = access.in_subtrees(person, roles.SEE_FILE, at, field="register__unit__path")
    return Outgoing.objects.filter(condition).select_related("register__unit", "issued_by__person")


def incoming_of(person: Account, at: datetime.datetime) -> QuerySet[Incoming]:
    """The incoming papers that this account reads. One statement to make."""
    condition = access.in_subtrees(person, roles.SEE_FILE, at, field="register__unit__path")
    return Incoming.objects.filter(condition).select_related("register__unit", "recorded_by__person")


def outgoing_for(person: Account, pk: int, *, at: datetime.datetime) -> Outgoing:
    """The entry, or Http404."""
    row = outgoing_of(person, at).select_related("voided_by__person").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def incoming_for(person: Account, pk: int, *, at: datetime.datetime) -> Incoming:
    """The entry, or Http404."""
    people = ("voided_by__person", "forwarded_by__person")
    row = incoming_of(person, at).select_related(*people).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
