"""A seat changes hands: what hangs on it is listed first, then it ends, its successor is seated, and what the one who
leaves was on goes along. One verb, one transaction.

Rooms above say what hangs on a seat (`carried_by`): the steps, cases and meetings of its unit.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypedDict

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from orgs import access, roles, seating
from orgs.calendar import ONE_DAY, local_day
from orgs.members import present
from orgs.models import Delegation, Person, Seat, User
from orgs.names import search_key
from orgs.refusals import SeatRefused
from orgs.wording import capability_words, moment_words

# How many lines of one kind a page lists; the rest is counted.
LINES = 20
MOST_FOUND = 20


@dataclass(frozen=True)
class Line:
    """One thing that hangs on the seat: in words, where it is seen, and that the one who leaves is on it."""

    key: str
    words: str
    href: str = ""
    theirs: bool = False


@dataclass(frozen=True)
class Load:
    """Things of one kind. `number` counts all of them, `lines` are the first."""

    title: str
    number: int
    lines: list[Line]
    digest: str = ""

    @property
    def more(self) -> int:
        return self.number - len(self.lines)


# Finds what hangs on the seat, as this account may see it.
Finds = Callable[[Seat, User, datetime.datetime], Load]
# Gives what the leaving holder is on to the other account, or to nobody.
Hands = Callable[[Seat, User | None, User, datetime.datetime], None]
_carried: list[tuple[Finds, Hands | None]] = []


def carried_by(finds: Finds, hands: Hands | None = None) -> None:
    """Called when the site starts; a second call with the same functions changes nothing."""
    if (finds, hands) not in _carried:
        _carried.append((finds, hands))


@dataclass(frozen=True)
class ChangeGiven:
    """What the form asks. `last_day` is None where the seat is taken away at this very moment; `seen` is the digest of
    what was shown."""

    last_day: datetime.date | None
    reason: str
    successor: Person | None = None
    paper: str = ""
    seen: str = ""


class _Done(TypedDict):
    acting_user: User
    at: datetime.datetime
    reason: str


class ListChanged(SeatRefused):
    def __init__(self) -> None:
        super().__init__(
            _("What hangs on the seat has changed since the page was drawn. Look at it again, then confirm.")
        )


def loads_of(seat: Seat, person: User, at: datetime.datetime) -> list[Load]:
    """Everything that changes hands with the seat, kind by kind; only kinds of which there is something."""
    found = [finds(seat, person, at) for finds, _hands in _carried]
    return [load for load in (*found, _delegations(seat, at)) if load.number]


def digest_of(loads: Iterable[Load]) -> str:
    """Tells whether the same things are listed."""
    told = "\n".join(f"{load.number}:{load.digest}:" + ",".join(line.key for line in load.lines) for load in loads)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def left_to_nobody(seat: Seat, at: datetime.datetime) -> list[str]:
    """What nobody else at the unit could do without this seat, in words: steps that need it would wait."""
    acting = roles.capabilities_of(seat.unit.kind, seat.role) - roles.SEEING
    holders = access.holders([(name, seat.unit_id) for name in acting], at)
    account = User.objects.filter(person=seat.person_id).values_list("pk", flat=True).first()
    lent = Delegation.objects.filter(seat=seat, ended_at__isnull=True, ends_at__gt=at)
    goes = {account, *lent.values_list("delegate__user", flat=True)}
    alone = sorted(name for (name, _unit), users in holders.items() if set(users) <= goes)
    return [capability_words(name) for name in alone]


def found_successors(seat: Seat, text: str, at: datetime.datetime) -> QuerySet[Person]:
    """Official members of the bloc by citizen ID, or by words that begin words of the name; the first ones."""
    day = local_day(at)
    words = search_key(text).split()
    if not words:
        return Person.objects.none()
    named = Q(citizen_id=text.strip())
    if not text.strip().isdigit():
        named = Q()
        for word in words:
            named &= Q(search_name__regex=rf"\m{re.escape(word)}")
    official = Person.objects.filter(present(day, "memberships__"), memberships__official_on__lte=day)
    ids = official.filter(named).exclude(pk=seat.person_id).values("pk")
    return Person.objects.filter(pk__in=ids).order_by("sort_key", "pk")[:MOST_FOUND]


@transaction.atomic
def change_hands(seat: Seat, given: ChangeGiven, *, acting_user: User, at: datetime.datetime) -> Seat | None:
    """End the seat, on a day or now; seat the successor from the day after; returns the successor's seat.

    What the one who leaves was on goes to the successor, or to nobody where none is named. Where they leave on a later
    day, they stay on it until then. Raises NotYours, SeatRefused, ListChanged.
    """
    seat, unit = seating.locked_seat(seat)
    access.require_keeper(acting_user, unit, at)
    if given.seen != digest_of(loads_of(seat, acting_user, at)):
        raise ListChanged
    done: _Done = {"acting_user": acting_user, "at": at, "reason": given.reason}
    if given.last_day is None:
        last_day = seating.withdraw_seat(seat, **done).ends or local_day(at)
    else:
        last_day = given.last_day
        seating.end_seat(seat, last_day, **done)
    successor = None
    if given.successor is not None:
        first = max(last_day + ONE_DAY, local_day(at))
        successor = seating.appoint(given.successor, unit, seat.role, first, None, paper=given.paper, **done)
    if last_day <= local_day(at):
        to = User.objects.filter(person=given.successor).first() if given.successor else None
        for _finds, hands in _carried:
            if hands is not None:
                hands(seat, to, acting_user, at)
    return successor


def _delegations(seat: Seat, at: datetime.datetime) -> Load:
    rows = Delegation.objects.filter(seat=seat, ends_at__gt=at, ended_at__isnull=True).select_related("delegate")
    words = _("%(name)s stands in from %(first)s to %(last)s; this ends with the seat")
    lines = [
        Line(
            str(one.pk),
            capfirst(
                words
                % {
                    "name": one.delegate.full_name,
                    "first": moment_words(one.starts_at),
                    "last": moment_words(one.ends_at),
                }
            ),
        )
        for one in rows
    ]
    return Load(_("Delegations"), len(lines), lines[:LINES])
