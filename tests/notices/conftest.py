from __future__ import annotations

from collections.abc import Iterator

import pytest

from notices import kinds
from notices.kinds import Rendered
from tests.people import Bloc, build_bloc
from tests.servers import served


@pytest.fixture(scope="session", autouse=True)
def words() -> None:
    """A kind that is these tests' own; the rooms above register theirs."""
    kinds.register("test_step", lambda params: Rendered(f"Case {params['case']}", f"Step {params['step']} is yours."))


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    """The bloc, committed, for all tests of the module."""
    return build_bloc()


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port
