"""A ballot opened, closed, annulled or set aside, by whoever runs the meeting."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.engine import waiting
from admission_flow.refusals import InvalidFacts, Refused
from journal.facts import fact_of
from journal.record import Act
from meetings.ballots import urn
from meetings.ballots.checking import faults_of
from meetings.ballots.logs import settings_that_tell
from meetings.ballots.refusals import BallotOver, NotSecret
from meetings.bodies import Matter, matters_at
from meetings.models import Ballot, Choice, Item, Mark, Meeting
from meetings.sitting import COUNTS, ROLL, roll_of, there
from meetings.taking_up import day_of, items_of, take_up, write_end
from orgs.models import User

V, R, B = Meeting.Voting, Item.Result, Ballot.Status


@transaction.atomic
def open_ballot(
    meeting_id: int, version: int, item_id: int, voting: str, outcome: str, *, acting_user: User, at: datetime.datetime
) -> Ballot:
    """Everybody present may now vote on this item. `outcome` is what is put to the vote, where the body chooses.

    Raises as `take_up`; Refused before the roll is recorded, for an item that is not to be voted on, or while another
    ballot is open; InvalidFacts; NotSecret where the database's log would tell the choices.
    """
    meeting = take_up(meeting_id, version, [Meeting.Status.OPEN], acting_user=acting_user, at=at)
    if any(one.present is None for one in roll_of(meeting)):
        raise Refused(_("Record who is present first: the votes are counted against them."))
    item = _item_to_vote_on(meeting, item_id)
    matter = matters_at(meeting.unit, day_of(meeting))[item.task.step]
    item.outcome = _put_to_vote(matter, voting, outcome)
    item.voting = voting
    if voting == V.SECRET_HERE and (told := settings_that_tell()):
        raise NotSecret(", ".join(told))
    item.save(update_fields=["voting", "outcome"])
    ballot = Ballot.objects.create(
        meeting=meeting,
        item=item,
        secret=voting == V.SECRET_HERE,
        put_to_vote=item.outcome,
        opened_at=at,
        opened_by=acting_user,
    )
    _write_end(meeting, "open_ballot", ballot, item, acting_user=acting_user, at=at)
    return ballot


def _item_to_vote_on(meeting: Meeting, item_id: int) -> Item:
    live = {item.pk: item for item in items_of(meeting) if item.live}
    item = live.get(item_id)
    if item is None:
        raise Refused(_("An item has been taken off the agenda meanwhile. Look at the meeting as it is now."))
    if item.result != R.PENDING:
        raise Refused(_("This item has a result already. Clear it before it is voted on."))
    if meeting.ballots.filter(status=B.OPEN).exists():
        raise Refused(_("Another ballot is open. Candidates are taken one by one: close it first."))
    return item


def _put_to_vote(matter: Matter, voting: str, outcome: str) -> str:
    """What is voted on. Raises InvalidFacts, and Refused where the body doesn't vote."""
    if matter.rule is None:
        raise Refused(_("The body reports on this item and doesn't vote on it."))
    if voting not in Meeting.IN_THE_SYSTEM:
        raise InvalidFacts.of("voting", _("Choose an open or a secret ballot in the system."))
    if len(matter.outcomes) < 2:
        return next(iter(matter.outcomes), "")
    if outcome not in matter.outcomes:
        raise InvalidFacts.of("outcome", _("Choose what is put to the vote."))
    return outcome


@transaction.atomic
def close_ballot(
    meeting_id: int, version: int, ballot_id: int, incomplete: bool, *, acting_user: User, at: datetime.datetime
) -> Ballot:
    """No more votes: the papers are mixed and counted, and the count is the item's result.

    Whoever is present and has not voted counts as a paper not returned in a secret ballot, where `incomplete` says that
    this is meant; an open one waits for everybody. Raises as `take_up`; BallotOver; InvalidFacts; Refused where votes
    are missing, or too few have voted for their count to tell nobody's choice, or the urn doesn't add up.
    """
    meeting = take_up(meeting_id, version, [Meeting.Status.OPEN], acting_user=acting_user, at=at)
    ballot, item = _open_one(meeting, ballot_id)
    present, absent = there(roll_of(meeting))
    marks = Mark.objects.filter(ballot=ballot).count()
    _refuse_incomplete(ballot, present, marks, incomplete)
    if ballot.secret:
        urn.mix(ballot)
        ballot.papers_digest = urn.papers_digests([ballot.pk])[ballot.pk]
        ballot.receipts_digest = urn.receipts_digests([ballot.pk])[ballot.pk]
    counted = urn.count(ballot)
    ballot.status, ballot.closed_at, ballot.closed_by = B.CLOSED, at, acting_user
    ballot.present, ballot.marks_counted = present, marks
    for choice, votes in counted.items():
        setattr(ballot, f"votes_{choice}", votes)
        setattr(item, f"votes_{choice}", votes)
    item.result, item.present, item.absent = R.VOTED, present, absent
    if ballot.secret:
        item.issued, item.returned, item.votes_invalid = present, sum(counted.values()), 0
    ballot.save(update_fields=_CLOSED)
    item.save(update_fields=["result", *ROLL, *COUNTS])
    for fault in faults_of([ballot.pk]).values():
        raise Refused(fault)
    _write_end(meeting, "close_ballot", ballot, item, acting_user=acting_user, at=at)
    return ballot


_CLOSED = [
    "status", "closed_at", "closed_by", "present", "marks_counted", "votes_for", "votes_against", "votes_other",
    "papers_digest", "receipts_digest",
]  # fmt: skip


def _open_one(meeting: Meeting, ballot_id: int) -> tuple[Ballot, Item]:
    """The ballot, locked against whoever is voting at this moment. Raises Busy, BallotOver."""
    with waiting():
        ballot = Ballot.objects.select_for_update(of=("self",)).filter(meeting=meeting, pk=ballot_id).first()
    if ballot is None or ballot.status != B.OPEN:
        raise BallotOver
    return ballot, Item.objects.select_related("case", "task").get(pk=ballot.item_id)


def least_votes(present: int) -> int:
    """So many vote in a secret ballot before it may be counted: more than half of those present, three at least, or
    everybody of fewer. The count of one or two tells who they are and what they chose."""
    return min(present, max(3, present // 2 + 1))


def _refuse_incomplete(ballot: Ballot, present: int, marks: int, incomplete: bool) -> None:
    if not marks:
        raise Refused(_("Nobody has voted yet. Wait, or annul the ballot."))
    missing, least = present - marks, least_votes(present)
    if ballot.secret and marks < least:
        sentence = _(
            "%(marks)s of %(present)s present have voted. A secret ballot is counted when %(least)s have, so that its "
            "count tells nobody's choice. Wait, or annul it."
        )
        raise Refused(sentence % {"marks": marks, "present": present, "least": least})
    if ballot.secret and missing and not incomplete:
        sentence = ngettext(
            "%(count)s person present has not voted. Wait, or say that the ballot is to be counted without.",
            "%(count)s persons present have not voted. Wait, or say that the ballot is to be counted without.",
            missing,
        )
        raise InvalidFacts.of("incomplete", sentence % {"count": missing})
    if missing and not ballot.secret:
        sentence = ngettext(
            "%(count)s person present has not voted. In an open ballot everybody present votes; who can't with a "
            "phone, votes with a code.",
            "%(count)s persons present have not voted. In an open ballot everybody present votes; who can't with a "
            "phone, votes with a code.",
            missing,
        )
        raise Refused(sentence % {"count": missing})


@transaction.atomic
def annul_ballot(
    meeting_id: int, version: int, ballot_id: int, reason: str, *, acting_user: User, at: datetime.datetime
) -> Ballot:
    """The ballot does not count, before anybody knows what it says; its papers are destroyed, and the item waits.

    Raises as `take_up`; BallotOver; InvalidFacts without a reason.
    """
    meeting = take_up(meeting_id, version, [Meeting.Status.OPEN], acting_user=acting_user, at=at)
    ballot, item = _open_one(meeting, ballot_id)
    if not reason.strip():
        raise InvalidFacts.of("reason", _("Write why the ballot is annulled; it stands in the minutes."))
    urn.empty(ballot)
    ballot.status, ballot.annulled_because = B.ANNULLED, reason.strip()
    ballot.save(update_fields=["status", "annulled_because"])
    _write_end(meeting, "annul_ballot", ballot, item, acting_user=acting_user, at=at)
    return ballot


@transaction.atomic
def set_aside_ballot(
    meeting_id: int, version: int, ballot_id: int, reason: str, *, acting_user: User, at: datetime.datetime
) -> Ballot:
    """A counted ballot is not to decide the item: it is voted on again, adjourned, or the file goes back. Count, papers
    and reason stay, and stand in the minutes.

    Raises as `take_up`; BallotOver where it is not one that counts; InvalidFacts without a reason.
    """
    meeting = take_up(meeting_id, version, [Meeting.Status.OPEN], acting_user=acting_user, at=at)
    ballot = Ballot.objects.select_for_update().filter(meeting=meeting, pk=ballot_id, status=B.CLOSED).first()
    if ballot is None:
        raise BallotOver
    if not reason.strip():
        raise InvalidFacts.of("reason", _("Write why the ballot is set aside; it stands in the minutes."))
    item = Item.objects.select_related("case", "task").get(pk=ballot.item_id)
    ballot.status, ballot.annulled_because = B.SET_ASIDE, reason.strip()
    ballot.save(update_fields=["status", "annulled_because"])
    item.result, item.voting, item.outcome, item.present, item.absent = R.PENDING, "", "", None, {}
    for name in COUNTS:
        setattr(item, name, None)
    item.save(update_fields=["result", "voting", "outcome", *ROLL, *COUNTS])
    _write_end(meeting, "set_aside_ballot", ballot, item, acting_user=acting_user, at=at)
    return ballot


def _write_end(
    meeting: Meeting, verb: str, ballot: Ballot, item: Item, *, acting_user: User, at: datetime.datetime
) -> None:
    """The entry of the meeting and that of the ballot's own stream, with the count and the digests in both."""
    refs: dict[str, object] = {"ballot": ballot.pk, "item": item.pk, "case": item.case.number}
    if ballot.status == B.CLOSED:
        counted = {choice: getattr(ballot, f"votes_{choice}") for choice in Choice.values}
        refs |= {"present": ballot.present, "marks": ballot.marks_counted, **counted}
        refs |= {"papers": ballot.papers_digest, "receipts": ballot.receipts_digest} if ballot.secret else {}
    own = Act(
        stream=f"ballot:{ballot.pk}",
        verb=verb,
        acting_user=acting_user,
        at=at,
        refs={"meeting": meeting.pk, **refs},
        facts=[fact_of(ballot)],
    )
    write_end(meeting, verb, [item], [], acting_user=acting_user, at=at, refs=refs, also=[own])
