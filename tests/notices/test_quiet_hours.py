from __future__ import annotations

import datetime

import pytest

from notices.quiet_hours import QuietHours
from orgs.calendar import LOCAL_ZONE, Calendar

FRIDAY_HOLIDAY = Calendar(off=frozenset({datetime.date(2026, 11, 27)}))


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """In November 2026, whose 23rd is a Monday."""
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (at(24, 10), at(24, 10)),
        (at(24, 18, 59), at(24, 18, 59)),
        (at(24, 19), at(25, 7)),
        (at(25, 6, 59), at(25, 7)),
        (at(25, 7), at(25, 7)),
        (at(26, 20), at(30, 7)),  # the holiday on Friday, and the week-end
        (at(28, 12), at(30, 7)),
    ],
)
def test_by_default_from_seven_to_seven_and_on_days_off(now: datetime.datetime, over: datetime.datetime) -> None:
    hours = QuietHours()
    assert hours.over(now, FRIDAY_HOLIDAY) == over
    assert hours.hold(now, FRIDAY_HOLIDAY) is (over != now)


def test_within_one_day() -> None:
    noon = QuietHours(datetime.time(11, 30), datetime.time(13, 30), days_off=False)
    assert noon.over(at(24, 12), Calendar()) == at(24, 13, 30)
    assert noon.over(at(28, 14), Calendar()) == at(28, 14)


def test_none_at_all() -> None:
    never = QuietHours(datetime.time(7), datetime.time(7), days_off=False)
    assert not any(never.hold(at(28, hour), Calendar()) for hour in range(24))


def test_days_off_alone() -> None:
    days = QuietHours(datetime.time(7), datetime.time(7), days_off=True)
    assert days.over(at(28, 12), Calendar()) == at(30, 0)


def test_where_no_day_is_open_it_ends_all_the_same() -> None:
    closed = Calendar(off=frozenset(datetime.date(2026, 11, 1) + datetime.timedelta(days=n) for n in range(90)))
    assert QuietHours().over(at(24, 12), closed) > at(24, 12) + datetime.timedelta(days=29)
