"""A case at the committee, and the language in which sentences are compared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.admission_flow.journey import Journey
from tests.people import Bloc, reading_english


@pytest.fixture(autouse=True)
def _english(bloc: Bloc) -> Iterator[None]:
    reading_english()
    with translation.override("en"):
        yield


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    return Journey(bloc).to("grassroots_approval")
