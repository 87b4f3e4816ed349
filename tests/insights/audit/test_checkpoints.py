"""Checkpoints at the desk: listed, taken away, and compared when they come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from insights.audit import checkpoints as at_the_desk
from journal import checkpoints, keys
from journal.models import Checkpoint
from tests.insights.audit.conftest import looks, signed_in
from tests.insights.conftest import office_in
from tests.journal.tampering import behind_the_journal, record, written_anew
from tests.people import Bloc, build_bloc


@pytest.fixture
def bloc(own_database: str, tmp_path: Path) -> Iterator[Bloc]:
    with office_in(tmp_path):
        cast = build_bloc()
        type(cast.auditor).objects.update(language="en")
        yield cast


@pytest.fixture
def kept(bloc: Bloc) -> bytes:
    """The copy kept elsewhere, made when case:1 had five entries and case:2 three."""
    record("case:1", 3)
    checkpoints.take(at=timezone.now())
    record("case:1", 2)
    record("case:2", 3)
    return checkpoints.take(at=timezone.now()).read_bytes()


def compared(who, content: bytes, name: str = "checkpoint.jsonl") -> tuple[int, str]:
    answer = signed_in(who).post("/audit/checkpoints/", {"file": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def test_listed_and_taken(bloc: Bloc, kept: bytes) -> None:
    client = signed_in(bloc.auditor)
    shown = client.get("/audit/checkpoints/").content.decode()
    assert "/audit/checkpoints/2/file/" in shown
    assert Checkpoint.objects.latest("number").hash[:12] in shown
    found = client.get("/audit/checkpoints/2/file/")
    assert b"".join(found.streaming_content) == kept
    assert client.get("/audit/checkpoints/3/file/").status_code == 404
    assert [look.verb for look in looks(bloc.auditor)] == ["audit_checkpoints", "audit_checkpoint_taken"]
    assert looks(bloc.auditor)[-1].refs["checkpoint"] == 2


def test_a_file_that_was_taken_away_is_not_offered(bloc: Bloc, kept: bytes, tmp_path: Path) -> None:
    for file in (tmp_path / "checkpoints").glob("checkpoint-000002-*"):
        file.unlink()
    shown = signed_in(bloc.auditor).get("/audit/checkpoints/").content.decode()
    assert "/audit/checkpoints/1/file/" in shown
    assert "/audit/checkpoints/2/file/" not in shown
    assert signed_in(bloc.auditor).get("/audit/checkpoints/2/file/").status_code == 404


def test_a_journal_that_went_on_continues_it(bloc: Bloc, kept: bytes) -> None:
    record("case:1", 2)
    status, shown = compared(bloc.auditor, kept)
    assert status == 200
    assert "The journal still continues it" in shown
    assert looks(bloc.auditor)[-1].refs["holds"] is True


def test_a_cut_tail_shows_with_its_stream_and_entry(bloc: Bloc, kept: bytes) -> None:
    behind_the_journal("DELETE FROM journal_entry WHERE stream = 'case:1' AND seq > 3")
    written_anew("case:1")
    _status, shown = compared(bloc.auditor, kept)
    assert "The journal does not continue it" in shown
    assert "case:1: cut off. It ends at entry 3; entries 4 to 5 are gone." in shown
    assert "case:2" not in shown
    assert looks(bloc.auditor)[-1].refs["holds"] is False


def test_a_stream_written_anew_and_one_removed_show_both(bloc: Bloc, kept: bytes) -> None:
    behind_the_journal("UPDATE journal_entry SET verb = 'vote' WHERE stream = 'case:1' AND seq = 4")
    written_anew("case:1")
    behind_the_journal("DELETE FROM journal_entry WHERE stream = 'case:2'")
    behind_the_journal("DELETE FROM journal_head WHERE stream = 'case:2'")
    _status, shown = compared(bloc.auditor, kept)
    # The first checkpoint saw the third entry, which still stands.
    assert "case:1: written anew. Up to entry 5 it is not what was signed, from entry 4 on." in shown
    assert "case:2: all entries, 1 to 3, are gone." in shown


def test_a_checkpoint_removed_from_the_database_shows(bloc: Bloc, kept: bytes) -> None:
    behind_the_journal("DELETE FROM journal_sealedhead WHERE checkpoint_id = 2")
    behind_the_journal("DELETE FROM journal_checkpoint WHERE number = 2")
    assert "Checkpoint 2 is gone from the database." in compared(bloc.auditor, kept)[1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 50,
        "Kính gửi".encode(),
        b"[]\n",
        b'{"seal": []}\n',
        b'{"seal": {"format": "journal-checkpoint-1"}}\n',
        b'{"seal": {"format": "journal-checkpoint-1", "number": 1, "at": "2026-01-01T00:00:00Z", "streams": 1,'
        b' "entries": 1, "heads_digest": "", "moved_digest": "", "previous": "", "key": []}, "signature": ""}\n',
        b"[" * 100_000,
    ],
)
def test_no_checkpoint_is_a_sentence(bloc: Bloc, kept: bytes, content: bytes) -> None:
    status, shown = compared(bloc.auditor, content, "thư.jsonl")
    assert status == 422
    if content:
        assert "thư.jsonl is not a whole checkpoint file" in shown
    assert "/tmp" not in shown


def test_altered_cut_or_of_another_key_is_a_sentence(bloc: Bloc, kept: bytes) -> None:
    lines = kept.splitlines(keepends=True)
    assert "the file was altered" in compared(bloc.auditor, b"".join(lines[1:]))[1]
    assert "its seal was altered" in compared(bloc.auditor, kept.replace(b'"entries":8', b'"entries":9'))[1]
    for file in (keys.private_file(), keys.public_file()):
        file.unlink()
    keys.make_key()
    status, shown = compared(bloc.auditor, kept)
    assert status == 422
    assert "a key that is not known on this machine" in shown


def test_without_a_file_or_too_large(bloc: Bloc, kept: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = signed_in(bloc.auditor).post("/audit/checkpoints/", {})
    assert answer.status_code == 422
    assert "Choose the file" in answer.content.decode()
    monkeypatch.setattr(at_the_desk, "LARGEST", 10)
    status, shown = compared(bloc.auditor, kept)
    assert status == 413
    assert "larger than" in shown


def test_only_by_who_reads_everything_and_with_its_token(bloc: Bloc, kept: bytes) -> None:
    assert compared(bloc.committee_auditor, kept)[0] == 403
    for who in (bloc.cell_secretary, bloc.administrator, bloc.seatless, bloc.organisation_board):
        assert compared(who, kept)[0] == 404
    client = Client(enforce_csrf_checks=True)
    client.force_login(bloc.auditor)
    assert client.post("/audit/checkpoints/", {"file": SimpleUploadedFile("x", kept)}).status_code == 403
    assert client.get("/audit/checkpoints/").status_code == 200


def test_no_checkpoint_yet(bloc: Bloc) -> None:
    assert "No checkpoint yet" in signed_in(bloc.auditor).get("/audit/checkpoints/").content.decode()
