"""One vote each, of whoever is present, while the ballot is open; sent again, it is told again and not counted."""

from __future__ import annotations

import pytest
from django.utils import timezone

from journal.models import Entry
from journal.verify import verify
from meetings.ballots.casting import cast, new_receipt
from meetings.ballots.refusals import AlreadyVoted, BallotOver, NoChoice, NotPresent
from meetings.models import BallotPaper, Mark, Receipt
from meetings.sitting import RollGiven, record_roll
from tests.admission_flow.untouched import nothing_written
from tests.meetings.ballots.polled import Polled
from tests.people import Bloc, make_user


@pytest.fixture
def polled(bloc: Bloc) -> Polled:
    return Polled(bloc).with_cases(1).seated(absent={8: "accepted"}).polled()


def test_a_secret_vote(polled: Polled) -> None:
    receipt = polled.cast(3, "against", "0123456789")
    assert receipt == "0123456789"
    mark = Mark.objects.get()
    assert (mark.attendee_id, mark.choice, mark.by_code) == (polled.attendees[3].pk, "", False)
    assert BallotPaper.objects.get().choice == "against"
    assert Receipt.objects.get().number == receipt
    entry = Entry.objects.get(stream=f"ballot:{polled.ballot.pk}", verb="cast")
    assert entry.actor_id == polled.account(3).pk
    assert [fact["table"] for fact in entry.facts] == ["meetings.mark"]
    assert "against" not in str(entry.refs)
    assert receipt not in str(entry.refs)
    assert verify().holds


def test_an_open_vote(bloc: Bloc) -> None:
    held = Polled(bloc).with_cases(1).seated().polled(voting="open")
    assert held.cast(0, "other") == ""
    assert Mark.objects.get().choice == "other"
    assert not BallotPaper.objects.exists()
    assert not Receipt.objects.exists()


def test_a_second_vote(polled: Polled) -> None:
    receipt = polled.cast(0, "for")
    with nothing_written(), pytest.raises(AlreadyVoted):
        polled.cast(0, "against")
    with nothing_written():
        assert polled.cast(0, "for", receipt) == receipt  # the same page, sent again


def test_the_same_open_vote_sent_again(bloc: Bloc) -> None:
    held = Polled(bloc).with_cases(1).seated().polled(voting="open")
    held.cast(0, "for")
    with nothing_written():
        held.cast(0, "for")
    with nothing_written(), pytest.raises(AlreadyVoted):
        held.cast(0, "against")


def test_a_lost_answer_after_the_ballot_is_closed(polled: Polled) -> None:
    receipt = polled.cast(0, "for")
    polled.cast_by(".ffff").counted()
    assert polled.cast(0, "for", receipt) == receipt
    with pytest.raises(AlreadyVoted):
        polled.cast(0, "for")


@pytest.mark.parametrize("receipt", ["", "12", "1" * 40, "<b>0000000", "１２３４５６７８９０"])
def test_a_receipt_of_ones_own_making(polled: Polled, receipt: str) -> None:
    told = cast(polled.ballot.pk, "for", receipt, acting_user=polled.account(0), at=timezone.now())
    assert told != receipt
    assert len(told) == 10
    assert Receipt.objects.get().number == told


def test_a_receipt_that_somebody_else_has(polled: Polled) -> None:
    first = polled.cast(0, "for")
    second = polled.cast(1, "for", first)
    assert second != first
    assert Receipt.objects.count() == 2


def test_who_may_not_vote(polled: Polled) -> None:
    strangers = [polled.bloc.cell_secretary, polled.bloc.administrator, make_user(), polled.account(8)]
    for stranger in strangers:
        with nothing_written(), pytest.raises(NotPresent):
            cast(polled.ballot.pk, "for", new_receipt(), acting_user=stranger, at=timezone.now())


@pytest.mark.parametrize("choice", ["", "yes", "FOR", "for "])
def test_no_choice(polled: Polled, choice: str) -> None:
    with nothing_written(), pytest.raises(NoChoice):
        polled.cast(0, choice)


def test_a_ballot_that_is_over(polled: Polled) -> None:
    polled.cast_by("fffff").counted()
    with nothing_written(), pytest.raises(BallotOver):
        polled.cast(6)
    with nothing_written(), pytest.raises(BallotOver):
        cast(0, "for", new_receipt(), acting_user=polled.account(6), at=timezone.now())


def test_struck_from_presence_before_voting(polled: Polled) -> None:
    away = {polled.attendees[place].person_id: "accepted" for place in (7, 8)}
    chair, secretary = (polled.attendees[place].person_id for place in (0, 1))
    record_roll(polled.meeting.pk, polled.version, RollGiven(chair, secretary, away), **polled.by)
    with nothing_written(), pytest.raises(NotPresent):
        polled.cast(7)
