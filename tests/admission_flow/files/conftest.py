"""A case that waits for the cell's vote, and the papers of its file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from admission_flow.decisions.attachments import attach_file
from admission_flow.decisions.given import FileGiven
from admission_flow.models import Paper, PaperFile
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.documents import samples
from tests.people import Bloc

PDF = samples.pdf()
SECOND = samples.pdf("Lý lịch, bổ sung")
BIOGRAPHY, VERIFICATION = "2-KNĐ", "BC-TTLL"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def journey(bloc: Bloc, files_dir: Path) -> Journey:
    walked = Journey(bloc).to("cell_vote")
    User.objects.update(language="en")
    return walked


def paper(journey: Journey, code: str = BIOGRAPHY) -> Paper:
    return Paper.objects.get(case=journey.case, code=code)


def given(content: bytes = PDF, name: str = "ly-lich.pdf", why: str = "", **changes: str) -> FileGiven:
    return FileGiven(io.BytesIO(content), name, changes.get("classification", "confidential"), why)


def attach(journey: Journey, by: User, file: FileGiven | None = None, code: str = BIOGRAPHY) -> PaperFile:
    return attach_file(journey.case.pk, paper(journey, code).pk, file or given(), acting_user=by, at=timezone.now())


def files_url(journey: Journey, code: str = BIOGRAPHY) -> str:
    return f"/cases/{journey.case.pk}/papers/{paper(journey, code).pk}/files/"


def post(client: Client, url: str, content: bytes = PDF, name: str = "ly-lich.pdf", **more: str):
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    return client.post(url, {"file": file, "classification": "confidential", **more})
