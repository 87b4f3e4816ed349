"""Days to be drawn from: the curve, its tail, what was waited already, and what lies between two sittings."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from insights.waits.survival import curve
from insights.what_if.pace import between_sittings, known_of, known_of_open, pace_of

FOUR = pace_of(curve({2: 1, 4: 1, 6: 1, 8: 1}, {}))


def test_each_quarter_of_luck_has_its_day() -> None:
    assert [FOUR.draw(luck) for luck in (1.0, 0.8, 0.7, 0.5, 0.3, 0.2, 0.01)] == [2, 2, 4, 4, 6, 8, 8]
    assert (FOUR.quantile(0.5), FOUR.quantile(0.9)) == (4, 8)


def test_who_has_waited_is_among_those_that_waited_as_long() -> None:
    assert {FOUR.draw(luck / 100, waited=4) for luck in range(1, 101)} == {6, 8}
    assert [FOUR.draw(luck, waited=4) for luck in (1.0, 0.6, 0.4, 0.1)] == [6, 6, 8, 8]


def test_who_has_waited_longer_than_anybody_begins_anew() -> None:
    assert {FOUR.draw(luck / 100, waited=30) for luck in range(1, 101)} == {32, 34, 36, 38}


def test_beyond_what_was_seen_it_goes_on_at_the_same_rate() -> None:
    half = pace_of(curve({10: 1}, {20: 1}))
    assert half.draw(0.6) == 10
    # Half are left after 20 days, so a quarter after 40 and an eighth after 60.
    assert (half.draw(0.25), half.draw(0.125)) == (40, 60)
    assert half.longer_than(40) == pytest.approx(0.25)
    assert half.draw(0.5, waited=40) == 60, "of those left after 40 days, half are after 20 more"


def test_open_cases_make_it_longer_and_no_case_takes_no_time() -> None:
    assert pace_of(curve({5: 5}, {})).quantile(0.9) == 5
    assert pace_of(curve({5: 5}, {30: 3})).quantile(0.9) > 30
    assert pace_of(curve({}, {})).draw(0.5) == 0
    never = pace_of(curve({}, {10: 4}))
    assert never.longer_than(10) == pytest.approx(4 / 5)
    assert never.draw(0.5) > 10


def test_drawn_often_the_shares_are_those_of_the_curve() -> None:
    pace = pace_of(curve({3: 50, 9: 30, 20: 20}, {}))
    luck = random.Random(7)
    found = Counter(pace.draw(1 - luck.random()) for _ in range(20_000))
    assert {day: round(number / 20_000, 1) for day, number in found.items()} == {3: 0.5, 9: 0.3, 20: 0.2}


def test_what_is_known_of_a_file_that_missed_a_sitting() -> None:
    sittings = [0, 30, 60]
    assert known_of(10, 30, sittings) == (0, 20), "it missed none"
    assert known_of(10, 60, sittings) == (21, 50), "it was not ready on day 30, which is 20 days after it came"
    assert known_of(30, 60, sittings) == (1, 30), "it came on the day of a sitting"
    assert known_of_open(50, 59, sittings) == (0, None)
    assert known_of_open(50, 60, sittings) == (11, None)


@pytest.mark.parametrize("takes", [0, 10, 40])
def test_the_wait_for_the_sitting_is_told_from_the_work(takes: int) -> None:
    """Files that all take just as long to become ready, with a sitting every 30 days."""
    sittings = list(range(0, 900, 30))
    known: Counter[tuple[int, int | None]] = Counter()
    for came in range(1, 600, 7):
        sat = next(day for day in sittings if day >= came + takes)
        known[known_of(came, sat, sittings)] += 1
    pace = between_sittings(known)
    assert abs(pace.quantile(0.5) - takes) <= 1
    assert abs(pace.quantile(0.9) - takes) <= 1
    assert pace.cases == sum(known.values())


def test_files_that_are_never_decided_leave_a_tail() -> None:
    pace = between_sittings({(0, 0): 5, (40, None): 5})
    assert pace.draw(0.9) == 0
    assert pace.draw(0.2) > 40
    assert between_sittings({}).cases == 0
