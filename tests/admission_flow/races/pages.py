"""A page that somebody opened: it keeps the number of the task that was open then, whatever happened since."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from orgs.models import User
from tests.admission_flow.journey import Journey

OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
WAITING = f"{OTHERS} AND wait_event_type = 'Lock' AND query LIKE %s"


def press(journey: Journey, step: str, act: str = "", /, *, by: User | None = None, **given: Any) -> Callable[[], Any]:
    """The button of a page that was drawn now: it does the step (or `act` on it) with what stood on the page."""
    page, task = copy.copy(journey), journey.task(step)
    page.task = lambda step: task  # type: ignore[method-assign]
    page._actor = by
    return lambda: getattr(page, act or step)(**given)


def until_somebody_waits(doing: str = "") -> None:
    """Returns once another connection to this database waits for a lock, in a statement with these words."""
    _until(lambda: _count(WAITING, f"%{doing}%") > 0)


def until_alone() -> None:
    """Returns once no other connection to this database is left."""
    _until(lambda: _count(OTHERS) == 0)


def _count(statement: str, *values: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction the answer would stay the same
        cursor.execute(statement, values or None)
        return int(cursor.fetchone()[0])


def _until(so: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline, f"not so after {seconds} s"
        time.sleep(0.005)
