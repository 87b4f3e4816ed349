"""The pure rules of classes."""

from __future__ import annotations

import datetime

import pytest

from training.rules import Attended, Slot, against_closing, laid_out, needed

MONDAY = datetime.date(2026, 5, 4)


def weekdays(day: datetime.date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(("periods", "percent", "asked"), [(50, 80, 40), (50, 81, 41), (7, 50, 4), (50, 100, 50)])
def test_how_many_periods_are_asked(periods: int, percent: int, asked: int) -> None:
    assert needed(periods, percent) == asked


def test_sessions_follow_one_another() -> None:
    saturday = MONDAY - datetime.timedelta(days=2)
    wednesday = MONDAY + datetime.timedelta(days=2)
    wanted = [(None, ""), (None, ""), (None, "afternoon"), (wednesday, ""), (wednesday, ""), (None, "")]
    assert laid_out(wanted, saturday, weekdays) == [
        Slot(MONDAY, "morning"),
        Slot(MONDAY, "afternoon"),
        Slot(MONDAY + datetime.timedelta(days=1), "afternoon"),
        Slot(wednesday, "morning"),
        Slot(wednesday, "afternoon"),
        Slot(wednesday + datetime.timedelta(days=1), "morning"),
    ]


@pytest.mark.parametrize(
    ("grade", "periods", "unrecorded", "found"),
    [
        ("good", 40, 0, ""),
        ("good", 39, 0, "short"),
        ("failed", 0, 0, ""),
        ("", 50, 0, "no_grade"),
        ("good", 50, 1, "unrecorded"),
    ],
)
def test_what_stands_against_a_certificate(grade: str, periods: int, unrecorded: int, found: str) -> None:
    assert against_closing(Attended(grade, periods, 50, 40, unrecorded)) == found
