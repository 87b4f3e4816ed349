from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.people import Bloc, build_bloc, make_seat
from tests.servers import served


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    """The bloc, committed; its cell's secretary also sits in the bloc's office, and so has a seat to switch to."""
    bloc = build_bloc()
    person = bloc.cell_secretary.person
    assert person
    make_seat(bloc.unit, "office", person)
    return bloc


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served(DJANGO_SETTINGS_MODULE="tests.look.settings") as port:
        yield port
