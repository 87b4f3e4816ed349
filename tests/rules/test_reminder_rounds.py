"""The table of reminders: which telling is the newest one on each working day around the due day."""

from __future__ import annotations

import pytest

from admission_flow.reminders.rounds import EARLIEST, Stage, To, stages

LONG_AGO = -40


def told(late: int, opened: int = LONG_AGO) -> list[tuple[str, int]]:
    return [(str(stage.to), stage.day) for stage in stages(late, opened)]


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (-4, []),
        (-3, [("taker", -3)]),
        (-1, [("taker", -3)]),
        (0, [("taker", 0)]),
        (1, [("holders", 1)]),
        (2, [("holders", 1)]),
        (3, [("holders", 1), ("above", 3)]),
        (5, [("holders", 1), ("above", 3)]),
        (6, [("holders", 6), ("above", 3)]),
        (8, [("holders", 6), ("above", 8)]),
        (11, [("holders", 11), ("above", 8)]),
        (251, [("holders", 251), ("above", 248)]),
    ],
)
def test_the_newest_of_each_that_has_come(late: int, expected: list[tuple[str, int]]) -> None:
    assert told(late) == expected


def test_a_step_that_opened_after_the_first_reminder_is_not_told_of_it_late() -> None:
    assert told(-2, opened=-2) == told(-2, opened=-3) == []
    assert told(-2, opened=-4) == [("taker", -3)]
    assert told(0, opened=-1) == [("taker", 0)]


def test_a_step_that_opened_late_is_told_all_the_same() -> None:
    assert told(4, opened=3) == [("holders", 1), ("above", 3)]


def test_what_looks_for_due_days_looks_as_far_as_the_table() -> None:
    assert EARLIEST == 3
    assert not Stage(To.TAKER, 0).is_above
