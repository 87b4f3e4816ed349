"""A code opens the ballot of its meeting, once in each, for whoever was handed it; guessing is slowed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.refusals import InvalidFacts
from journal.models import Entry
from journal.verify import verify
from meetings.ballots.casting import cast_with_code, new_receipt
from meetings.ballots.codes import issue_codes
from meetings.ballots.refusals import AlreadyVoted, BallotOver, NotPresent, UnknownCode
from meetings.calling import cancel_meeting
from meetings.models import BallotPaper, Mark, VotingCode
from meetings.refusals import NotConvener
from meetings.sitting import RollGiven, record_roll
from tests.admission_flow.untouched import nothing_written
from tests.meetings.ballots.polled import Polled
from tests.people import Bloc


@pytest.fixture
def held(bloc: Bloc) -> Polled:
    seated: Polled = Polled(bloc).with_cases(2).seated(absent={8: "accepted"})  # type: ignore[assignment]
    return seated


def code_of(held: Polled, place: int) -> str:
    drawn = issue_codes(held.meeting.pk, held.version, [held.attendees[place].pk], **held.by)
    return drawn[0][1]


def vote(held: Polled, code: str, choice: str = "for", ballot: int | None = None) -> str:
    return cast_with_code(ballot or held.ballot.pk, code, choice, new_receipt(), at=timezone.now())


def test_once_in_each_ballot(held: Polled) -> None:
    code = code_of(held, 4)
    held.polled()
    vote(held, code.lower()[:5] + " -" + code.lower()[5:], "against")
    mark = Mark.objects.get()
    assert (mark.attendee_id, mark.by_code) == (held.attendees[4].pk, True)
    assert Entry.objects.get(verb="cast").actor_id is None
    with nothing_written(), pytest.raises(AlreadyVoted):
        vote(held, code)
    with nothing_written(), pytest.raises(AlreadyVoted):
        held.cast(4)  # nor with the account
    held.cast_by("ffff").counted()
    held.polled()
    vote(held, code)
    assert BallotPaper.objects.count() == 6
    assert verify().holds


def test_only_its_digest_is_kept(held: Polled) -> None:
    code = code_of(held, 4)
    row = VotingCode.objects.get()
    assert code not in (row.digest, *map(str, Entry.objects.values_list("refs", "facts")))
    assert len(row.digest) == 64


def test_a_new_code_ends_the_former(held: Polled) -> None:
    former = code_of(held, 4)
    code = code_of(held, 4)
    held.polled()
    with nothing_written(), pytest.raises(UnknownCode):
        vote(held, former)
    vote(held, code)


@pytest.mark.parametrize("code", ["", " ", "AAAAA", "23456789AB" * 4, "ẠẠẠẠẠ"])
def test_no_code_of_ours(held: Polled, code: str) -> None:
    code_of(held, 4)
    held.polled()
    with nothing_written(), pytest.raises(UnknownCode):
        vote(held, code)


def test_a_code_of_another_meeting(held: Polled) -> None:
    other: Polled = Polled(held.bloc, held.bloc.committee, held.bloc.committee_secretary)
    other.with_cases(1, "grassroots_approval").seated()
    code = code_of(other, 0)
    held.polled()
    with nothing_written(), pytest.raises(UnknownCode):
        vote(held, code)


def test_codes_end_with_the_meeting_and_with_presence(held: Polled) -> None:
    code = code_of(held, 7)
    held.polled()
    roll = held.attendees
    away = {roll[place].person_id: "accepted" for place in (7, 8)}
    record_roll(held.meeting.pk, held.version, RollGiven(roll[0].person_id, roll[1].person_id, away), **held.by)
    with nothing_written(), pytest.raises(NotPresent):
        vote(held, code)
    held.annulled()
    other = code_of(held, 6)
    with nothing_written(), pytest.raises(BallotOver):
        vote(held, other)
    cancel_meeting(held.meeting.pk, held.version, "Hoãn", **held.by)
    with nothing_written(), pytest.raises(UnknownCode):
        vote(held, code)


def test_for_whom_codes_are_drawn(held: Polled) -> None:
    roll = held.attendees
    for wrong in ([], [roll[8].pk], [0], [roll[0].pk, 0]):
        with nothing_written(), pytest.raises(InvalidFacts):
            issue_codes(held.meeting.pk, held.version, wrong, **held.by)
    stranger = {**held.by, "acting_user": held.bloc.standing_member}
    with nothing_written(), pytest.raises(NotConvener):
        issue_codes(held.meeting.pk, held.version, [roll[0].pk], **stranger)


def test_the_shared_screen(held: Polled, client: Client) -> None:
    code = code_of(held, 4)
    asked = client.get("/vote/")
    assert asked.status_code == 200
    assert held.journeys[0].case.number not in asked.content.decode()
    early = client.post("/vote/", {"code": code})
    assert early.status_code == 409
    assert "chưa mở bỏ phiếu" in early.content.decode()
    held.polled()
    paper = client.post("/vote/", {"code": code})
    assert paper.status_code == 200
    assert "no-store" in paper.headers["Cache-Control"]
    assert " checked" not in paper.content.decode()
    sent = {"code": code, "ballot": held.ballot.pk, "receipt": paper.context["receipt"]}
    none = client.post("/vote/", sent)
    assert none.status_code == 409
    assert not Mark.objects.exists()
    done = client.post("/vote/", sent | {"choice": "2"})
    assert done.status_code == 200
    assert sent["receipt"][:5] in done.content.decode()
    assert BallotPaper.objects.get().choice == "against"
    again = client.post("/vote/", sent | {"choice": "2"})  # the answer was lost on the way
    assert again.status_code == 200
    assert BallotPaper.objects.count() == 1
    once_more = client.post("/vote/", {"code": code})
    assert once_more.status_code == 409
    assert 'name="choice"' not in once_more.content.decode()
    assert client.session.get("code") is None


def test_guessing_is_slowed(held: Polled, client: Client) -> None:
    code = code_of(held, 4)
    held.polled()
    guesser: Any = {"REMOTE_ADDR": "198.51.100.7"}  # others on this machine type codes in other tests
    for _guess in range(20):
        assert client.post("/vote/", {"code": "AAAAAAAAAA"}, **guesser).status_code == 409
    assert client.post("/vote/", {"code": code}, **guesser).status_code == 429
    assert client.post("/vote/", {"code": code}).status_code == 200
    assert not Mark.objects.exists()
