"""Numbers taken by hand: the next one of the register, by whoever keeps it, of a day that fits, once; and void ones."""

import datetime
import threading
import uuid

import pytest
from django.db import connection, transaction
from django.utils import timezone

from documents.models import Outgoing, Register
from documents.outgoing import make_void
from documents.refusals import AlreadyEntered, EntryRefused, FaultyEntry, NotKeeper, RegisterBusy
from documents.registers import PaperToNumber, draw
from journal.models import Entry
from tests.databases import at_once
from tests.documents.office import letter, today, who
from tests.people import build_bloc


def by_a_meeting(bloc, day):
    with transaction.atomic():
        return draw(bloc.unit, "QĐ", day, [PaperToNumber("HS 2026-0001", "Bí thư")], **who(bloc.standing_deputy))[0]


@pytest.mark.django_db
def test_the_next_number_with_its_entry(bloc):
    assert [letter(bloc, after=0).symbol, letter(bloc).symbol] == ["01-CV/ĐUK", "02-CV/ĐUK"]
    row = Outgoing.objects.get(number=2)
    assert (row.by_hand, row.signed_by, row.issued_by) == (True, "Bí thư", bloc.standing_deputy)
    entry = Entry.objects.filter(stream=f"register:{bloc.unit.pk}").latest("seq")
    assert (entry.verb, entry.refs["symbol"], entry.facts[0]["id"]) == ("issue_number", "02-CV/ĐUK", row.pk)
    assert "cảm tình" not in str(entry.refs)


@pytest.mark.django_db
def test_a_register_begins_after_the_numbers_on_paper_and_once(bloc):
    with pytest.raises(FaultyEntry) as refused:
        letter(bloc)
    assert set(refused.value.errors) == {"after"}
    assert letter(bloc, after=41).symbol == "42-CV/ĐUK"
    with pytest.raises(FaultyEntry) as refused:
        letter(bloc, after=60)
    assert "42-CV/ĐUK" in refused.value.errors["after"]
    assert letter(bloc).number == 43
    assert letter(bloc, kind="BC", after=0).symbol == "01-BC/ĐUK"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seat", "place"),
    [
        ("cell_secretary", "cell"),
        ("cell_deputy", "cell"),
        ("grassroots_cell_secretary", "grassroots_cell"),
        ("departmental_secretary", "departmental_committee"),
        ("committee_secretary", "committee"),
        ("committee_deputy", "committee"),
        ("organisation_board", "unit"),
        ("bloc_secretary", "unit"),
    ],
)
def test_who_keeps_the_registers(bloc, seat, place):
    assert letter(bloc, getattr(bloc, place), getattr(bloc, seat), after=0).number == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seat", "place"),
    [
        ("standing_deputy", "committee"),
        ("committee_secretary", "cell"),
        ("cell_secretary", "sibling_cell"),
        ("committee_officer", "committee"),
        ("committee_member", "committee"),
        ("training_centre", "unit"),
        ("office", "unit"),
        ("auditor", "unit"),
        ("seatless", "cell"),
        ("former_secretary", "cell"),
        ("administrator", "unit"),
    ],
)
def test_who_does_not(bloc, seat, place):
    letter(bloc, after=0)
    row = letter(bloc)
    with pytest.raises(NotKeeper):
        letter(bloc, getattr(bloc, place), getattr(bloc, seat), after=0)
    if place == "unit" or seat == "administrator":
        with pytest.raises(NotKeeper):
            make_void(row.pk, "Viết nhầm", **who(getattr(bloc, seat)))
    assert Outgoing.objects.filter(voided_at=None).count() == 2
    assert Register.objects.get().last == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("kind", {"kind": "XX"}),
        ("about", {"about": "  "}),
        ("about", {"about": "x" * 201}),
        ("signed_by", {"signed_by": ""}),
        ("signed_by", {"signed_by": "x" * 151}),
        ("dated", {"dated": datetime.date(2009, 12, 31)}),
        ("dated", {"dated": today() + datetime.timedelta(days=1)}),
        ("after", {"after": -1}),
        ("after", {"after": 10**12}),
    ],
)
def test_what_cant_be_is_refused_at_its_field(bloc, field, changes):
    with pytest.raises(FaultyEntry) as refused:
        letter(bloc, **{"after": 0, **changes})
    assert set(refused.value.errors) == {field}
    assert not Register.objects.exists()


@pytest.mark.django_db
def test_numbers_follow_dates(bloc):
    day = datetime.date(2026, 3, 10)
    letter(bloc, dated=day, after=6)
    letter(bloc, dated=day)
    with pytest.raises(FaultyEntry) as refused:
        letter(bloc, dated=datetime.date(2026, 3, 9))
    assert "08-CV/ĐUK" in refused.value.errors["dated"]
    assert "10/03/2026" in refused.value.errors["dated"]
    assert letter(bloc, dated=datetime.date(2025, 12, 31), after=0).number == 1
    assert Register.objects.get(year=2026).last == 8


@pytest.mark.django_db
def test_a_void_number_binds_no_day(bloc):
    letter(bloc, dated=datetime.date(2026, 3, 2), after=0)
    wrong = letter(bloc, dated=datetime.date(2026, 3, 20))
    make_void(wrong.pk, "Ghi nhầm ngày", **who(bloc.standing_deputy))
    assert letter(bloc, dated=datetime.date(2026, 3, 2)).number == 3
    with pytest.raises(FaultyEntry):
        letter(bloc, dated=datetime.date(2026, 3, 1))


@pytest.mark.django_db
def test_a_number_by_hand_goes_on_after_a_meetings(bloc):
    by_a_meeting(bloc, datetime.date(2026, 3, 10))
    assert letter(bloc, kind="QĐ").symbol == "02-QĐ/ĐUK"


@pytest.mark.django_db
def test_a_second_click_draws_no_second_number(bloc):
    once = uuid.uuid4()
    letter(bloc, after=0, once=once)
    with pytest.raises(AlreadyEntered) as refused:
        letter(bloc, once=once)
    assert "01-CV/ĐUK" in refused.value.sentence
    assert Register.objects.get().last == 1


@pytest.mark.django_db
def test_a_number_made_void_stays_and_is_not_given_again(bloc):
    row = letter(bloc, after=0)
    void = make_void(row.pk, " Viết nhầm ", **who(bloc.organisation_board))
    assert (void.void_reason, void.voided_by) == ("Viết nhầm", bloc.organisation_board)
    assert letter(bloc).number == 2
    entries = Entry.objects.filter(stream=f"register:{bloc.unit.pk}").order_by("seq")
    assert [entry.verb for entry in entries] == ["issue_number", "void_number", "issue_number"]
    with pytest.raises(EntryRefused):
        make_void(row.pk, "Lần nữa", **who(bloc.organisation_board))
    row.refresh_from_db()
    assert row.void_reason == "Viết nhầm"


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_why_is_written(bloc, reason):
    row = letter(bloc, after=0)
    with pytest.raises(FaultyEntry) as refused:
        make_void(row.pk, reason, **who(bloc.standing_deputy))
    assert set(refused.value.errors) == {"reason"}
    assert Outgoing.objects.get().voided_at is None


@pytest.mark.django_db
def test_what_a_meeting_numbered_stands(bloc):
    row = by_a_meeting(bloc, timezone.localdate())
    with pytest.raises(EntryRefused) as refused:
        make_void(row.pk, "Viết nhầm", **who(bloc.standing_deputy))
    assert not isinstance(refused.value, AlreadyEntered)
    row.refresh_from_db()
    assert row.voided_at is None


def test_thirty_two_at_once(own_database: str) -> None:
    bloc = build_bloc()
    letter(bloc, after=7)
    people = [bloc.standing_deputy, bloc.bloc_secretary, bloc.organisation_board]
    outcomes = at_once(*[lambda n=n: letter(bloc, by=people[n % 3]) for n in range(32)])
    assert not [one for one in outcomes if isinstance(one, BaseException)]
    assert sorted(Outgoing.objects.values_list("number", flat=True)) == list(range(8, 41))
    sequence = Entry.objects.filter(stream=f"register:{bloc.unit.pk}").order_by("seq").values_list("seq", flat=True)
    assert list(sequence) == list(range(1, 34))


def test_one_of_many_begins_the_register(own_database: str) -> None:
    bloc = build_bloc()
    outcomes = at_once(*[lambda: letter(bloc, after=12) for _ in range(8)])
    assert sum(isinstance(one, FaultyEntry) for one in outcomes) == 7
    assert list(Outgoing.objects.values_list("number", flat=True)) == [13]


def test_two_clicks_at_once(own_database: str) -> None:
    bloc = build_bloc()
    letter(bloc, after=0)
    once = uuid.uuid4()
    outcomes = at_once(*[lambda: letter(bloc, once=once) for _ in range(4)])
    assert sum(isinstance(one, AlreadyEntered) for one in outcomes) == 3
    assert Register.objects.get().last == 2


def test_a_register_that_another_act_holds_for_long(own_database: str) -> None:
    bloc = build_bloc()
    letter(bloc, after=0)
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            letter(bloc)
            held.set()
            let_go.wait(20)

    def ask() -> Outgoing:
        held.wait(20)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 100")
        try:
            return letter(bloc)
        finally:
            let_go.set()

    outcomes = at_once(hold, ask)
    assert [type(one) for one in outcomes] == [type(None), RegisterBusy]
    assert list(Outgoing.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_made_void_twice_at_once(own_database: str) -> None:
    bloc = build_bloc()
    row = letter(bloc, after=0)
    outcomes = at_once(*[lambda n=n: make_void(row.pk, f"Lý do {n}", **who(bloc.standing_deputy)) for n in range(4)])
    assert sum(isinstance(one, EntryRefused) for one in outcomes) == 3
    assert Entry.objects.filter(verb="void_number").count() == 1
