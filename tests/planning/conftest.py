from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.people import Bloc, build_bloc
from tests.servers import served


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    """The bloc, committed, for all tests of the module."""
    return build_bloc()


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What verbs refuse is matched by its English words."""
    with translation.override("en"):
        yield
