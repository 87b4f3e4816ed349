"""What was done to whole streams, so that the chains hold, the last checkpoint notices."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from journal import checkpoints
from journal.findings import Failure
from journal.models import Entry
from journal.verify import verify
from tests.journal.tampering import behind_the_journal, record, written_anew


@pytest.fixture
def file(own_database: str) -> Path:
    """The copy kept elsewhere, made when case:1 had five entries and unit:2 three."""
    record("case:1", 3)
    checkpoints.take(at=timezone.now())
    record("case:1", 2)
    record("unit:2", 3)
    return checkpoints.take(at=timezone.now())


def failed(file: Path | None = None) -> Failure:
    failure = verify(checkpoint=file).failure
    assert failure is not None
    return failure


def cut_tail() -> None:
    behind_the_journal("DELETE FROM journal_entry WHERE stream = 'case:1' AND seq > 4")
    written_anew("case:1")


def test_what_was_added_since_disturbs_nothing(file: Path) -> None:
    record("case:1", 2)
    record("case:3", 2)

    found = verify(checkpoint=file)
    assert found.holds
    assert (found.streams, found.entries, found.checkpoints) == (3, 12, 2)


def test_a_tail_cut_off_with_its_head(file: Path) -> None:
    cut_tail()

    assert (failed().stream, failed().seq, failed().entry_id) == ("case:1", 5, None)


def test_a_stream_removed_whole(file: Path) -> None:
    behind_the_journal("DELETE FROM journal_entry WHERE stream = 'unit:2'")
    behind_the_journal("DELETE FROM journal_head WHERE stream = 'unit:2'")

    assert (failed().stream, failed().seq) == ("unit:2", 3)


def test_hashes_written_anew_throughout(file: Path) -> None:
    behind_the_journal("UPDATE journal_entry SET verb = 'vote' WHERE stream = 'case:1' AND seq = 2")
    written_anew("case:1")

    third = Entry.objects.get(stream="case:1", seq=3)
    assert (failed().stream, failed().seq, failed().entry_id) == ("case:1", 3, third.pk)  # as the first checkpoint saw


def test_one_stream_alone_is_held_to_the_checkpoints_too(file: Path) -> None:
    cut_tail()

    assert verify(stream="unit:2", checkpoint=file).holds
    assert verify(stream="case:1", checkpoint=file).failure is not None


def test_a_checkpoint_removed_from_the_middle(file: Path) -> None:
    behind_the_journal("DELETE FROM journal_sealedhead WHERE checkpoint_id = 1")
    behind_the_journal("DELETE FROM journal_checkpoint WHERE number = 1")

    assert failed() == Failure("Checkpoint 1 is gone from the database.")


@pytest.mark.parametrize("change", ["entries = 1", "at = at - interval '1 day'", "previous = hash", "hash = previous"])
def test_an_altered_checkpoint(file: Path, change: str) -> None:
    behind_the_journal(f"UPDATE journal_checkpoint SET {change} WHERE number = 2")

    assert failed() == Failure("Checkpoint 2 was altered: its signature is not right.")


def test_a_sealed_head_altered_to_fit_a_cut_tail(file: Path) -> None:
    cut_tail()
    last = Entry.objects.filter(stream="case:1").latest("seq")
    behind_the_journal(
        "UPDATE journal_sealedhead SET seq = 4, hash = %s WHERE stream = 'case:1' AND checkpoint_id = 2", last.hash
    )

    assert failed() == Failure("The heads kept with checkpoint 2 were altered.")


class TestWithTheCheckpointsGoneToo:
    """Only the copy kept elsewhere is left to notice."""

    @pytest.fixture(autouse=True)
    def _nothing_left(self, file: Path) -> None:
        behind_the_journal("DELETE FROM journal_sealedhead")
        behind_the_journal("DELETE FROM journal_checkpoint")

    def test_the_checkpoint_itself_is_missed(self, file: Path) -> None:
        assert verify().holds
        assert failed(file) == Failure("Checkpoint 2 is gone from the database.")

    def test_a_tail_cut_off(self, file: Path) -> None:
        cut_tail()

        assert verify().holds
        assert (failed(file).stream, failed(file).seq) == ("case:1", 5)

    def test_a_stream_removed_whole(self, file: Path) -> None:
        behind_the_journal("DELETE FROM journal_entry WHERE stream = 'unit:2'")
        behind_the_journal("DELETE FROM journal_head WHERE stream = 'unit:2'")

        assert verify().holds
        assert (failed(file).stream, failed(file).seq) == ("unit:2", 3)

    def test_another_checkpoint_under_the_same_number(self, file: Path) -> None:
        checkpoints.take(at=timezone.now())
        checkpoints.take(at=timezone.now())

        assert verify().holds
        assert failed(file) == Failure("Checkpoint 2 in the database is another one.")
