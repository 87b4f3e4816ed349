"""How far a form is, told while it is loaded in one transaction; and a worker that was thought gone stops."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from intake import uploading, working
from intake.models import Upload
from intake.working import Overtaken, Progress
from tests.people import Bloc, build_bloc


@pytest.fixture
def office(own_database: str) -> Bloc:
    return build_bloc()


@pytest.fixture
def upload(office: Bloc) -> Upload:
    """Of something that isn't read here."""
    return uploading.upload_form(b"so", "so.xlsx", acting_user=office.organisation_board, at=timezone.now())


def test_told_from_within_the_transaction_and_not_undone_with_it(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "EVERY", 0.0)
    Upload.objects.update(state="loading")
    with Progress(upload) as tell, transaction.atomic():
        tell("writing", 4000, 10_000)
        transaction.set_rollback(True)
    upload.refresh_from_db()
    assert (upload.stage, upload.percent) == ("writing", 40)


def test_who_was_overtaken_writes_nothing(office: Bloc, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "EVERY", 0.0)
    Upload.objects.update(state="loading", attempt=2)
    with Progress(upload) as tell, pytest.raises(Overtaken):
        tell("writing", 1, 2)
    with pytest.raises(Overtaken):
        working._end(upload, "loaded")
    upload.refresh_from_db()
    assert upload.state == "loading"
