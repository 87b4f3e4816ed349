"""Casting a vote: mark, paper, receipt and journal entry in one transaction, and nothing that joins the first and the
second once the papers are mixed.

The choice is in the paper's row and nowhere else: not in the entry, not in an address, and hidden from error reports.
"""

from __future__ import annotations

import datetime
import re
import secrets

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from admission_flow.engine import waiting
from journal import record
from journal.facts import fact_of
from meetings.access import runners
from meetings.ballots.codes import attendee_of
from meetings.ballots.refusals import AlreadyVoted, BallotOver, NoChoice, NotPresent, UnknownCode
from meetings.models import Attendee, Ballot, BallotPaper, Choice, Mark, Meeting, Receipt
from notices.tell import changed
from orgs.models import User

RECEIPT = re.compile(r"\A[0-9]{10}\Z")


def new_receipt() -> str:
    """Ten random digits, handed to the voter's page before the vote, so that a vote whose answer was lost on the way
    can be sent again and is told the same number."""
    return f"{secrets.randbelow(10**10):010d}"


@sensitive_variables()
@transaction.atomic
def cast(ballot_id: int, choice: str, receipt: str, *, acting_user: User, at: datetime.datetime) -> str:
    """One's own vote in this ballot, once. The number of the receipt; empty in an open ballot.

    Sent again with the same receipt, the same is said again and nothing written. Raises NotPresent, BallotOver,
    AlreadyVoted, NoChoice, Busy.
    """
    ballot = _taken_up(ballot_id)
    person = acting_user.person_id
    attendee = ballot.meeting.roll.filter(person=person).first() if person else None
    return _cast(ballot, attendee, choice, receipt, acting_user=acting_user, at=at)


@sensitive_variables()
@transaction.atomic
def cast_with_code(ballot_id: int, code: str, choice: str, receipt: str, *, at: datetime.datetime) -> str:
    """The vote of whoever holds the code, once in each ballot. Raises UnknownCode, and as `cast`."""
    ballot = _taken_up(ballot_id)
    attendee = attendee_of(code)
    if attendee is None or attendee.meeting_id != ballot.meeting_id:
        raise UnknownCode
    return _cast(ballot, attendee, choice, receipt, acting_user=None, at=at)


def _taken_up(ballot_id: int) -> Ballot:
    """The ballot, held open until this vote is written: whoever closes it waits for that. Raises BallotOver, Busy."""
    with waiting():
        rows = Ballot.objects.raw("SELECT * FROM meetings_ballot WHERE id = %s FOR SHARE", [ballot_id])
        ballot = next(iter(rows), None)
    if ballot is None:
        raise BallotOver
    return ballot


@sensitive_variables()
def _cast(
    ballot: Ballot,
    attendee: Attendee | None,
    choice: str,
    receipt: str,
    *,
    acting_user: User | None,
    at: datetime.datetime,
) -> str:
    if attendee is None or not _is_present(attendee):
        raise NotPresent
    before = Mark.objects.filter(ballot=ballot, attendee=attendee).first()
    if before is not None:
        return _said_again(ballot, before, choice, receipt)
    if ballot.status != Ballot.Status.OPEN or ballot.meeting.status != Meeting.Status.OPEN:
        raise BallotOver
    if choice not in Choice.values:
        raise NoChoice
    mark = Mark(ballot=ballot, attendee=attendee, choice="" if ballot.secret else choice, by_code=acting_user is None)
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
    except IntegrityError:
        return _said_again(ballot, Mark.objects.get(ballot=ballot, attendee=attendee), choice, receipt)
    told = _put_in_the_urn(ballot, choice, receipt) if ballot.secret else ""
    refs = {"meeting": ballot.meeting_id, "ballot": ballot.pk, "attendee": attendee.pk, "by_code": mark.by_code}
    record.append(f"ballot:{ballot.pk}", "cast", acting_user=acting_user, at=at, refs=refs, facts=[fact_of(mark)])
    changed(runners(ballot.meeting, at), f"ballot:{ballot.meeting_id}")
    return told


def _is_present(attendee: Attendee) -> bool:
    """As the roll stands now; whoever changes it waits for this vote, or this vote for them."""
    with waiting():
        rows = Attendee.objects.raw("SELECT * FROM meetings_attendee WHERE id = %s FOR SHARE", [attendee.pk])
        return next(iter(rows)).present is True


@sensitive_variables()
def _put_in_the_urn(ballot: Ballot, choice: str, receipt: str) -> str:
    BallotPaper.objects.create(ballot=ballot, choice=choice)
    number = receipt if RECEIPT.match(receipt) else new_receipt()
    while not _is_told(ballot, number):
        number = new_receipt()
    return number


@sensitive_variables()
def _is_told(ballot: Ballot, number: str) -> bool:
    """Whether the number is this voter's now; somebody else may have it, or get it at this moment."""
    try:
        with transaction.atomic():
            Receipt.objects.create(ballot=ballot, number=number)
    except IntegrityError:
        return False
    return True


@sensitive_variables()
def _said_again(ballot: Ballot, before: Mark, choice: str, receipt: str) -> str:
    """What was told the first time, to whoever sends the same page again. Raises AlreadyVoted for anything else."""
    if ballot.secret and ballot.receipts.filter(number=receipt).exists():
        return receipt
    if not ballot.secret and before.choice == choice:
        return ""
    raise AlreadyVoted
