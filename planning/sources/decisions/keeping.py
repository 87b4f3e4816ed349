"""What a cell does with one source: puts it on the list, assigns a helper, removes it, watches it again."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from admission_flow.decisions.identity import known_of, refuse_member, refuse_open_case
from admission_flow.refusals import InvalidFacts, Refused
from journal.facts import fact_of
from orgs.calendar import local_day
from orgs.models import Person, User
from planning.models import Source, SourceChange
from planning.resolutions.decisions.begin import refuse_faults, write_entry
from planning.sources import rules
from planning.sources.decisions.begin import busy, fault_of_day, fault_of_helper, last_turns, refs_of, take_up, turn
from planning.sources.decisions.entering import refuse_watched
from planning.sources.given import RemovalGiven

State, Kind = Source.State, SourceChange.Kind


@transaction.atomic
def put_on_list(
    source_id: int, day: datetime.date, number: str, revision: int, *, acting_user: User, at: datetime.datetime
) -> Source:
    """On the sympathiser list from that day on, by the cell's resolution of this number, where it is known.

    Raises NotYours, NotOpen, SourceChanged, SourceBusy, InvalidFacts.
    """
    found, seat = take_up(source_id, rules.LIST, revision, acting_user=acting_user, at=at)
    refuse_faults(SourceChange(), {"number": (number, "")}, {"day": fault_of_day(day, found.state_on, at)})
    found.state, found.state_on = State.LISTED, day
    change = turn(found, Kind.LISTED, day, acting_user=acting_user, at=at, number=number.strip())
    facts = [fact_of(row, salt=found.person.salt) for row in (found, change)]
    write_entry(found.unit_id, "list_source", seat, facts, acting_user=acting_user, at=at, refs=refs_of(found))
    return found


@transaction.atomic
def assign_helper(
    source_id: int, helper: int, day: datetime.date, revision: int, *, acting_user: User, at: datetime.datetime
) -> Source:
    """`helper` (id of orgs.Person) helps from that day on, in the place of whoever did.

    Raises NotYours, NotOpen, SourceChanged, SourceBusy, InvalidFacts.
    """
    found, seat = take_up(source_id, rules.HELPER, revision, acting_user=acting_user, at=at)
    same = _("This is the helper already. Choose another.") if helper == found.helper_id else None
    faults = {
        "day": fault_of_day(day, found.since, at),
        "helper": same or fault_of_helper(helper, found.unit, day),
    }
    refuse_faults(SourceChange(), {}, faults)
    found.helper_id = helper
    change = turn(found, Kind.HELPER, day, acting_user=acting_user, at=at, helper_id=helper)
    facts = [fact_of(row, salt=found.person.salt) for row in (found, change)]
    write_entry(found.unit_id, "assign_helper", seat, facts, acting_user=acting_user, at=at, refs=refs_of(found))
    return found


@transaction.atomic
def remove_source(
    source_id: int, given: RemovalGiven, revision: int, *, acting_user: User, at: datetime.datetime
) -> Source:
    """The cell watches the person no more, with the reason. It stays to be read.

    Raises NotYours, NotOpen, SourceChanged, SourceBusy, InvalidFacts.
    """
    found, seat = take_up(source_id, rules.REMOVE, revision, acting_user=acting_user, at=at)
    after = last_turns([found.pk])[found.pk]
    faults = {"day": fault_of_day(given.day, after, at), "reason": fault_of_reason(given.reason)}
    refuse_faults(SourceChange(), {"words": (given.words, why_missing())}, faults)
    change = take_away(found, given, acting_user=acting_user, at=at)
    facts = [fact_of(row, salt=found.person.salt) for row in (found, change)]
    refs = refs_of(found, reason=given.reason)
    write_entry(found.unit_id, "remove_source", seat, facts, acting_user=acting_user, at=at, refs=refs)
    return found


def take_away(found: Source, given: RemovalGiven, *, acting_user: User, at: datetime.datetime) -> SourceChange:
    """The rows of a removal, of a source that is locked and facts that are sound."""
    found.state, found.state_on, found.case = State.REMOVED, given.day, None
    return turn(
        found, Kind.REMOVED, given.day, acting_user=acting_user, at=at, reason=given.reason, words=given.words.strip()
    )


def fault_of_reason(reason: str) -> str | None:
    return None if reason in Source.Reason.values else _("Choose the reason.")


def why_missing() -> str:
    return _("Say in words why the source is removed.")


@transaction.atomic
def watch_again(
    source_id: int, day: datetime.date, words: str, revision: int, *, acting_user: User, at: datetime.datetime
) -> Source:
    """The case that came of it ended without an admission; the cell watches the person again, on the sympathiser list
    since the day from which they stood on it before.

    Raises NotYours, NotOpen, SourceChanged, SourceBusy, InvalidFacts for who is a member or a source elsewhere by now,
    OpenElsewhere.
    """
    found, seat = take_up(source_id, rules.AGAIN, revision, acting_user=acting_user, at=at)
    refuse_faults(SourceChange(), {"words": (words, "")}, {"day": fault_of_day(day, found.state_on, at)})
    _refuse_taken(found, acting_user, at)
    listed = found.changes.filter(kind=Kind.LISTED).order_by("-pk").first()
    found.state, found.state_on = (State.LISTED, listed.day) if listed else (State.WATCHED, day)
    found.case = None
    change = turn(found, Kind.AGAIN, day, acting_user=acting_user, at=at, words=words.strip())
    facts = [fact_of(row, salt=found.person.salt) for row in (found, change)]
    write_entry(found.unit_id, "watch_again", seat, facts, acting_user=acting_user, at=at, refs=refs_of(found))
    return found


def _refuse_taken(found: Source, acting_user: User, at: datetime.datetime) -> None:
    """Who is the cell's own person is told of without being a probe."""
    with busy():
        person = Person.objects.select_for_update().get(pk=found.person_id)
    known = known_of(person, local_day(at))
    try:
        refuse_member(known)
        refuse_watched(person, found.unit, acting_user, at, but=found.pk)
    except InvalidFacts as refusal:
        raise Refused(refusal.sentence) from refusal
    refuse_open_case(known, acting_user, at)
