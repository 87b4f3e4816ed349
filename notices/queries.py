"""What a person reads of their own notices, and the marks they leave on them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from notices import kinds, tell
from notices.models import Hours, Notice
from notices.quiet_hours import QuietHours
from orgs.calendar import calendar_for, local_day
from orgs.models import User

BELL_LENGTH = 10


class Line(NamedTuple):
    """A notice as its reader sees it, in the language that is active."""

    id: int
    title: str
    text: str
    at: datetime.datetime
    unread: bool
    settled: bool
    href: str


class Bell(NamedTuple):
    unread: int
    newest: list[Line]


def notices_of(person: User, *, unread: bool = False) -> QuerySet[Notice]:
    """The person's own, newest first."""
    own = Notice.objects.filter(recipient=person).order_by("-at", "-id")
    return own.filter(read_at=None) if unread else own


def unread_of(person: User) -> QuerySet[Notice]:
    """What the bell counts, newest first."""
    return notices_of(person, unread=True)


def lines(notices: Iterable[Notice]) -> list[Line]:
    return [
        Line(
            row.pk,
            *kinds.rendered(row.kind, row.params),
            at=row.at,
            unread=row.read_at is None,
            settled=row.settled_at is not None,
            href=open_path(row),
        )
        for row in notices
    ]


def open_path(notice: Notice) -> str:
    """Where a click goes: to the place of the notice, through the view that marks it as read."""
    return reverse("notices:open", args=[notice.pk])


def bell_of(person: User) -> Bell:
    """One query, since the bell stands on every page."""
    unread = (
        Notice.objects.filter(recipient=person, read_at=None)
        .order_by()
        .values("recipient")
        .annotate(number=Count("pk"))
        .values("number")
    )
    newest = list(notices_of(person).annotate(unread=Coalesce(Subquery(unread), 0))[:BELL_LENGTH])
    return Bell(newest[0].unread if newest else 0, lines(newest))


def quiet_now(person: User, at: datetime.datetime) -> bool:
    """Whether the person is left alone at that moment. Two statements; asked only when a bell is renewed."""
    hours = Hours.objects.filter(pk=person.pk).first() or Hours()
    day = local_day(at)
    quiet = QuietHours(hours.quiet_from, hours.quiet_until, hours.quiet_days_off)
    return quiet.hold(at, calendar_for(day, day))


def read(person: User, notice_id: int | None = None) -> int:
    """Marks one notice of the person as read, or all; returns how many were not. The person's other tabs follow."""
    with transaction.atomic():
        own = Notice.objects.filter(recipient=person, read_at=None)
        marked = (own if notice_id is None else own.filter(pk=notice_id)).update(read_at=timezone.now())
        if marked:
            tell.changed([person.pk], tell.CHANGED_NOTICES)
    return marked


def settle_before(moment: datetime.datetime) -> int:
    """Marks every notice of an act before `moment` as read at that act's own time, and returns how many: for a
    simulated history, whose people have long seen what happened then."""
    return Notice.objects.filter(at__lt=moment, read_at=None).update(read_at=F("at"))
