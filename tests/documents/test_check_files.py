"""`manage.py check_files`: what is missing, what was altered, what no row names."""

from __future__ import annotations

import io
import os
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone, translation

from documents import checking, store
from documents.models import StoredFile
from documents.recognise import Kind
from documents.tasks import nightly_check
from tests.documents.test_store import CONTENT, SHA256, alter, kept
from tests.people import make_user
from tests.stored import stored_in


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def clerk(db):
    return make_user()


def said(*options: str) -> str:
    out = io.StringIO()
    call_command("check_files", *options, stdout=out)
    return out.getvalue()


def complained(*options: str) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("check_files", *options, stdout=out)
    assert error.value.returncode == 1
    return out.getvalue()


def orphan(folder: Path, monkeypatch, *, days: float) -> Path:
    path = folder / "ab" / "cd" / ("abcd" + "0" * 60)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"nobody's")
    now = time.time()
    monkeypatch.setattr(checking.time, "time", lambda: now + days * 86400)
    return path


def test_nothing_stored_yet(db, files_dir: Path) -> None:
    assert said() == "0 files read, each as stored.\n"


def test_all_as_stored(clerk, files_dir: Path) -> None:
    kept(clerk)
    kept(clerk, b"another")
    assert said() == "2 files read, each as stored.\n"


def test_altered(clerk, files_dir: Path) -> None:
    kept(clerk, b"another")
    kept(clerk)
    alter(store.path_of(SHA256))
    assert complained() == f"altered: {SHA256}\n"


def test_missing(clerk, files_dir: Path) -> None:
    kept(clerk)
    store.path_of(SHA256).unlink()
    assert complained() == f"missing: {SHA256}\n"


def test_an_orphan_is_named_and_only_where_asked_removed(clerk, files_dir: Path, monkeypatch) -> None:
    kept(clerk)
    path = orphan(files_dir, monkeypatch, days=2)
    assert complained() == f"of no row: ab/cd/{path.name}\n"
    assert path.exists()
    assert f"of no row, removed: ab/cd/{path.name}" in said("--remove-orphans")
    assert stored_in(files_dir) == [store.path_of(SHA256)]


def test_a_young_one_may_still_get_its_row(clerk, files_dir: Path, monkeypatch) -> None:
    path = orphan(files_dir, monkeypatch, days=0.9)
    assert "less than a day old" in said("--remove-orphans")
    assert path.exists()


def test_a_file_in_anothers_place_is_an_orphan(clerk, files_dir: Path, monkeypatch) -> None:
    kept(clerk)
    os.link(store.path_of(SHA256), files_dir / SHA256)
    assert "of no row" in said()


def test_removal_waits_for_whoever_keeps_the_same_content_anew(own_database: str, files_dir: Path, monkeypatch) -> None:
    """The file has lain there without a row for days; its row commits while it is being removed."""
    clerk = make_user()
    kept(clerk)
    StoredFile.objects.all().delete()
    now = time.time()
    monkeypatch.setattr(checking.time, "time", lambda: now + 2 * 86400)

    def remove() -> None:
        try:
            checking.check(remove_orphans=True)
        finally:
            connection.close()

    with store.drafted([CONTENT]) as draft, transaction.atomic():
        store.keep(draft, Kind.PDF, acting_user=clerk, at=timezone.now())
        remover = threading.Thread(target=remove)
        remover.start()
        remover.join(0.5)
        assert remover.is_alive()
    remover.join(10)
    assert store.path_of(SHA256).read_bytes() == CONTENT


def test_at_night(clerk, files_dir: Path, monkeypatch, caplog) -> None:
    kept(clerk)
    nightly_check()
    assert caplog.messages == []
    alter(store.path_of(SHA256))
    orphan(files_dir, monkeypatch, days=2)
    nightly_check()
    assert f"A stored file was altered: {SHA256}" in caplog.messages
    assert len(caplog.messages) == 2
    store.path_of(SHA256).unlink()
    caplog.clear()
    nightly_check()
    assert f"A stored file is missing: {SHA256}" in caplog.messages


def test_every_night() -> None:
    assert nightly_check.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
