"""A tally that doesn't add up is told by everything that is wrong with it."""

import pytest

from admission_flow.rules.values import Tally


@pytest.mark.parametrize(
    ("tally", "faults"),
    [
        (Tally(12, 12, 12, 0), []),
        (Tally(12, 9, 5, 2, 1, 1), []),
        (Tally(12, 0, 0, 0), []),
        (Tally(1, 1, 0, 0, 0, 1), []),
        (Tally(12, 13, 13, 0), ["more_present_than_entitled"]),
        (Tally(12, 11, 12, 0), ["votes_are_not_the_present"]),
        (Tally(12, 12, 11, 0), ["votes_are_not_the_present"]),
        (Tally(0, 0, 0, 0), ["nobody_entitled"]),
        (Tally(0, 1, 1, 0), ["nobody_entitled", "more_present_than_entitled"]),
        (Tally(12, 12, 13, -1), ["negative"]),
        (Tally(12, -1, 0, 0), ["negative", "votes_are_not_the_present"]),
        (Tally(12, 14, 12, 0), ["more_present_than_entitled", "votes_are_not_the_present"]),
    ],
)
def test_faults(tally: Tally, faults: list[str]) -> None:
    assert [key for key, _numbers in tally.faults()] == faults


def test_a_fault_carries_its_numbers() -> None:
    assert dict(Tally(12, 14, 12, 1).faults()) == {
        "more_present_than_entitled": {"present": 14, "entitled": 12},
        "votes_are_not_the_present": {"cast": 13, "present": 14},
    }
