from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction

from journal import canonical
from journal.facts import fact_of
from journal.models import Entry, Head
from journal.record import Act, append, append_many
from orgs.models import DayOff, User
from tests.journal.tampering import AT, record

pytestmark = pytest.mark.django_db


def act(stream: str, **refs: object) -> Act:
    return Act(stream=stream, verb="look", acting_user=None, at=AT, refs=refs)


def test_entries_of_a_stream_are_numbered_and_chained_and_the_head_names_the_last() -> None:
    first, second = record("case:1", 2)

    assert (first.seq, first.prev_hash) == (1, canonical.NOTHING_BEFORE)
    assert (second.seq, second.prev_hash) == (2, first.hash)
    head = Head.objects.get(stream="case:1")
    assert (head.seq, head.hash) == (2, second.hash)


def test_the_row_read_back_has_the_hash_that_was_written() -> None:
    huong, minh = User.objects.create(username="huong"), User.objects.create(username="minh")
    refs = {"số": "12-QĐ/ĐU", "tally": {"for": 9, "against": 0}, "big": 2**70, "none": None, "secret": True}
    row = DayOff.objects.create(day="2026-09-02", name="Quốc khánh")
    hanoi = datetime.timezone(datetime.timedelta(hours=7))
    at = datetime.datetime(2026, 3, 2, 8, 30, 0, 17, tzinfo=hanoi)

    written = append("case:1", "vote", acting_user=huong, on_behalf_of=minh, at=at, refs=refs, facts=[fact_of(row)])

    read = Entry.objects.get(pk=written.pk)
    assert read.computed_hash() == read.hash == written.hash
    assert (read.actor, read.on_behalf_of, read.refs) == (huong, minh, refs)


def test_one_act_takes_three_statements(django_assert_num_queries: Any) -> None:
    for _again in range(2):
        with django_assert_num_queries(3):
            append("case:1", "look", acting_user=None, at=AT, refs={})


def test_acts_of_several_streams_take_three_statements_too(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        entries = append_many([act("unit:2", n=1), act("case:9", n=2), act("unit:2", n=3)])

    assert [(entry.stream, entry.seq, entry.refs["n"]) for entry in entries] == [
        ("unit:2", 1, 1),
        ("case:9", 1, 2),
        ("unit:2", 2, 3),
    ]
    assert entries[2].prev_hash == entries[0].hash


def test_nothing_to_record_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert append_many([]) == []


def test_an_act_rolled_back_leaves_no_gap() -> None:
    record("case:1")
    with transaction.atomic():
        append("case:1", "look", acting_user=None, at=AT, refs={})
        transaction.set_rollback(True)

    assert record("case:1")[0].seq == 2


@pytest.mark.parametrize("refs", [{"ratio": 0.5}, {1: "one"}, {"half": "\ud800"}, {"at": AT}])
def test_what_has_no_canonical_form_is_refused(refs: dict[Any, Any]) -> None:
    with pytest.raises(canonical.NotCanonicalError), transaction.atomic():
        append("case:1", "look", acting_user=None, at=AT, refs=refs)

    assert not Entry.objects.exists()


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(canonical.NotCanonicalError), transaction.atomic():
        append("case:1", "look", acting_user=None, at=datetime.datetime(2026, 3, 2), refs={})
