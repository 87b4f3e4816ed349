"""Working days from today to a due day, as the lists say them."""

from __future__ import annotations

import datetime

import pytest

from admission_flow.queries.listing import working_days_left
from orgs.models import DayOff

FRIDAY, SATURDAY, SUNDAY, MONDAY = (datetime.date(2026, 11, 20) + n * datetime.timedelta(days=1) for n in range(4))


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, MONDAY, 1),
        (MONDAY, FRIDAY, -1),
        # Nothing worked lies between, and yet the day is over, or not today's.
        (SUNDAY, FRIDAY, -1),
        (FRIDAY, SUNDAY, 1),
        (FRIDAY, MONDAY + datetime.timedelta(days=7), 6),
    ],
)
def test_weekends_do_not_count(db: None, today: datetime.date, due: datetime.date, left: int) -> None:
    assert working_days_left([due, None], today) == {due: left}


def test_days_off_and_make_up_days_come_from_the_table(db: None) -> None:
    DayOff.objects.create(day=MONDAY, name="Nghỉ bù")
    DayOff.objects.create(day=SATURDAY, works=True, name="Làm bù")
    tuesday = MONDAY + datetime.timedelta(days=1)
    assert working_days_left([SATURDAY, tuesday], FRIDAY) == {SATURDAY: 1, tuesday: 2}


def test_one_statement_or_none(db: None, django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        working_days_left([MONDAY, FRIDAY, MONDAY], SATURDAY)
    with django_assert_num_queries(0):  # type: ignore[operator]
        working_days_left([None], SATURDAY)
