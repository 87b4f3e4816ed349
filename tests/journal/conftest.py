from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from journal import facts
from orgs.models import DayOff, Person, Seat, Unit
from orgs.tree import plant


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's key and checkpoints lie."""
    settings.JOURNAL_KEY_FILE = str(tmp_path / "key" / "journal.pem")
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    return tmp_path


@pytest.fixture(autouse=True)
def days_off_are_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(facts.KINDS, "orgs.dayoff", facts.FactKind(DayOff, ("day", "works", "name")))


@pytest.fixture
def seat(db: None) -> Seat:
    (cell,) = plant([(Unit(code="DUK", name="Khối", kind="bloc", valid_from=datetime.date(2010, 1, 1)), None)])
    huong = Person.objects.create(
        citizen_id="001175000001", full_name="Mai Thị Hương", birth_date="1975-03-08", sex="f"
    )
    return Seat.objects.create(person=huong, unit=cell, role=Seat.Role.SECRETARY, starts="2015-06-01")
