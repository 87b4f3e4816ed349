"""Durations split by hand, over holidays, a hold, letters and a sitting."""

from __future__ import annotations

import datetime

from insights.waits.parts import Interval, Part, Stood, split, whole_days
from orgs.calendar import LOCAL_ZONE, Calendar

D = datetime.date
# Monday 16 February to Friday 20 February 2026 is the new year's holiday; Saturday 14 to Sunday 22 is off in one piece.
NEW_YEAR = Calendar(off=frozenset(D(2026, 2, day) for day in range(16, 21)))


def at(day: int, hour: int = 0, month: int = 2) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, tzinfo=LOCAL_ZONE)


def days(found: dict[Part, datetime.timedelta]) -> dict[str, float]:
    """Those that are not nothing, in days."""
    return {part.value: length / datetime.timedelta(days=1) for part, length in found.items() if length}


def test_over_the_new_year_with_nobody_looking() -> None:
    # Thursday noon to Tuesday noon after the holiday: 12 days, nine of them off.
    assert days(split(Stood(at(12, 12), at(24, 12)), NEW_YEAR)) == {"off": 9, "unseen": 3}


def test_seen_taken_and_done() -> None:
    stood = Stood(at(9), at(14), seen=at(10), taken=at(12))
    assert days(split(stood, Calendar())) == {"unseen": 1, "untaken": 2, "hands": 2}


def test_a_hold_comes_before_everything() -> None:
    stood = Stood(at(12), at(26), seen=at(12), taken=at(12))
    found = split(stood, NEW_YEAR, held=[whole_days(D(2026, 2, 13), D(2026, 2, 24))])
    assert days(found) == {"held": 11, "hands": 3}


def test_letters_count_once_where_they_overlap_and_not_on_days_off() -> None:
    stood = Stood(at(2), at(12), seen=at(2), taken=at(2))
    letters = [whole_days(D(2026, 2, 3), D(2026, 2, 6)), whole_days(D(2026, 2, 5), D(2026, 2, 10))]
    # The 7th and 8th are a week-end.
    assert days(split(stood, NEW_YEAR, outside=letters)) == {"off": 2, "outside": 5, "hands": 3}


def test_a_letter_sent_before_a_sitting_goes_before_it() -> None:
    stood = Stood(at(2), at(6), seen=at(2), taken=at(2))
    found = split(
        stood, Calendar(), outside=[whole_days(D(2026, 2, 2), D(2026, 2, 4))], sitting=[Interval(at(3), at(5))]
    )
    assert days(found) == {"outside": 2, "sitting": 1, "hands": 1}


def test_what_lies_outside_the_stay_does_not_count() -> None:
    stood = Stood(at(9), at(11), seen=at(1), taken=at(20))
    found = split(stood, Calendar(), held=[whole_days(D(2026, 1, 1), D(2026, 2, 10))])
    assert days(found) == {"held": 1, "untaken": 1}


def test_done_as_it_opened() -> None:
    assert days(split(Stood(at(9), at(9)), Calendar())) == {}


def test_the_parts_are_the_whole() -> None:
    stood = Stood(at(1, 9), at(27, 17), seen=at(3, 8), taken=at(4, 11))
    found = split(
        stood,
        NEW_YEAR,
        held=[whole_days(D(2026, 2, 5), D(2026, 2, 7))],
        outside=[whole_days(D(2026, 2, 6), D(2026, 2, 11))],
        sitting=[Interval(at(10, 8), at(13, 11))],
    )
    assert sum(found.values(), datetime.timedelta()) == stood.until - stood.since
    assert min(found.values()) >= datetime.timedelta()
