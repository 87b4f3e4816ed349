"""An auditor's desk over a case that went some way, read in English."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation

from journal.models import Entry
from orgs.calendar import LOCAL_ZONE
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.insights.conftest import office_in
from tests.people import Bloc

# A Wednesday, ten in the morning.
AT = datetime.datetime(2026, 3, 4, 10, 0, tzinfo=LOCAL_ZONE)
ADDRESSES = (
    "/audit/",
    "/audit/export.csv",
    "/audit/export.xlsx",
    "/audit/unusual/",
    "/audit/files/",
    "/audit/verification/",
    "/audit/checkpoints/",
)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    with office_in(tmp_path):
        yield tmp_path


@pytest.fixture
def journey(bloc: Bloc, office: Path) -> Journey:
    """Nominated at AT; every step a day after the other, and now before the cell's vote."""
    walked = walk(Journey(bloc, at=AT), "cell_vote")
    User.objects.update(language="en")
    return walked


def walk(journey: Journey, step: str) -> Journey:
    """To this step, each step on a day of its own."""
    if not hasattr(journey, "case"):
        journey.nominate()
    while step not in journey.open_steps():
        journey.wait(1)
        getattr(journey, next(one for one in journey.open_steps() if one != step))()
        journey.case.refresh_from_db()
    return journey.wait(1)


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def read(who: User, address: str) -> str:
    """The page, which this account may read."""
    found = signed_in(who).get(address)
    assert found.status_code == 200, found.status_code
    return found.content.decode() if not found.streaming else b"".join(found.streaming_content).decode()


def looks(who: User) -> list[Entry]:
    """What this account looked at, in its own stream."""
    return list(Entry.objects.filter(stream=f"user:{who.pk}", verb__startswith="audit_").order_by("seq"))


def entry_of(journey: Journey, verb: str) -> Entry:
    return Entry.objects.get(stream=f"case:{journey.case.pk}", verb=verb)


def now() -> datetime.datetime:
    return timezone.now()
