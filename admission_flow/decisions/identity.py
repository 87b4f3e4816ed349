"""Who is meant by a citizen ID, and what an office may learn by asking for one.

Whoever enters somebody's citizen ID is told whether it is known otherwise, a member's or a candidate's elsewhere. What
a refusal tells is kept in the stream of who asked, and after too many in an hour nothing more is told.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import PROCESS

from admission_flow.models import Case, Decision
from admission_flow.refusals import InvalidFacts, OpenElsewhere, Refused, TooManyProbes
from journal import record
from journal.models import Entry
from orgs import access, roles
from orgs.models import Member, Person, User
from orgs.names import is_name
from orgs.refusals import NO_NAME

# Refusals that tell who is known, a member or a candidate elsewhere, by one person in an hour.
PROBED, MOST_PROBES = "nomination_refused", 10
EARLIEST_BIRTH = 1900
CITIZEN_ID = re.compile(r"[0-9]{12}")

T = TypeVar("T")


class Identity(Protocol):
    """The four facts of an identity card that a person is entered by; the name composed."""

    @property
    def citizen_id(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def birth_date(self) -> datetime.date: ...
    @property
    def sex(self) -> str: ...


@dataclass(frozen=True)
class Known:
    """Of a person: whether a member on the day, the file, the open case, and when they last left the Party."""

    is_member: bool
    file: int | None
    case: int | None
    left_on: datetime.date | None


def refuse_wrong_identity(given: Identity, at: datetime.datetime) -> None:
    """Raises InvalidFacts for what can be seen to be wrong without asking who is known."""
    if not CITIZEN_ID.fullmatch(given.citizen_id):
        raise InvalidFacts.of("citizen_id", _("A citizen ID has exactly 12 digits."))
    if not is_name(given.full_name):
        raise InvalidFacts.of("full_name", NO_NAME)
    most = Person._meta.get_field("full_name").max_length or 0
    if len(given.full_name) > most:
        raise InvalidFacts.of("full_name", _("At most %(most)s characters fit here.") % {"most": most})
    if given.birth_date >= timezone.localdate(at):
        raise InvalidFacts.of("birth_date", _("The birth date lies in the future."))
    if given.birth_date.year < EARLIEST_BIRTH:
        raise InvalidFacts.of("birth_date", _("Nobody who lives was born then. Check the birth date."))


def person_of(given: Identity) -> Person:
    """The one person with this citizen ID, locked; two who enter one person wait for each other here.

    Raises InvalidFacts, which tells, where the citizen ID is kept with another name or birth date.
    """
    new = Person(citizen_id=given.citizen_id, full_name=given.full_name, birth_date=given.birth_date, sex=given.sex)
    new.fill_keys()
    Person.objects.bulk_create([new], ignore_conflicts=True)
    person = Person.objects.select_for_update().get(citizen_id=given.citizen_id)
    if person.birth_date != given.birth_date or person.search_name != new.search_name:
        raise InvalidFacts.of(
            "citizen_id",
            _("This citizen ID is already kept with another name or birth date. Check all three on the identity card."),
        ).telling("another_identity")
    return person


def known_of(person: Person, day: datetime.date) -> Known:
    """One statement. Asked once the person is locked, so that it sees what another act has done."""
    not_gone = Q(until__isnull=True) | Q(until__gt=day)
    running = Case.objects.filter(candidate__person=OuterRef("pk"), status=PROCESS.NEW)
    # An admission that was cancelled made nobody a member.
    void = Decision.objects.filter(
        case__candidate__person=OuterRef("person"), outcome="cancelled", dated=OuterRef("until")
    )
    left = Member.objects.filter(~Exists(void), person=OuterRef("pk"), ending=Member.Ending.LEFT, until__lte=day)
    found = Person.objects.annotate(
        is_member=Exists(Member.objects.filter(not_gone, person=OuterRef("pk"), joined_on__lte=day)),
        running=Subquery(running.values("pk")[:1]),
        left_on=Subquery(left.order_by("-until").values("until")[:1]),
    )
    return Known(*found.values_list("is_member", "candidate", "running", "left_on").get(pk=person.pk))


def refuse_member(known: Known) -> None:
    if known.is_member:
        raise InvalidFacts.of("citizen_id", _("This person is already a member of the Party.")).telling("member")


def refuse_open_case(known: Known, acting_user: User, at: datetime.datetime) -> None:
    """Raises OpenElsewhere, with the number for who may see the case."""
    if known.case is not None:
        found = Case.objects.select_related("unit").get(pk=known.case)
        raise OpenElsewhere(found.number if access.sees(acting_user, roles.SEE_LIST, found.unit, at) else None)


def keeping_probes(find: Callable[[], T], unit_id: int, *, acting_user: User, at: datetime.datetime) -> T | Refused:
    """What `find` finds; or its refusal that tells, which the caller raises once this is committed: it is kept then.

    `find` has written nothing where it refuses. Raises its other refusals, and TooManyProbes.
    """
    # One at a time, or those sent side by side would all be counted as the first.
    User.objects.select_for_update(no_key=True).get(pk=acting_user.pk)
    stream = f"user:{acting_user.pk}"
    hour = at - datetime.timedelta(hours=1)
    if Entry.objects.filter(stream=stream, verb=PROBED, at__gt=hour).count() >= MOST_PROBES:
        raise TooManyProbes
    try:
        return find()
    except Refused as refusal:
        if not refusal.tells:
            raise
        refs = {"unit": unit_id, "why": refusal.tells}
        record.append(stream, PROBED, acting_user=acting_user, at=at, refs=refs)
        return refusal
