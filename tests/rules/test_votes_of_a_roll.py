"""What a vote needs of a roll, at the boundary and one vote below it; whom the base leaves out; and for any tally."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from admission_flow.rules.tallies import EXCUSED, Tally
from admission_flow.rules.thresholds import cell_vote, committee_vote, standing_committee_vote
from admission_flow.rules.values import Parameters, Verdict
from admission_flow.wording import verdict_sentence
from tests.rules.by import BY_2021, by

Rule = Callable[[Tally, Parameters], Verdict]
SUBTRACTED = by(cell_ratio="2/3", excused_members_subtracted=True)


def cast(roll: int, votes_for: int) -> Tally:
    return Tally(roll, roll, votes_for, roll - votes_for)


def carries_from(rule: Rule, roll: int, least: int) -> None:
    assert rule(cast(roll, least), BY_2021).met
    assert not rule(cast(roll, least - 1), BY_2021).met
    assert rule(cast(roll, least), BY_2021).numbers["needed"] == least


@pytest.mark.parametrize(("roll", "least"), [(1, 1), (3, 2), (8, 6), (9, 6), (10, 7), (12, 8)])
def test_two_thirds_of_all_official_members_s2_s9(roll: int, least: int) -> None:
    carries_from(cell_vote, roll, least)


@pytest.mark.parametrize(("roll", "least"), [(1, 1), (3, 2), (8, 6), (9, 6), (10, 7), (12, 8)])
def test_two_thirds_of_the_committee_s7(roll: int, least: int) -> None:
    carries_from(committee_vote, roll, least)


@pytest.mark.parametrize(("roll", "least"), [(1, 1), (3, 2), (8, 5), (9, 5), (10, 6), (12, 7)])
def test_more_than_half_of_the_standing_committee_to_confirm(roll: int, least: int) -> None:
    carries_from(standing_committee_vote, roll, least)


def words(tally: Tally, values: Parameters = BY_2021, rule: Rule = cell_vote) -> str:
    with translation.override("en"):
        return verdict_sentence(rule(tally, values))


def test_the_derivation_in_words() -> None:
    assert words(cast(12, 9)) == "12 official members, 8 needed, 9 in favour: reached."
    assert words(cast(9, 4), rule=standing_committee_vote) == (
        "9 standing-committee members, 5 needed, 4 in favour: not reached."
    )


def test_7_of_12_goes_up_with_the_full_result_s7_s8() -> None:
    assert words(cast(12, 7)) == (
        "12 official members, 8 needed, 7 in favour: not reached. The full result is reported up for decision."
    )


ABSENT = {"elsewhere": 1, "exempt": 1, "suspended": 0, "accepted": 1, "unexcused": 1}


def test_nobody_is_let_out_of_the_base_and_that_is_to_confirm_s11() -> None:
    found = cell_vote(Tally(12, 8, 7, 1, absent=ABSENT), BY_2021)
    assert (found.met, found.numbers["base"], found.numbers["excused"]) == (False, 12, 0)
    switch = {one.name: one for one in found.used}["excused_members_subtracted"]
    assert (switch.value, switch.confidence, found.confidence) == (False, "unsourced", "unsourced")


def test_switched_on_the_four_groups_are_let_out_of_the_cells_base_s11() -> None:
    tally = Tally(12, 8, 6, 2, absent=ABSENT)
    found = cell_vote(tally, SUBTRACTED)
    assert (found.met, found.numbers["base"], found.numbers["needed"]) == (True, 9, 6)
    assert words(tally, SUBTRACTED) == "12 official members (3 not counted), 6 needed, 6 in favour: reached."
    assert not cell_vote(Tally(12, 8, 5, 3, absent=ABSENT), SUBTRACTED).met


def test_where_all_are_let_out_nothing_carries() -> None:
    assert not cell_vote(Tally(3, 0, 0, 0, absent={"accepted": 3}), SUBTRACTED).met


@some.composite
def tallies(draw: Any) -> Tally:
    """Any sound tally of up to 200 persons."""
    present = draw(some.integers(0, 200))
    absent = draw(some.dictionaries(some.sampled_from((*EXCUSED, "unexcused")), some.integers(0, 20)))
    secret = draw(some.booleans())
    issued = draw(some.integers(0, present)) if secret else present
    left = returned = draw(some.integers(0, issued)) if secret else present
    votes_for = draw(some.integers(0, left))
    votes_other = draw(some.integers(0, left - votes_for))
    left -= votes_for + votes_other
    entitled = present + sum(absent.values())
    if not secret:
        return Tally(entitled, present, votes_for, left, votes_other, absent=absent)
    against = draw(some.integers(0, left))
    invalid = left - against
    return Tally(entitled, present, votes_for, against, votes_other, invalid, "secret", issued, returned, absent)


RATIOS = some.sampled_from(["1/2", ">1/2", "2/3", ">2/3", "3/4", "1", "1/3"])


@given(tallies(), RATIOS, some.booleans())
def test_no_tally_passes_below_its_fraction_nor_fails_at_it(tally: Tally, ratio: str, subtracted: bool) -> None:
    found = cell_vote(tally, by(cell_ratio=ratio, excused_members_subtracted=subtracted))
    base = tally.entitled - (tally.excused if subtracted else 0)
    share = Fraction(ratio.lstrip(">"))
    reached = tally.votes_for > share * base if ratio.startswith(">") else tally.votes_for >= share * base
    assert found.met is (base > 0 and reached)
    assert tally.faults() == ([] if tally.entitled else [("nobody_entitled", {})])
