"""What somebody changes behind a ballot, verify_journal names."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from journal.verify import verify
from meetings.models import Ballot, BallotPaper, Choice, Mark, Receipt
from tests.meetings.ballots.polled import Polled
from tests.people import Bloc


@pytest.fixture
def counted(bloc: Bloc) -> Polled:
    held: Polled = Polled(bloc).with_cases(1).seated()  # type: ignore[assignment]
    held.polled().cast_by("fffffaaof").counted()
    assert verify().holds
    return held


def _turned(held: Polled) -> None:
    paper = BallotPaper.objects.filter(choice="against").first()
    assert paper is not None
    BallotPaper.objects.filter(pk=paper.pk).update(choice="for")


def _turned_with_count(held: Polled) -> None:
    """One paper against becomes one in favour, and another the other way: the count stays."""
    one, other = (BallotPaper.objects.filter(choice=choice).first() for choice in ("for", "against"))
    BallotPaper.objects.filter(pk=one.pk).update(choice="against")  # type: ignore[union-attr]
    BallotPaper.objects.filter(pk=other.pk).update(choice="for")  # type: ignore[union-attr]


def _added(held: Polled) -> None:
    BallotPaper.objects.create(ballot=held.ballot, choice=Choice.FOR)


def _removed(held: Polled) -> None:
    BallotPaper.objects.filter(choice="other").delete()


def _exchanged(held: Polled) -> None:
    BallotPaper.objects.filter(choice="other").update(id=uuid4())


def _receipt(held: Polled) -> None:
    Receipt.objects.filter(pk=Receipt.objects.first().pk).update(number="0000000000")  # type: ignore[union-attr]


def _receipt_gone(held: Polled) -> None:
    Receipt.objects.filter(pk=Receipt.objects.first().pk).delete()  # type: ignore[union-attr]


def _mark_gone(held: Polled) -> None:
    Mark.objects.filter(pk=Mark.objects.first().pk).delete()  # type: ignore[union-attr]


def _counted_anew(held: Polled) -> None:
    Ballot.objects.update(votes_for=9, votes_against=0, votes_other=0)


def _absent(held: Polled) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_attendee SET present = false, absence = 'accepted' WHERE place = 9")


def _named(held: Polled) -> None:
    Mark.objects.update(choice="for")


@pytest.mark.parametrize(
    "tamper",
    [_turned, _turned_with_count, _added, _removed, _exchanged, _receipt, _receipt_gone, _mark_gone, _counted_anew,
     _absent, _named],
)  # fmt: skip
def test_found(counted: Polled, tamper: Callable[[Polled], None]) -> None:
    tamper(counted)
    with pytest.raises(CommandError):
        call_command("verify_journal")


def test_only_its_stream(counted: Polled) -> None:
    _added(counted)
    assert not verify(stream=f"ballot:{counted.ballot.pk}").holds
    assert verify(stream=f"meeting:{counted.meeting.pk}").holds
    assert not verify(stream="ballot:nine").holds


def test_an_open_ballot_adds_up_too(bloc: Bloc) -> None:
    held: Polled = Polled(bloc).with_cases(1).seated()  # type: ignore[assignment]
    held.polled().cast_by("fa")
    assert verify().holds
    _added(held)
    assert "2 người đã bỏ phiếu nhưng trong hòm có 3 phiếu" in str(verify())
