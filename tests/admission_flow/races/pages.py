"""A page that somebody opened: it keeps the number of the task that was open then, whatever happened since."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from orgs.models import User
from tests.admission_flow.journey import Journey

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def press(journey: Journey, step: str, act: str = "", /, *, by: User | None = None, **given: Any) -> Callable[[], Any]:
    """The button of a page that was drawn now: it does the step (or `act` on it) with what stood on the page."""
    page, task = copy.copy(journey), journey.task(step)
    page.task = lambda step: task  # type: ignore[method-assign]
    page._actor = by
    return lambda: getattr(page, act or step)(**given)


def until_somebody_waits(seconds: float = 10) -> None:
    """Returns once another connection to this database waits for a lock."""
    deadline = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction the answer would stay the same
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < deadline, "nobody waits for a lock"
            time.sleep(0.005)
