"""A verification that was interrupted is gone on with: nothing is looked at twice, nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from journal.facts import fact_of
from journal.findings import NOWHERE, Findings, Reached
from journal.verify import verify
from orgs.models import DayOff, Person
from tests.journal.tampering import behind_the_journal, day_off, record
from tests.people import make_person

pytestmark = pytest.mark.django_db

STREAMS = ("case:1", "case:10", "case:2", "unit:1")


class DiedError(Exception):
    """What the worker ends with."""


@pytest.fixture(autouse=True)
def rows() -> tuple[DayOff, Person]:
    """Four streams of three entries, and rows of two tables that the first and the last of them name."""
    person = make_person()
    for stream in STREAMS[:3]:
        record(stream, 2)
        record(stream, facts=[fact_of(person, salt=person.salt)])
    record("unit:1", 2)
    return day_off(), person


def died_after(tells: int, streams: list[str] | None) -> Reached:
    """Where a verification stood that ended when it had told so often."""
    told = [NOWHERE]

    def tell(reached: Reached) -> None:
        told.append(reached)
        if len(told) > tells:
            raise DiedError

    with pytest.raises(DiedError):
        verify(streams=streams, tell=tell)
    return told[-1]


def gone_on(since: Reached, streams: list[str] | None = None) -> tuple[Findings, list[Any]]:
    """What was found, and the entries and rows that were looked at."""
    seen: list[Any] = []

    def watch(items: Iterable[Any], *, total: int | None) -> Iterator[Any]:
        for item in items:
            seen.append(item)
            yield item

    return verify(streams=streams, since=since, watch=watch), seen


@pytest.mark.parametrize("streams", [None, ["case:1", "case:2", "unit:1"]])
@pytest.mark.parametrize("tells", [1, 2, 3, 4, 5])
def test_wherever_it_died_the_counts_are_full(streams: list[str] | None, tells: int) -> None:
    whole = verify(streams=streams)
    found, seen = gone_on(died_after(tells, streams), streams)
    assert found.holds
    assert (found.streams, found.entries, found.facts) == (whole.streams, whole.entries, whole.facts)
    assert len(seen) < whole.entries + whole.facts


def test_what_holds_already_is_not_looked_at_again() -> None:
    since = died_after(2, None)
    assert (since.stream, since.streams, since.entries) == ("case:10", 2, 6)
    _found, seen = gone_on(since)
    assert {item.stream for item in seen if hasattr(item, "prev_hash")} == {"case:2", "unit:1"}


def test_rows_are_gone_on_with_too() -> None:
    since = died_after(5, None)
    assert (since.entries, since.table, since.facts) == (12, "orgs.dayoff", 1)
    _found, seen = gone_on(since)
    assert [item.table for item in seen] == ["orgs.person"]


def test_what_was_recorded_meanwhile_is_looked_at_where_it_is_ahead() -> None:
    since = died_after(2, None)
    record("case:3", 2)
    found, _seen = gone_on(since)
    assert (found.streams, found.entries) == (5, 14)


@pytest.mark.parametrize("tells", [1, 2])
def test_an_entry_edited_ahead_is_found(tells: int) -> None:
    behind_the_journal("UPDATE journal_entry SET verb = 'x' WHERE stream = 'case:2' AND seq = 2")
    found, _seen = gone_on(died_after(tells, None))
    assert found.failure is not None
    assert (found.failure.stream, found.failure.seq) == ("case:2", 2)


def test_an_entry_edited_before_is_found_before() -> None:
    behind_the_journal("UPDATE journal_entry SET verb = 'x' WHERE stream = 'case:1' AND seq = 2")
    found = verify()
    assert found.failure is not None
    assert found.reached == NOWHERE


@pytest.mark.parametrize("tells", [1, 4, 5])
def test_a_row_edited_ahead_is_found(tells: int, rows: tuple[DayOff, Person]) -> None:
    since = died_after(tells, None)
    Person.objects.filter(pk=rows[1].pk).update(full_name="Nguyễn Văn Khác")
    found, _seen = gone_on(since)
    assert found.failure is not None
    assert "orgs.person" in found.failure.what


def test_heads_are_compared_again_at_the_end() -> None:
    """Also of what was behind: a stream cut meanwhile is missed by its head."""
    since = died_after(5, None)
    behind_the_journal("DELETE FROM journal_entry WHERE stream = 'case:1' AND seq = 3")
    found, _seen = gone_on(since)
    assert found.failure is not None
    assert found.failure.stream == "case:1"
