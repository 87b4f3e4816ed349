"""Bytes under their SHA-256: once, whole, closed to others, never overwritten."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents import store
from documents.models import StoredFile
from documents.recognise import Kind
from journal.facts import fact_of
from tests.people import make_user
from tests.stored import stored_in

CONTENT = b"%PDF what it says does not matter here"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def clerk(db):
    return make_user()


def kept(clerk, content: bytes = CONTENT) -> StoredFile:
    with store.drafted([content[:5], content[5:]]) as draft, transaction.atomic():
        return store.keep(draft, Kind.PDF, acting_user=clerk, at=timezone.now())


def test_in_its_place_and_read_back(clerk, files_dir: Path) -> None:
    stored = kept(clerk)
    assert (stored.sha256, stored.size, stored.kind, stored.stored_by) == (
        SHA256,
        len(CONTENT),
        "application/pdf",
        clerk,
    )
    assert stored_in(files_dir) == [files_dir / SHA256[:2] / SHA256[2:4] / SHA256]
    assert store.read(stored) == CONTENT


def test_closed_to_others_and_to_writing(clerk, files_dir: Path) -> None:
    path = store.path_of(kept(clerk).sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    for folder in (files_dir, files_dir / "incoming", path.parent, path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_same_content_twice_is_one_file(clerk, files_dir: Path) -> None:
    first = kept(clerk)
    inode = store.path_of(SHA256).stat().st_ino
    assert kept(make_user()) == first
    assert StoredFile.objects.count() == 1
    assert [path.stat().st_ino for path in stored_in(files_dir)] == [inode]


def test_a_draft_that_is_not_kept_leaves_nothing(clerk, files_dir: Path) -> None:
    with pytest.raises(RuntimeError), store.drafted([CONTENT]):
        raise RuntimeError
    assert stored_in(files_dir) == []


def test_other_bytes_in_its_place_are_neither_overwritten_nor_given_out(clerk, files_dir: Path, caplog) -> None:
    stored = kept(clerk)
    alter(store.path_of(SHA256))
    with pytest.raises(store.FileAltered):
        store.read(stored)
    with pytest.raises(store.FileAltered):
        kept(clerk)
    assert store.path_of(SHA256).read_bytes() == b"other"
    assert SHA256 in caplog.text


def test_a_missing_file_is_not_given_out(clerk, files_dir: Path) -> None:
    stored = kept(clerk)
    store.path_of(SHA256).unlink()
    with pytest.raises(store.FileAltered):
        store.read(stored)


@pytest.mark.parametrize(("sha256", "size"), [("../../etc/passwd", 5), ("AB" * 32, 5), ("ab" * 31, 5), ("ab" * 32, 0)])
def test_what_is_no_stored_file_is_no_row(clerk, sha256: str, size: int) -> None:
    row = StoredFile(sha256=sha256, size=size, kind="application/pdf", stored_by=clerk, stored_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_journal_vouches_for_every_column(clerk, files_dir: Path) -> None:
    stored = kept(clerk)
    before = fact_of(stored).digest
    for name, other in (("sha256", "ab" * 32), ("size", 9), ("kind", "image/png"), ("stored_by", make_user())):
        was = getattr(stored, name)
        setattr(stored, name, other)
        assert fact_of(stored).digest != before
        setattr(stored, name, was)


def alter(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(b"other")
