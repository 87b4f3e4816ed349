"""One whole dossier for all tests that only look at it, and an office of its own for those that issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone, translation

from insights.dossier.issuing import issue_dossier
from journal import checkpoints, keys
from tests.admission_flow.files.conftest import SECOND, attach, given
from tests.databases import own_copy
from tests.insights.packing import Pack
from tests.meetings.sittings import Held
from tests.people import build_bloc


@dataclass(frozen=True)
class Whole:
    """A case that went all the way, its meeting held together with another candidate's, with files of its papers.

    `earlier` is a checkpoint's file from before its last act; `other_names` are what must not be in it.
    """

    content: bytes
    office_pub: bytes
    earlier: bytes
    case_id: int
    number: str
    other_number: str
    auditor: str

    @property
    def pack(self) -> Pack:
        return Pack.of(self.content)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def whole(pristine_database: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    with django_db_blocker.unblock(), office_in(tmp_path_factory.mktemp("office")), own_copy():
        bloc = build_bloc()
        held = Held(bloc).with_cases(2).seated().voted().closed()
        mine, other = held.journeys
        attach(mine, bloc.cell_secretary)
        attach(mine, bloc.cell_secretary, given(SECOND, why="Bản quét rõ hơn"))
        earlier = checkpoints.take(at=timezone.now()).read_bytes()
        mine.ceremony()
        with issue_dossier(mine.case.pk, acting_user=bloc.auditor, at=timezone.now()).file as file:
            content = file.read()
        office_pub = keys.pem(keys.signing_key().public_key())
        numbers = (mine.case.number, other.case.number)
        return Whole(content, office_pub, earlier, mine.case.pk, *numbers, bloc.auditor.display_name)


def office_in(folder: Path) -> override_settings:
    """Where key, checkpoints and files lie."""
    return override_settings(
        JOURNAL_KEY_FILE=str(folder / "key" / "journal.pem"),
        CHECKPOINT_DIR=str(folder / "checkpoints"),
        FILES_DIR=str(folder / "files"),
    )


@pytest.fixture
def own_office(tmp_path: Path) -> Iterator[Path]:
    with office_in(tmp_path):
        yield tmp_path
