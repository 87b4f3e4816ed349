"""What arrives: numbered without a gap, of a day that fits, forwarded once, void with why, never corrected."""

import datetime
import uuid

import pytest

from documents.incoming import forward_incoming, void_incoming
from documents.models import Incoming, IncomingRegister
from documents.refusals import AlreadyEntered, EntryRefused, FaultyEntry, NotKeeper
from journal.models import Entry
from tests.databases import at_once
from tests.documents.office import arrival, letter, today, who
from tests.people import build_bloc


@pytest.mark.django_db
def test_the_next_number_with_its_entry(bloc):
    assert [arrival(bloc, after=0).number, arrival(bloc).number] == [1, 2]
    assert arrival(bloc, bloc.cell, bloc.cell_secretary, after=30).number == 31
    entry = Entry.objects.filter(stream=f"register:{bloc.unit.pk}").latest("seq")
    assert (entry.verb, entry.refs["number"]) == ("record_incoming", 2)
    assert "Tỉnh ủy" not in str(entry.refs)


@pytest.mark.django_db
def test_a_register_begins_after_the_numbers_on_paper_and_once(bloc):
    with pytest.raises(FaultyEntry) as refused:
        arrival(bloc)
    assert set(refused.value.errors) == {"after"}
    arrival(bloc, after=5)
    with pytest.raises(FaultyEntry) as refused:
        arrival(bloc, after=9)
    assert "6" in refused.value.errors["after"]
    assert IncomingRegister.objects.get().last == 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("sender", {"sender": " "}),
        ("sender", {"sender": "x" * 201}),
        ("about", {"about": ""}),
        ("their_number", {"their_number": "x" * 51}),
        ("their_date", {"their_date": today() + datetime.timedelta(days=1)}),
        ("forwarded_to", {"forwarded_to": "x" * 201}),
        ("received_on", {"received_on": datetime.date(2009, 12, 31)}),
        ("received_on", {"received_on": today() + datetime.timedelta(days=1)}),
        ("after", {"after": 10**12}),
    ],
)
def test_what_cant_be_is_refused_at_its_field(bloc, field, changes):
    with pytest.raises(FaultyEntry) as refused:
        arrival(bloc, **{"after": 0, **changes})
    assert set(refused.value.errors) == {field}
    assert not IncomingRegister.objects.exists()


@pytest.mark.django_db
def test_numbers_follow_dates(bloc):
    arrival(bloc, received_on=datetime.date(2026, 3, 10), after=0)
    with pytest.raises(FaultyEntry) as refused:
        arrival(bloc, received_on=datetime.date(2026, 3, 9))
    assert "10/03/2026" in refused.value.errors["received_on"]
    assert arrival(bloc, received_on=datetime.date(2026, 3, 10)).number == 2


@pytest.mark.django_db
@pytest.mark.parametrize("seat", ["committee_secretary", "auditor", "office", "administrator"])
def test_who_does_not_keep_it(bloc, seat):
    row = arrival(bloc, after=0)
    by = getattr(bloc, seat)
    for act in (
        lambda: arrival(bloc, by=by),
        lambda: forward_incoming(row.pk, "Ban Tổ chức", **who(by)),
        lambda: void_incoming(row.pk, "Ghi nhầm", **who(by)),
    ):
        with pytest.raises(NotKeeper):
            act()
    row.refresh_from_db()
    assert (Incoming.objects.count(), row.forwarded_to, row.voided_at) == (1, "", None)


@pytest.mark.django_db
def test_forwarded_once(bloc):
    row = arrival(bloc, after=0)
    with pytest.raises(FaultyEntry):
        forward_incoming(row.pk, " ", **who(bloc.standing_deputy))
    forward_incoming(row.pk, "Ban Tổ chức", **who(bloc.standing_deputy))
    with pytest.raises(EntryRefused) as refused:
        forward_incoming(row.pk, "Văn phòng", **who(bloc.standing_deputy))
    assert "Ban Tổ chức" in refused.value.sentence
    row.refresh_from_db()
    assert row.forwarded_to == "Ban Tổ chức"
    assert Entry.objects.filter(verb="forward_incoming").count() == 1


@pytest.mark.django_db
def test_forwarded_as_it_is_recorded(bloc):
    row = arrival(bloc, after=0, forwarded_to="Ban Tổ chức")
    assert (row.forwarded_by, row.forwarded_at) == (bloc.standing_deputy, row.at)


@pytest.mark.django_db
def test_a_void_entry_stays_and_nothing_more_is_recorded_of_it(bloc):
    row = arrival(bloc, after=0)
    with pytest.raises(FaultyEntry) as refused:
        void_incoming(row.pk, "", **who(bloc.standing_deputy))
    assert set(refused.value.errors) == {"reason"}
    void_incoming(row.pk, "Ghi hai lần", **who(bloc.standing_deputy))
    for again in (
        lambda: void_incoming(row.pk, "Ghi hai lần", **who(bloc.standing_deputy)),
        lambda: forward_incoming(row.pk, "Ban Tổ chức", **who(bloc.standing_deputy)),
    ):
        with pytest.raises(EntryRefused):
            again()
    assert arrival(bloc).number == 2


@pytest.mark.django_db
def test_a_second_click_enters_nothing_twice(bloc):
    once = uuid.uuid4()
    arrival(bloc, after=0, once=once)
    with pytest.raises(AlreadyEntered):
        arrival(bloc, once=once)
    assert letter(bloc, after=0, once=once).number == 1  # another form
    assert IncomingRegister.objects.get().last == 1


def test_thirty_two_at_once(own_database: str) -> None:
    bloc = build_bloc()
    arrival(bloc, after=99)  # of today, so that yesterday comes too late
    days = [today() - datetime.timedelta(days=n % 5 == 0) for n in range(32)]
    outcomes = at_once(*[lambda day=day: arrival(bloc, received_on=day) for day in days])
    refused = [one for one in outcomes if isinstance(one, BaseException)]
    assert [type(one) for one in refused] == [FaultyEntry] * 7
    assert sorted(Incoming.objects.values_list("number", flat=True)) == list(range(100, 126))
