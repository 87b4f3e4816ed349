"""Whatever was done to a chain behind the journal, the first entry that it touched is named."""

from __future__ import annotations

import pytest

from journal.findings import Failure
from journal.models import Entry
from journal.verify import verify
from orgs.models import User
from tests.journal.tampering import behind_the_journal, record, written_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[Entry]:
    """Five acts on one case, with others before and after it."""
    User.objects.create(username="minh")
    record("case:1", 2)
    chain = record("case:2", 5)
    record("unit:3", 2)
    return chain


def failed() -> Failure:
    failure = verify().failure
    assert failure is not None
    return failure


def test_an_untouched_journal_holds(entries: list[Entry]) -> None:
    found = verify()

    assert found.holds
    assert (found.streams, found.entries, found.facts) == (3, 9, 0)


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'loot'",
        "refs = '{\"place\": 7}'",
        "at = at + interval '1 microsecond'",
        "recorded_at = recorded_at - interval '1 day'",
        "facts = '[1]'",
        "actor_id = (SELECT id FROM orgs_user)",
        "on_behalf_of_id = (SELECT id FROM orgs_user)",
        "refs = '{\"place\": 2.5}'",
        "id = 1000000",
    ],
)
def test_an_edited_column_names_the_entry(entries: list[Entry], change: str) -> None:
    behind_the_journal(f"UPDATE journal_entry SET {change} WHERE id = %s", entries[2].pk)

    assert (failed().stream, failed().seq) == ("case:2", 3)


def test_an_edited_entry_with_its_own_hash_made_right_breaks_the_next(entries: list[Entry]) -> None:
    entries[2].verb = "vote"
    behind_the_journal(
        "UPDATE journal_entry SET verb = 'vote', hash = %s WHERE id = %s", entries[2].computed_hash(), entries[2].pk
    )

    assert (failed().stream, failed().seq, failed().entry_id) == ("case:2", 4, entries[3].pk)


def test_an_inserted_entry_is_named(entries: list[Entry]) -> None:
    behind_the_journal("UPDATE journal_entry SET seq = seq + 1000 WHERE stream = 'case:2' AND seq >= 3")
    behind_the_journal("UPDATE journal_entry SET seq = seq - 999 WHERE stream = 'case:2' AND seq >= 1000")
    entries[1].pk, entries[1].seq, entries[1].prev_hash = 999_999, 3, entries[1].hash
    entries[1].hash = entries[1].computed_hash()
    entries[1].save(force_insert=True)

    assert (failed().stream, failed().seq) == ("case:2", 4)


def test_entries_in_another_order_are_named(entries: list[Entry]) -> None:
    behind_the_journal("UPDATE journal_entry SET seq = 100 WHERE id = %s", entries[1].pk)
    behind_the_journal("UPDATE journal_entry SET seq = 2 WHERE id = %s", entries[2].pk)
    behind_the_journal("UPDATE journal_entry SET seq = 3 WHERE id = %s", entries[1].pk)

    assert (failed().stream, failed().seq, failed().entry_id) == ("case:2", 2, entries[2].pk)


@pytest.mark.parametrize("seq", [1, 3])
def test_a_removed_entry_is_named_by_its_number(entries: list[Entry], seq: int) -> None:
    behind_the_journal("DELETE FROM journal_entry WHERE stream = 'case:2' AND seq = %s", seq)

    assert failed() == Failure(f"the entry is missing; the next one there is {seq + 1}.", "case:2", seq)


def test_a_tail_cut_off_is_missed_by_its_head(entries: list[Entry]) -> None:
    behind_the_journal("DELETE FROM journal_entry WHERE stream = 'case:2' AND seq > 3")

    assert failed() == Failure("entries up to 5 are missing at the end.", "case:2", 4)


def test_a_head_that_names_another_entry_is_named(entries: list[Entry]) -> None:
    behind_the_journal("UPDATE journal_head SET seq = 4, hash = %s WHERE stream = 'case:2'", entries[3].hash)

    assert (failed().stream, failed().entry_id) == ("case:2", entries[4].pk)


def test_a_stream_without_its_head_is_named(entries: list[Entry]) -> None:
    behind_the_journal("DELETE FROM journal_head WHERE stream = 'case:2'")

    assert (failed().stream, failed().what) == ("case:2", "the head of the stream is missing.")


def test_a_stream_emptied_under_its_head_is_named(entries: list[Entry]) -> None:
    behind_the_journal("DELETE FROM journal_entry WHERE stream = 'case:2'")

    assert failed() == Failure("all entries up to 5 are missing.", "case:2")


def test_a_chain_written_anew_holds_until_a_checkpoint_has_seen_it(entries: list[Entry]) -> None:
    behind_the_journal("UPDATE journal_entry SET verb = 'vote' WHERE id = %s", entries[2].pk)
    written_anew("case:2")

    assert verify().holds  # docs/journal.md says so; test_checkpoint_finds.py has the rest


def test_one_stream_alone_can_be_asked(entries: list[Entry]) -> None:
    behind_the_journal("UPDATE journal_entry SET verb = 'vote' WHERE id = %s", entries[2].pk)

    assert verify(stream="case:1").entries == 2
    assert verify(stream="case:2").failure is not None
    assert verify(stream="case:4").failure == Failure("there is no such stream.", "case:4")
