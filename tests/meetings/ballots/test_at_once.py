"""Everybody votes at the same moment, some twice, while another meeting is closed twice: one paper each."""

from __future__ import annotations

import datetime
import itertools
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.db import connections
from django.utils import timezone

from admission_flow.models import Decision
from admission_flow.refusals import Refused
from journal.models import Entry
from journal.verify import verify
from meetings.ballots.casting import cast, new_receipt
from meetings.ballots.refusals import AlreadyVoted, BallotOver, NotPresent
from meetings.ballots.running import close_ballot
from meetings.closing import close_meeting
from meetings.models import Attendee, Ballot, BallotPaper, Mark, Meeting, Receipt
from meetings.sitting import RollGiven, record_roll
from orgs.models import User
from tests.databases import at_once, rounds
from tests.meetings.ballots.polled import Polled
from tests.meetings.sittings import Held
from tests.people import add_members, build_bloc, make_person

VOTERS, THREADS = 200, 60
CHOICES = ("for", "against", "other")


def a_cell_of(voters: int) -> Polled:
    """A cell with so many official members, each with an account, all present, before an open secret ballot."""
    bloc = build_bloc()
    missing = voters - 12
    add_members(bloc.cell, [make_person(f"Trần Văn Đông {number}") for number in range(missing)])
    held: Any = Polled(bloc, bloc.cell, bloc.cell_secretary).with_cases(1, "cell_vote").seated()
    for place in range(voters):
        held.account(place)
    polled: Polled = held.polled(outcome="")
    return polled


def voting(ballot: Ballot, account: User, choice: str) -> BaseException | str:
    try:
        return cast(ballot.pk, choice, new_receipt(), acting_user=account, at=timezone.now())
    except Refused as refusal:
        return refusal
    finally:
        connections.close_all()


def closing(held: Held, version: int, by: dict[str, Any]) -> Meeting | BaseException:
    try:
        return close_meeting(held.meeting.pk, version, **by)
    except Refused as refusal:
        return refusal
    finally:
        connections.close_all()


def test_two_hundred_at_once(own_database: str) -> None:
    held = a_cell_of(VOTERS)
    accounts = list(User.objects.filter(person__in=[one.person_id for one in held.attendees]))
    assert len(accounts) == VOTERS
    choices = itertools.cycle(CHOICES)
    calls = [(held.ballot, account, choice) for account, choice in zip(accounts, choices, strict=False)]
    other = Held(held.bloc).with_cases(3).seated().voted()
    with ThreadPoolExecutor(THREADS) as pool:
        votes = [pool.submit(voting, *call) for call in calls[:100]]
        closings = [pool.submit(closing, other, other.version, other.by) for _time in range(2)]
        votes += [pool.submit(voting, *call) for call in calls[100:] + calls[:40]]  # forty press twice
        told, closed = [one.result() for one in votes], [one.result() for one in closings]
    assert sorted(type(one).__name__ for one in closed) == ["AlreadyClosed", "Meeting"]
    assert Decision.objects.filter(step="bloc_decision").count() == 3
    receipts = [one for one in told if isinstance(one, str)]
    assert len(receipts) == len(set(receipts)) == VOTERS
    assert sum(isinstance(one, AlreadyVoted) for one in told) == 40
    assert Mark.objects.count() == BallotPaper.objects.count() == Receipt.objects.count() == VOTERS
    assert Entry.objects.filter(stream=f"ballot:{held.ballot.pk}", verb="cast").count() == VOTERS
    ballot = held.counted()
    assert (ballot.votes_for, ballot.votes_against, ballot.votes_other) == (67, 67, 66)
    assert verify().holds


def test_one_number_for_two(own_database: str) -> None:
    """Two send the same number at the same moment: one of them is told another, and both have voted."""
    held = a_cell_of(12)
    accounts = [held.account(place) for place in (0, 1)]
    votes = [partial(cast, held.ballot.pk, "for", "0123456789", acting_user=one, at=timezone.now()) for one in accounts]
    told = at_once(*votes)
    assert "0123456789" in told
    assert len(set(map(str, told))) == 2
    assert all(isinstance(one, str) for one in told)
    assert BallotPaper.objects.count() == Receipt.objects.count() == 2


def test_closed_twice_while_they_vote(own_database: str) -> None:
    held = a_cell_of(40)
    held.cast_by("f" * 21)  # as many as must
    seen, by = held.version, held.by
    accounts = [held.account(place) for place in range(21, 40)]

    def closing() -> Ballot:
        return close_ballot(held.meeting.pk, seen, held.ballot.pk, True, **by)

    votes = [lambda account=account: voting(held.ballot, account, "for") for account in accounts]
    told = at_once(*votes[:10], closing, closing, *votes[10:])
    assert sum(isinstance(one, Ballot) for one in told) == 1
    cast_in_time = [one for one in told if isinstance(one, str)]
    assert all(isinstance(one, str | Ballot | BallotOver) for one in told if not isinstance(one, Refused))
    ballot = Ballot.objects.get()
    assert ballot.status == "closed"
    assert ballot.votes_for == ballot.marks_counted == 21 + len(cast_in_time) == BallotPaper.objects.count()
    assert verify().holds


def test_struck_from_presence_while_voting(own_database: str) -> None:
    held = a_cell_of(12)
    for _round in rounds(3):
        voter = held.attendees[11]
        seats = RollGiven(held.attendees[0].person_id, held.attendees[1].person_id, {voter.person_id: "accepted"})
        seen, by, account = held.version, held.by, held.account(11)
        voted, struck = at_once(
            lambda: voting(held.ballot, account, "for"),  # noqa: B023
            lambda: record_roll(held.meeting.pk, seen, seats, **by),  # noqa: B023
        )
        present = Attendee.objects.get(pk=voter.pk).present
        if isinstance(voted, str):
            assert present
            assert isinstance(struck, Exception)
        else:
            assert isinstance(voted, NotPresent)
            assert present is False
        assert Mark.objects.filter(ballot=held.ballot, attendee=voter).count() == int(isinstance(voted, str))
        held.annulled()
        assert verify().holds
        everybody = RollGiven(seats.chair, seats.secretary, {})
        record_roll(held.meeting.pk, held.version, everybody, **held.by)
        held.polled(outcome="")


def test_the_moment_is_the_votes_own(own_database: str) -> None:
    """A paper and a receipt have no column for a time or an order."""
    columns = {field.name for model in (BallotPaper, Receipt) for field in model._meta.get_fields()}
    assert columns == {"id", "ballot", "choice", "number"}
    assert isinstance(timezone.now(), datetime.datetime)
