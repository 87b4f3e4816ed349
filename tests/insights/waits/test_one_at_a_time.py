from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from insights.waits.tallying import LOCK, roll_up, waiting
from tests.admission_flow.journey import Journey
from tests.people import build_bloc


@contextmanager
def holding_the_lock() -> Iterator[None]:
    """Another connection is at it."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        other.close()


def test_one_at_a_time(own_database: str) -> None:
    """Who comes second leaves it to the first, and what is noted meanwhile stays noted."""
    Journey(build_bloc()).to("declaration")
    with holding_the_lock():
        assert roll_up(at=timezone.now()) is None
        assert waiting()
    assert roll_up(at=timezone.now()) == 1
    assert not waiting()
