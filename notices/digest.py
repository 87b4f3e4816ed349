"""The letter of a day: what is unread in the bell, and what waits, by parts that the rooms above register."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce

from notices import kinds
from notices.models import Hours, Mail, Notice
from notices.queries import unread_of
from notices.wishes import Wishes
from orgs.calendar import LOCAL_ZONE, calendar_for, local_day
from orgs.models import User

NEWEST = 5


class PartLine(NamedTuple):
    """`path` is on this site; `about` as in `kinds.StillFor`; `note` such as when it is due."""

    text: str
    about: str
    note: str
    path: str


class Part(NamedTuple):
    """What waits, in the language that is active: a sentence with the figures, and the first few."""

    title: str
    sentence: str
    lines: Sequence[PartLine]
    path: str


class Digest(NamedTuple):
    """`unread` is what the bell counts; `newest` are those of them that the person wants to read here."""

    unread: int
    newest: list[tuple[Notice, str]]
    parts: list[Part]


ReadPart = Callable[[User, datetime.datetime], Part | None]
_parts: list[ReadPart] = []


def register(read: ReadPart) -> None:
    """`read(person, at)` gives None where nothing waits."""
    if read not in _parts:
        _parts.append(read)


def digest_of(wishes: Wishes, at: datetime.datetime) -> Digest | None:
    """None where nothing is unread and nothing waits. A fixed number of statements."""
    person = wishes.person
    unread = unread_of(person).count()
    wanted = [kind.key for _group, table in kinds.groups() for kind in table if wishes.in_digest(kind)]
    candidates = list(unread_of(person).filter(kind__in=wanted)[: NEWEST * 2]) if unread else []
    about = kinds.still_for(person, candidates, at)
    newest = [(one, about[one.pk]) for one in candidates if one.pk in about][:NEWEST]
    parts = [part for read in _parts if (part := read(person, at)) is not None]
    return Digest(unread, newest, parts) if unread or parts else None


def make_digests(*, at: datetime.datetime) -> int:
    """Puts down the letters of the day whose hour has come, one a person and day, whoever asks how often; returns how
    many. None on a day that is not worked. Two statements."""
    local = at.astimezone(LOCAL_ZONE)
    day = local_day(at)
    if not calendar_for(day, day).works(day):
        return 0
    midnight = datetime.datetime.combine(day, datetime.time(0), LOCAL_ZONE)
    hour = Coalesce("notice_hours__digest_at", Hours._meta.get_field("digest_at").get_default())
    due = (
        User.objects.filter(is_active=True, mail_address__proven_at__lt=midnight)
        .filter(Q(notice_hours__isnull=True) | Q(notice_hours__digest=True))
        .alias(hour=hour)
        .filter(hour__lte=local.time())
        .exclude(mail__in=Mail.objects.filter(sort=Mail.Sort.DIGEST, made_at__gte=midnight))
    )
    letters = [
        Mail(recipient_id=pk, sort=Mail.Sort.DIGEST, key=f"digest-{pk}-{day:%Y%m%d}", made_at=at, due_at=at)
        for pk in due.values_list("pk", flat=True)
    ]
    Mail.objects.bulk_create(letters, ignore_conflicts=True)
    return len(letters)
