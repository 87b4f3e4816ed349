"""A tally that doesn't add up is told by everything that is wrong with it."""

from typing import Any

import pytest

from admission_flow.rules.tallies import ABSENCES, EXCUSED, Tally


def cards(entitled: int, present: int, votes_for: int, against: int = 0, other: int = 0, **more: Any) -> Tally:
    """A show of cards; whoever is missing has an accepted reason."""
    absent = {"accepted": entitled - present} if entitled > present else {}
    return Tally(entitled, present, votes_for, against, other, **({"absent": absent} | more))


def ballots(issued: int | None, returned: int | None, votes_for: int, invalid: int = 0, against: int = 0) -> Tally:
    """A secret ballot of 12, of whom 11 are present."""
    return Tally(12, 11, votes_for, against, 0, invalid, "secret", issued, returned, {"unexcused": 1})


@pytest.mark.parametrize(
    "tally",
    [
        cards(12, 12, 12),
        cards(12, 9, 5, 2, 2),
        cards(12, 0, 0),
        cards(1, 1, 0, 1),
        ballots(11, 11, 11),
        ballots(11, 10, 8, 1, 1),
        ballots(10, 9, 9),
        ballots(0, 0, 0),
    ],
)
def test_sound(tally: Tally) -> None:
    assert tally.faults() == []


@pytest.mark.parametrize(
    ("tally", "faults"),
    [
        (cards(12, 13, 13), {"more_present_than_entitled": {"present": 13, "entitled": 12}}),
        (cards(12, 11, 12), {"votes_are_not_the_present": {"cast": 12, "present": 11}}),
        (cards(12, 12, 11), {"votes_are_not_the_present": {"cast": 11, "present": 12}}),
        (cards(0, 0, 0), {"nobody_entitled": {}}),
        (cards(12, 12, 13, -1), {"negative": {}}),
        (cards(12, 12, 12, absent={"accepted": 1, "exempt": -1}), {"negative": {}}),
        (cards(12, 10, 10, absent={"accepted": 1}), {"absences_are_not_the_absent": {"told": 1, "missing": 2}}),
        (cards(12, 10, 10, absent={}), {"absences_are_not_the_absent": {"told": 0, "missing": 2}}),
        (cards(12, 12, 12, absent={"unexcused": 1}), {"absences_are_not_the_absent": {"told": 1, "missing": 0}}),
        (cards(12, 12, 12, issued=12, returned=12), {"ballots_at_cards": {}}),
        (cards(12, 12, 12, returned=0), {"ballots_at_cards": {}}),
        (cards(12, 12, 12, votes_invalid=1), {"invalid_at_cards": {"invalid": 1}}),
        (cards(12, 12, 12, voting="loud"), {"no_form_of_voting": {}}),
        (ballots(None, 11, 11), {"ballots_not_counted": {}}),
        (ballots(11, None, 11), {"ballots_not_counted": {}}),
        (ballots(12, 12, 12), {"more_issued_than_present": {"issued": 12, "present": 11}}),
        (ballots(10, 11, 11), {"more_returned_than_issued": {"returned": 11, "issued": 10}}),
        (ballots(11, 10, 11), {"votes_are_not_the_returned": {"cast": 11, "returned": 10}}),
        (ballots(11, 11, 9, 1), {"votes_are_not_the_returned": {"cast": 10, "returned": 11}}),
    ],
)
def test_one_fault(tally: Tally, faults: dict[str, dict[str, int]]) -> None:
    assert dict(tally.faults()) == faults


def test_every_fault_is_told() -> None:
    told = Tally(10, 11, 20, -1, 0, 0, "secret", 12, 13).faults()
    assert [key for key, _numbers in told] == [
        "negative",
        "more_present_than_entitled",
        "more_issued_than_present",
        "more_returned_than_issued",
        "votes_are_not_the_returned",
    ]


def test_the_four_groups_of_s11_are_the_excused_and_no_other() -> None:
    assert set(ABSENCES) - set(EXCUSED) == {"unexcused"}
    tally = Tally(12, 2, 2, 0, absent=dict.fromkeys(ABSENCES, 2))
    assert (tally.faults(), tally.excused) == ([], 8)


def test_a_reason_that_nobody_knows() -> None:
    with pytest.raises(ValueError, match="holiday"):
        Tally(12, 11, 11, 0, absent={"holiday": 1})
