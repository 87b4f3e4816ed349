"""What the administrator and the auditor type, and what they are told."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from journal import keys
from journal.models import Checkpoint
from journal.record import Act, append_many
from tests.journal.tampering import AT, behind_the_journal, day_off, record


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out, stderr=out)
    return out.getvalue()


def test_verify_counts_what_holds_and_says_where_no_checkpoint_is(own_database: str) -> None:
    act = Act(stream="case:1", verb="look", acting_user=None, at=AT, refs={})
    with transaction.atomic():
        append_many([act] * 1200)
    day_off()

    counts, no_checkpoint = said("verify_journal").splitlines()

    assert counts == "The journal holds: 2 streams, 1,201 entries, 1 fact, 0 checkpoints."
    assert "no checkpoint yet" in no_checkpoint


def test_verify_names_the_entry_and_exits_with_1(own_database: str) -> None:
    _first, second = record("case:1", 2)
    behind_the_journal("UPDATE journal_entry SET verb = 'loot' WHERE id = %s", second.pk)

    with pytest.raises(CommandError, match=rf"case:1, entry 2 \(row {second.pk}\)") as refused:
        said("verify_journal")
    assert refused.value.returncode == 1
    with pytest.raises(CommandError):
        said("verify_journal", "--stream", "case:1")


def test_checkpoint_says_where_its_file_is_and_verify_takes_it(own_database: str) -> None:
    record("case:1")
    file = next(word for word in said("checkpoint").split() if "checkpoints/" in word).rstrip(".")

    assert "1 checkpoint." in said("verify_journal", "--checkpoint", file)
    behind_the_journal("DELETE FROM journal_sealedhead")
    behind_the_journal("DELETE FROM journal_checkpoint")
    with pytest.raises(CommandError, match="Checkpoint 1 is gone"):
        said("verify_journal", "--checkpoint", file)


def test_a_wrong_file_is_a_sentence(own_database: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Kính gửi")

    with pytest.raises(CommandError, match="not a whole checkpoint file"):
        said("verify_journal", "--checkpoint", str(tmp_path / "letter.txt"))


@pytest.mark.parametrize("option", ["--checkpoint", "--public-key"])
def test_a_file_that_cannot_be_read_is_a_whole_sentence(own_database: str, tmp_path: Path, option: str) -> None:
    for file, sentence in ((tmp_path / "none", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(CommandError, match=sentence) as refused:
            said("verify_journal", option, str(file))
        assert "Errno" not in str(refused.value)
        assert "directory" not in str(refused.value)


def test_checkpoint_in_production_asks_for_the_key(own_database: str, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="JOURNAL_KEY_FILE"):
        said("checkpoint")

    said("journal_key")
    said("checkpoint")

    assert Checkpoint.objects.count() == 1


def test_a_folder_that_cannot_be_written_is_a_sentence_and_leaves_no_checkpoint(
    own_database: str, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    settings.CHECKPOINT_DIR = str(tmp_path / "file" / "folder")

    with pytest.raises(CommandError, match="CHECKPOINT_DIR"):
        said("checkpoint")
    assert not Checkpoint.objects.exists()


def test_journal_key_makes_one_key_and_shows_its_public_half_again() -> None:
    first, again = said("journal_key"), said("journal_key")

    public_key = keys.pem(keys.signing_key().public_key()).decode()
    assert public_key in first
    assert public_key in again
    assert "PRIVATE" not in first + again
    assert stat.S_IMODE(keys.private_file().stat().st_mode) == 0o600
