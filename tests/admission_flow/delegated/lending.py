"""Seats of the cast lent to others, for tests."""

from __future__ import annotations

import datetime

from orgs.delegating import DelegationGiven, delegate_seat
from orgs.models import Delegation, Seat, User

DAYS = datetime.timedelta(days=3)


def lend(
    holder: User, delegate: User, *capabilities: str, at: datetime.datetime, lasts: datetime.timedelta = DAYS
) -> Delegation:
    """The holder's present seat, for these capabilities, from `at` on."""
    assert delegate.person is not None
    seat = Seat.objects.select_related("unit", "person").get(person=holder.person, ends__isnull=True)
    given = DelegationGiven(delegate.person, capabilities, at, at + lasts, "Đi công tác")
    return delegate_seat(seat, given, acting_user=holder, at=at)
