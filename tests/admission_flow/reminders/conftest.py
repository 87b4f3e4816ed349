"""The calendar of Vietnam as it stood in 2026, and the language in which sentences are compared."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.utils import translation

from orgs.models import DayOff, User
from orgs.public_holidays import seed_calendar
from tests.kept import kept
from tests.people import Bloc, make_user


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _calendar(bloc: Bloc) -> None:
    def as_it_stood() -> None:
        DayOff.objects.all().delete()
        seed_calendar(datetime.date(2026, 1, 5), 2026, 2027)

    kept("calendar of 2026", as_it_stood, often=True)


@pytest.fixture
def second_administrator(bloc: Bloc) -> User:
    return make_user(None, "administrator2", is_superuser=True, is_staff=True)
