"""Mornings, and what they told whom."""

from __future__ import annotations

import datetime

from admission_flow.reminders.remind import remind
from notices.models import Notice
from orgs.calendar import LOCAL_ZONE
from orgs.models import User

AT = datetime.datetime(2026, 2, 2, 3, tzinfo=datetime.UTC)  # a Monday, two weeks before Tết
KINDS = ("step_due", "step_late", "step_late_below")


def morning(day: datetime.date | str) -> datetime.datetime:
    """Seven o'clock of that day; a text is day and month of 2026."""
    if isinstance(day, str):
        day = datetime.datetime.strptime(f"{day}/2026", "%d/%m/%Y").date()
    return datetime.datetime.combine(day, datetime.time(7), LOCAL_ZONE)


def told_on(day: datetime.date | str) -> set[tuple[str, str]]:
    """(account, kind) of every reminder that this morning writes."""
    before = set(Notice.objects.values_list("pk", flat=True))
    remind(morning(day))
    new = Notice.objects.filter(kind__in=KINDS).exclude(pk__in=before)
    return set(new.values_list("recipient__username", "kind"))


def asked(person: User) -> list[str]:
    """Kinds of the reminders that still ask something of this person, in their order."""
    mine = Notice.objects.filter(recipient=person, kind__in=KINDS, settled_at=None).order_by("pk")
    return list(mine.values_list("kind", flat=True))
