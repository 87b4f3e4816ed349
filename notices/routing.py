"""From notices to letters: who gets which of them by mail, and which travel together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.db import connection, transaction

from notices import kinds
from notices.models import Mail, Notice
from notices.wishes import Wishes, calendar_ahead, wishes_of
from orgs.calendar import Calendar

_ROUTED = """
    UPDATE notices_notice SET routed_at = %(at)s, mail_id = routed.mail
    FROM unnest(%(notices)s::bigint[], %(mail)s::bigint[]) AS routed (notice, mail)
    WHERE notices_notice.id = routed.notice
"""


@transaction.atomic
def route_waiting(*, at: datetime.datetime, limit: int = 1000) -> int:
    """Puts the oldest notices that were not looked at yet into letters, those of one person into one; returns how many
    it looked at. Two at once share them. At most seven statements, whatever their number."""
    waiting = list(
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(routed_at=None)
        .order_by("recorded_at", "pk")[:limit]
    )
    if not waiting:
        return 0
    wishes = wishes_of(notice.recipient_id for notice in waiting)
    wanted: dict[int, list[Notice]] = {}
    for notice in waiting:
        if _goes_by_mail(notice, wishes[notice.recipient_id]):
            wanted.setdefault(notice.recipient_id, []).append(notice)
    letters = _letters_for(wanted, wishes, at) if wanted else {}
    _mark(waiting, {notice.pk: letters[person].pk for person, own in wanted.items() for notice in own}, at)
    return len(waiting)


def _goes_by_mail(notice: Notice, wishes: Wishes) -> bool:
    kind = kinds.known(notice.kind)
    return (
        kind is not None
        and notice.read_at is None
        and notice.settled_at is None
        and wishes.reachable
        and wishes.by_mail(kind)
    )


def _letters_for(
    wanted: Mapping[int, Sequence[Notice]], wishes: Mapping[int, Wishes], at: datetime.datetime
) -> dict[int, Mail]:
    """One letter for each of these people: the one that still gathers, or a new one.

    One that is due gathers no more: it may have left already, by a sender who was killed before marking it, and who
    receives it a second time under its Message-ID may throw it away.
    """
    gathering = Mail.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        recipient__in=wanted, sort=Mail.Sort.NOTICES, state=Mail.State.WAITING, attempts=0, due_at__gt=at
    )
    letters = {letter.recipient_id: letter for letter in gathering}
    calendar = calendar_ahead(at)
    made = [
        _letter(person, own, wishes[person], calendar, at) for person, own in wanted.items() if person not in letters
    ]
    letters |= {letter.recipient_id: letter for letter in Mail.objects.bulk_create(made)}
    return letters


def _letter(person: int, own: Sequence[Notice], wishes: Wishes, calendar: Calendar, at: datetime.datetime) -> Mail:
    gathered = at + datetime.timedelta(seconds=settings.MAIL_GATHER_SECONDS)
    return Mail(
        recipient_id=person,
        sort=Mail.Sort.NOTICES,
        # A notice is in one letter only, so its number names the letter.
        key=f"notices-{min(notice.pk for notice in own)}",
        made_at=at,
        due_at=wishes.quiet.over(gathered, calendar),
    )


def _mark(waiting: Iterable[Notice], mail: Mapping[int, int], at: datetime.datetime) -> None:
    ids = [notice.pk for notice in waiting]
    with connection.cursor() as cursor:
        cursor.execute(_ROUTED, {"at": at, "notices": ids, "mail": [mail.get(pk) for pk in ids]})
