"""A ballot is opened on one item at a time, counted once, or annulled unread; what it says nobody types."""

from __future__ import annotations

import pytest
from django.db import connection

from admission_flow.models import Decision
from admission_flow.refusals import InvalidFacts, Refused
from journal.models import Entry
from journal.verify import verify
from meetings.ballots import running
from meetings.ballots.logs import settings_that_tell, telling
from meetings.ballots.refusals import BallotOver, NotSecret
from meetings.calling import cancel_meeting, set_agenda
from meetings.models import Ballot, BallotPaper, Item, Mark, Meeting, Receipt
from meetings.refusals import NotConvener, NotReady
from meetings.sitting import RollGiven, record_roll
from tests.admission_flow.untouched import nothing_written
from tests.meetings.ballots.polled import Polled
from tests.people import Bloc


@pytest.fixture
def seated(bloc: Bloc) -> Polled:
    held: Polled = Polled(bloc).with_cases(2).seated(absent={8: "accepted"})  # type: ignore[assignment]
    return held


def test_a_secret_ballot_counted(seated: Polled) -> None:
    ballot = seated.polled().cast_by("fffffao").counted()
    item = Item.objects.get(pk=ballot.item_id)
    assert (ballot.votes_for, ballot.votes_against, ballot.votes_other) == (5, 1, 1)
    assert (ballot.present, ballot.marks_counted) == (8, 7)
    assert (item.result, item.voting, item.outcome) == ("voted", "sealed", "admitted")
    assert (item.issued, item.returned, item.votes_for, item.votes_against, item.votes_other) == (8, 7, 5, 1, 1)
    assert BallotPaper.objects.count() == Receipt.objects.count() == Mark.objects.count() == 7
    entry = Entry.objects.get(stream=f"ballot:{ballot.pk}", verb="close_ballot")
    assert entry.refs["papers"] == ballot.papers_digest
    assert entry.refs["marks"] == 7
    assert verify().holds


def test_an_open_ballot_waits_for_everybody(seated: Polled) -> None:
    seated.polled(voting="open").cast_by("fffffff")
    with nothing_written(), pytest.raises(Refused, match="1 người có mặt chưa bỏ phiếu"):
        seated.counted()
    seated.cast(7, "against")
    ballot = seated.counted()
    item = Item.objects.get(pk=ballot.item_id)
    assert (item.issued, item.returned, item.votes_for, item.votes_against) == (None, None, 7, 1)
    assert ballot.papers_digest == ""


def test_the_meeting_closed_on_its_ballots(seated: Polled) -> None:
    seated.polled().cast_by("ffffffff").counted()
    seated.polled(voting="open").cast_by("ffffffff").counted()
    seated.closed()
    decided = Decision.objects.filter(step="bloc_decision").order_by("pk")
    assert list(decided.values_list("voting", "votes_for", "issued")) == [("secret", 8, 8), ("cards", 8, None)]
    text = seated.meeting.minutes
    assert f"Mã băm của các phiếu: {Ballot.objects.filter(secret=True).get().papers_digest}" in text
    assert "Bỏ phiếu công khai: tán thành 8" in text
    receipts = sorted(Receipt.objects.values_list("number", flat=True))
    assert text.endswith(", ".join(receipts))
    assert verify().holds


def test_what_stands_in_the_way_of_opening(seated: Polled) -> None:
    first, second = seated.items
    open_one = (seated.meeting.pk, seated.version)
    with nothing_written():
        for voting, outcome in (("cards", "admitted"), ("sealed", "recognised"), ("", "")):
            with pytest.raises(InvalidFacts):
                running.open_ballot(*open_one, first.pk, voting, outcome, **seated.by)
        with pytest.raises(Refused):
            running.open_ballot(*open_one, 0, "sealed", "admitted", **seated.by)
        someone = {**seated.by, "acting_user": seated.bloc.standing_member}
        with pytest.raises(NotConvener):
            running.open_ballot(*open_one, first.pk, "sealed", "admitted", **someone)
    seated.polled(first)
    with nothing_written(), pytest.raises(Refused, match="từng người một"):
        seated.polled(second)
    seated.cast_by("fffff").counted()
    with nothing_written(), pytest.raises(Refused, match="đã có kết quả"):
        seated.polled(first)


def test_before_the_roll(bloc: Bloc) -> None:
    held: Polled = Polled(bloc).with_cases(1).opened()  # type: ignore[assignment]
    with nothing_written(), pytest.raises(Refused, match="có mặt"):
        held.polled()


def test_nobody_has_voted(seated: Polled) -> None:
    seated.polled()
    with nothing_written(), pytest.raises(Refused, match="Chưa ai bỏ phiếu"):
        seated.counted()


def test_counted_twice(seated: Polled) -> None:
    seated.polled().cast_by("fffff").counted()
    with nothing_written(), pytest.raises(BallotOver):
        seated.counted()


def test_annulled_unread(seated: Polled) -> None:
    seated.polled().cast_by("faf")
    with nothing_written(), pytest.raises(InvalidFacts):
        seated.annulled("  ")
    ballot = seated.annulled("Nhầm người")
    assert ballot.status == "annulled"
    assert not BallotPaper.objects.exists()
    assert not Receipt.objects.exists()
    assert Mark.objects.count() == 3
    seated.polled(seated.items[0]).cast_by("ffffffff").counted()
    seated.polled().cast_by("ffffffff").counted()
    seated.closed()
    assert "bị hủy: Nhầm người." in seated.meeting.minutes
    assert verify().holds


def test_nobody_types_what_a_ballot_says(seated: Polled) -> None:
    first, second = seated.items
    seated.polled(first).cast_by("ffffffff")
    for typed in (seated.result(first), seated.result(first, result="adjourned", reason="Hoãn")):
        with nothing_written(), pytest.raises(InvalidFacts):
            seated.record(typed)
    seated.counted()
    with nothing_written(), pytest.raises(InvalidFacts):
        seated.record(seated.result(first, in_favour=2))
    with nothing_written(), pytest.raises(InvalidFacts):
        seated.record(seated.result(second, voting="sealed"))
    kept = seated.items[0]
    seated.record(seated.result(kept, 8, voting="", outcome="", votes_against=0, reason="Theo nghị quyết"))
    assert Item.objects.get(pk=first.pk).reason == "Theo nghị quyết"


def test_an_open_ballot_holds_the_meeting(seated: Polled) -> None:
    seated.polled()
    with nothing_written():
        with pytest.raises(NotReady) as refused:
            seated.closed()
        with pytest.raises(Refused):
            cancel_meeting(seated.meeting.pk, seated.version, "Hoãn", **seated.by)
        with pytest.raises(Refused):
            set_agenda(seated.meeting.pk, seated.version, [seated.tasks[1]], **seated.by)
    assert any("phiếu" in str(one.sentence) for one in refused.value.obstacles)
    assert Meeting.objects.get().status == "open"


def test_who_has_voted_was_present(seated: Polled) -> None:
    seated.polled().cast(5)
    away = {seated.attendees[place].person_id: "accepted" for place in (5, 8)}
    chair, secretary = (seated.attendees[place].person_id for place in (0, 1))
    with nothing_written(), pytest.raises(InvalidFacts, match="đã bỏ phiếu"):
        record_roll(seated.meeting.pk, seated.version, RollGiven(chair, secretary, away), **seated.by)


def test_a_database_that_logs_statements(seated: Polled) -> None:
    assert settings_that_tell() == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL debug_print_parse = on")  # the one of them that needs no superuser
    with nothing_written(), pytest.raises(NotSecret, match="debug_print_parse = on"):
        seated.polled()
    seated.polled(voting="open")


def test_which_settings_tell() -> None:
    assert telling({"log_statement": "mod", "log_min_duration_statement": "0"}) == [
        "log_min_duration_statement = 0",
        "log_statement = mod",
    ]
    assert telling({"log_statement": "ddl", "log_min_error_statement": "panic"}) == []
    assert telling({"log_min_error_statement": "error"}) == ["log_min_error_statement = error"]


def test_a_ballot_that_is_lost(seated: Polled) -> None:
    """The meeting can be closed on it: not admitted, with the reason; the page says so before anybody tries."""
    lost = seated.polled().cast_by("fffaaaoo").counted()
    seated.polled().cast_by("ffffffff").counted()
    with nothing_written(), pytest.raises(NotReady) as refused:
        seated.closed()
    assert ["không đạt tỷ lệ" in str(one.sentence) for one in refused.value.obstacles] == [True]
    item = Item.objects.get(pk=lost.item_id)
    unchanged = {"voting": "", "votes_for": None, "votes_against": None}
    seated.record(seated.result(item, 3, **unchanged | {"outcome": "not_admitted"}))
    with nothing_written(), pytest.raises(NotReady):
        seated.closed()
    seated.record(seated.result(item, 3, **unchanged | {"outcome": "not_admitted", "reason": "Chưa đủ tín nhiệm"}))
    seated.closed()
    decided = Decision.objects.filter(step="bloc_decision").values_list("outcome", "votes_for")
    assert sorted(decided) == [("admitted", 8), ("not_admitted", 3)]
    minutes = seated.meeting.minutes
    assert minutes.count("Nội dung biểu quyết: kết nạp.") == 2
    assert minutes.count("Kết luận: không kết nạp.") == 1
    assert verify().holds


def test_a_counted_ballot_set_aside(seated: Polled) -> None:
    ballot = seated.polled().cast_by("fffaaaoo").counted()
    with nothing_written(), pytest.raises(InvalidFacts):
        running.set_aside_ballot(seated.meeting.pk, seated.version, ballot.pk, " ", **seated.by)
    running.set_aside_ballot(seated.meeting.pk, seated.version, ballot.pk, "Có khiếu nại", **seated.by)
    with nothing_written(), pytest.raises(BallotOver):
        running.set_aside_ballot(seated.meeting.pk, seated.version, ballot.pk, "Lần nữa", **seated.by)
    first, second = seated.items
    assert (first.result, first.votes_for, first.present) == ("pending", None, None)
    assert BallotPaper.objects.filter(ballot=ballot).count() == 8
    seated.polled(second).cast_by("ffffffff").counted()
    seated.record(seated.result(first, result="adjourned", reason="Chờ kết luận"))
    seated.closed()
    assert "(tán thành 3, không tán thành 3, ý kiến khác 2): Có khiếu nại." in seated.meeting.minutes
    assert verify().holds


def test_who_comes_after_an_open_ballot(seated: Polled) -> None:
    """It stays counted against those who were there; a later ballot is counted against all."""
    seated.polled(voting="open").cast_by("ffffffff").counted()
    roll = seated.attendees
    everybody = RollGiven(roll[0].person_id, roll[1].person_id, {})
    record_roll(seated.meeting.pk, seated.version, everybody, **seated.by)
    seated.polled().cast_by("fffffffff").counted()
    seated.closed()
    decided = Decision.objects.filter(step="bloc_decision").order_by("pk").values_list("present", "votes_for", "absent")
    assert list(decided) == [(8, 8, {"accepted": 1}), (9, 9, {})]
    assert "Có mặt khi xét mục này: 8." in seated.meeting.minutes
    assert verify().holds


def test_who_leaves_after_voting(seated: Polled) -> None:
    seated.polled().cast_by("ffffffff").counted()
    roll = seated.attendees
    left = {roll[place].person_id: "accepted" for place in (7, 8)}
    record_roll(seated.meeting.pk, seated.version, RollGiven(roll[0].person_id, roll[1].person_id, left), **seated.by)
    seated.record(seated.result(seated.items[1], 7, votes_against=0))
    seated.closed()
    decided = Decision.objects.filter(step="bloc_decision").order_by("pk").values_list("present", "votes_for")
    assert list(decided) == [(8, 8), (7, 7)]
    assert verify().holds


def test_results_saved_again_are_counted_against_who_was_there(seated: Polled) -> None:
    cards = seated.result(seated.items[0], 8)
    seated.record(cards)
    roll = seated.attendees
    record_roll(seated.meeting.pk, seated.version, RollGiven(roll[0].person_id, roll[1].person_id, {}), **seated.by)
    seated.record(cards)
    assert Item.objects.get(pk=seated.items[0].pk).present == 8
    seated.record(seated.result(seated.items[0], 9, votes_against=0))
    assert Item.objects.get(pk=seated.items[0].pk).present == 9


@pytest.mark.parametrize(("present", "least"), [(1, 1), (2, 2), (3, 3), (5, 3), (6, 4), (10, 6), (15, 8), (200, 101)])
def test_how_many_vote_at_least(present: int, least: int) -> None:
    assert running.least_votes(present) == least


def test_too_few_votes_would_tell_whose_they_are(seated: Polled) -> None:
    seated.polled().cast_by("ffff")
    with nothing_written(), pytest.raises(Refused, match="ít nhất 5 người"):
        seated.counted()
    seated.cast(4, "against")
    close = (seated.meeting.pk, seated.version, seated.ballot.pk)
    with nothing_written(), pytest.raises(InvalidFacts, match="3 người có mặt chưa bỏ phiếu"):
        running.close_ballot(*close, False, **seated.by)
    assert running.close_ballot(*close, True, **seated.by).marks_counted == 5
