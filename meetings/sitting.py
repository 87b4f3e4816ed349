"""The sitting itself: the roll frozen and recorded, the results item by item."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from admission_flow.engine import waiting
from admission_flow.refusals import InvalidFacts, Refused, Sentence
from admission_flow.rules.tallies import CARDS, SECRET, Tally
from admission_flow.wording import fault_sentence
from meetings.bodies import Matter, absences_at, body_of, matters_at
from meetings.models import Attendee, Ballot, Item, Mark, Meeting
from meetings.refusals import NotNow
from meetings.taking_up import day_of, items_of, take_up, write_end
from orgs.models import User

S, R = Meeting.Status, Item.Result
# What an item keeps of a count.
COUNTS = ("issued", "returned", "votes_for", "votes_against", "votes_other", "votes_invalid")
# And of the roll.
ROLL = ("present", "absent")
# How the rules count what was voted on in the system.
COUNTED_AS = {Meeting.Voting.OPEN_HERE: CARDS, Meeting.Voting.SECRET_HERE: SECRET}


@dataclass(frozen=True)
class RollGiven:
    """Who chairs and who writes the minutes (ids of orgs.Person); why each absent person of the roll is absent; who
    counts the ballots. Whoever is not named absent is present."""

    chair: int
    secretary: int
    absent: Mapping[int, str]
    tellers: Collection[int] = ()


@dataclass(frozen=True)
class ResultGiven:
    """What became of one item. The counts of a secret vote have ballots; `supply` is one thing a line."""

    item: int
    result: str
    voting: str = ""
    issued: int | None = None
    returned: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_other: int | None = None
    votes_invalid: int | None = None
    outcome: str = ""
    reason: str = ""
    supply: str = ""


@transaction.atomic
def open_meeting(meeting_id: int, version: int, *, acting_user: User, at: datetime.datetime) -> Meeting:
    """The roll is frozen: all official members of the cell, or the committee's members, on the day of the meeting.

    Raises as `take_up`; NotNow before that day, and where nobody is on the roll.
    """
    meeting = take_up(meeting_id, version, [S.CALLED], acting_user=acting_user, at=at)
    day = day_of(meeting)
    if day > timezone.localdate(at):
        sentence = _(
            "The meeting is called for %(day)s and can't be opened before. If it meets earlier, change its day."
        )
        raise NotNow(sentence % {"day": date_format(day, "SHORT_DATE_FORMAT")})
    body = body_of(meeting.unit, day)
    if not body:
        raise NotNow(_("Nobody is on the roll of this body on that day. Check the register, or the committee's seats."))
    roll = Attendee.objects.bulk_create(
        Attendee(meeting=meeting, person=person, role=role, place=place)
        for place, (person, role) in enumerate(body, start=1)
    )
    meeting.status, meeting.opened_at = S.OPEN, at
    write_end(meeting, "open_meeting", roll, ["status", "opened_at"], acting_user=acting_user, at=at)
    return meeting


@transaction.atomic
def record_roll(
    meeting_id: int, version: int, given: RollGiven, *, acting_user: User, at: datetime.datetime
) -> Meeting:
    """Who is there, who is not and why, who chairs, writes and counts. Raises as `take_up`; Busy while somebody votes
    at this moment; InvalidFacts, also where somebody is told absent who has voted."""
    meeting = take_up(meeting_id, version, [S.OPEN], acting_user=acting_user, at=at)
    with waiting():
        roll = list(meeting.roll.select_related("person").select_for_update(of=("self",)))
    _refuse_faults_of_roll(meeting, given, {one.person_id for one in roll})
    _refuse_absent_who_voted(meeting, given)
    for one in roll:
        one.absence = given.absent.get(one.person_id, "")
        one.present = not one.absence
        one.teller = one.person_id in given.tellers
    Attendee.objects.bulk_update(roll, ["present", "absence", "teller"])
    meeting.chair_id, meeting.secretary_id = given.chair, given.secretary
    write_end(meeting, "record_roll", roll, ["chair", "secretary"], acting_user=acting_user, at=at)
    return meeting


def roll_of(meeting: Meeting) -> list[Attendee]:
    """The roll with its people, in its order. One statement."""
    return list(meeting.roll.select_related("person"))


def _refuse_faults_of_roll(meeting: Meeting, given: RollGiven, people: set[int]) -> None:
    there = people - set(given.absent)
    errors: dict[str, list[Sentence]] = {}
    if given.chair not in there:
        errors["chair"] = [_("Who chairs the meeting is on its roll, and present.")]
    if given.secretary not in there:
        errors["secretary"] = [_("Who writes the minutes is on the roll, and present.")]
    elif given.secretary == given.chair:
        errors["secretary"] = [_("The chair does not write the minutes. Choose another.")]
    if not set(given.tellers) <= there:
        errors["tellers"] = [_("Who counts the ballots is on the roll, and present.")]
    if not set(given.absent) <= people or not set(given.absent.values()) <= set(absences_at(meeting.unit)):
        errors["absent"] = [_("Choose a reason of the list for each person who is absent.")]
    if errors:
        raise InvalidFacts(errors)


def _refuse_absent_who_voted(meeting: Meeting, given: RollGiven) -> None:
    voting = Mark.objects.filter(ballot__meeting=meeting, ballot__status=Ballot.Status.OPEN)
    names = set(voting.filter(attendee__person__in=given.absent).values_list("attendee__person__full_name", flat=True))
    if names:
        sentence = _("%(names)s: has voted in the ballot that is open, and so is present. Close it first.")
        raise InvalidFacts.of("absent", sentence % {"names": ", ".join(sorted(names))})


def ballots_of(meeting: Meeting) -> dict[int, Ballot]:
    """The ballot of each item that has one, open or closed, by the item's id. One statement."""
    return {ballot.item_id: ballot for ballot in meeting.ballots.filter(status__in=Ballot.STANDING)}


@transaction.atomic
def record_results(
    meeting_id: int, version: int, given: Sequence[ResultGiven], *, acting_user: User, at: datetime.datetime
) -> Meeting:
    """What became of these items, all of them or none. A result may be changed until the meeting is closed.

    Raises as `take_up`; Refused before the roll is recorded; InvalidFacts, its fields named item-ID-NAME.
    """
    meeting = take_up(meeting_id, version, [S.OPEN], acting_user=acting_user, at=at)
    roll = roll_of(meeting)
    if any(one.present is None for one in roll):
        raise Refused(_("Record who is present first: the votes are counted against them."))
    matters = matters_at(meeting.unit, day_of(meeting))
    known = {item.pk: item for item in items_of(meeting) if item.live}
    ballots = ballots_of(meeting)
    errors: dict[str, list[Sentence]] = {}
    for one in given:
        item = known.get(one.item)
        if item is None:
            raise Refused(_("An item has been taken off the agenda meanwhile. Look at the meeting as it is now."))
        matter = matters[item.task.step]
        if item.pk in ballots:
            faults = _keep_beside_ballot(item, one, matter, ballots[item.pk])
        else:
            before = _said(item)
            _keep(item, one, matter)
            _count_against(item, roll, matter, before)
            faults = _faults_without_ballot(item) or faults_of_item(item, roll, matter)
        for field, sentences in faults.items():
            errors[f"item-{item.pk}-{field}"] = sentences
    if errors:
        raise InvalidFacts(errors)
    touched = [known[one.item] for one in given]
    Item.objects.bulk_update(touched, ["result", "voting", *COUNTS, *ROLL, "outcome", "reason", "supply"])
    write_end(meeting, "record_results", touched, [], acting_user=acting_user, at=at)
    return meeting


def _keep(item: Item, given: ResultGiven, matter: Matter) -> None:
    """What is given, without what doesn't belong to such a result."""
    voted = given.result == R.VOTED and matter.rule is not None
    secret = voted and given.voting == Meeting.Voting.SECRET
    item.result = given.result
    item.voting = given.voting if voted else ""
    for name in COUNTS:
        of_ballots = name in ("issued", "returned", "votes_invalid")
        value = getattr(given, name) if voted and (secret or not of_ballots) else None
        setattr(item, name, value)
    only = matter.outcomes[0] if len(matter.outcomes) == 1 else ""
    item.outcome = (given.outcome or only) if given.result == R.VOTED else ""
    item.reason = given.reason.strip() if given.result != R.PENDING else ""
    item.supply = given.supply.strip() if given.result == R.RETURNED else ""


def _said(item: Item) -> tuple[object, ...]:
    return (item.result, item.voting, *(getattr(item, name) for name in COUNTS))


def _count_against(item: Item, roll: Sequence[Attendee], matter: Matter, before: tuple[object, ...]) -> None:
    """A new or another vote is counted against who is there now; one that is only saved again, against who was."""
    if item.result != R.VOTED or matter.rule is None:
        item.present, item.absent = None, {}
    elif item.present is None or _said(item) != before:
        item.present, item.absent = there(roll)


def there(roll: Sequence[Attendee]) -> tuple[int, dict[str, int]]:
    """How many of the roll are present now, and how many are absent for each reason."""
    absent = Counter(one.absence for one in roll if one.present is False)
    return sum(one.present is True for one in roll), dict(absent)


def _keep_beside_ballot(item: Item, given: ResultGiven, matter: Matter, ballot: Ballot) -> dict[str, list[Sentence]]:
    """The reason, and once it is counted what follows: what a ballot is to say, or has said, nobody types."""
    counts = {name: getattr(given, name) for name in COUNTS}
    typed = given.result != item.result or any(
        value not in (None, getattr(item, name)) for name, value in counts.items()
    )
    if typed or given.voting not in ("", item.voting):
        return {"result": [_("A ballot in the system was opened on this item; its count is the result.")]}
    if given.outcome not in ("", item.outcome):
        if ballot.status != Ballot.Status.CLOSED or given.outcome not in matter.outcomes:
            return {"outcome": [_("What is put to the vote stands while the ballot is open.")]}
        item.outcome = given.outcome
    item.reason = given.reason.strip()
    return {}


def _faults_without_ballot(item: Item) -> dict[str, list[Sentence]]:
    if item.result == R.VOTED and item.voting in Meeting.IN_THE_SYSTEM:
        return {"voting": [_("Open the ballot of this item: its count comes from there, and is not typed.")]}
    return {}


def faults_of_item(item: Item, roll: Sequence[Attendee], matter: Matter) -> dict[str, list[Sentence]]:
    """What is missing or doesn't add up, by field; empty where the item is sound, or still to be taken."""
    if item.result not in (R.PENDING, R.VOTED, R.ADJOURNED, R.RETURNED):
        return {"result": [_("Choose what became of the item.")]}
    if item.result == R.ADJOURNED:
        return {} if item.reason else {"reason": [_("Write why the item is adjourned.")]}
    if item.result == R.RETURNED:
        return _faults_of_return(item)
    return _faults_of_vote(item, roll, matter) if item.result == R.VOTED else {}


def _faults_of_return(item: Item) -> dict[str, list[Sentence]]:
    faults: dict[str, list[Sentence]] = {}
    if not item.reason:
        faults["reason"] = [_("Say why the file goes back.")]
    if not item.supply:
        faults["supply"] = [_("List what the cell is to supply.")]
    return faults


def _faults_of_vote(item: Item, roll: Sequence[Attendee], matter: Matter) -> dict[str, list[Sentence]]:
    if matter.rule is None:
        return {} if item.reason else {"reason": [_("Write the committee's appraisal.")]}
    faults: dict[str, list[Sentence]] = {}
    if matter.outcomes and item.outcome not in matter.outcomes:
        faults["outcome"] = [_("Choose what was put to the vote.")]
    if item.votes_for is None:
        return faults | {"votes_for": [_("Enter the count.")]}
    for fault, numbers in tally_of(item, roll).faults():
        faults.setdefault(_FIELDS.get(fault, "votes_for"), []).append(fault_sentence(fault, numbers))
    return faults


# The field of an item that a fault of its count is told beside; of the others, the votes in favour.
_FIELDS = {
    "no_form_of_voting": "voting",
    "ballots_not_counted": "issued",
    "more_issued_than_present": "issued",
    "more_returned_than_issued": "returned",
    "votes_are_not_the_returned": "returned",
}


def tally_of(item: Item, roll: Sequence[Attendee]) -> Tally:
    """The count of this item against the whole roll, as it was when the result was recorded."""
    present, absent = there(roll) if item.present is None else (item.present, item.absent)
    return Tally(
        len(roll),
        present,
        item.votes_for or 0,
        item.votes_against or 0,
        item.votes_other or 0,
        item.votes_invalid or 0,
        COUNTED_AS.get(item.voting, item.voting),  # type: ignore[call-overload]
        item.issued,
        item.returned,
        absent,
    )
