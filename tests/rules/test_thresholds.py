"""When a vote carries, for every body of 1 to 40, against counting up."""

from collections.abc import Callable

import pytest

from admission_flow.rules.tallies import Tally
from admission_flow.rules.thresholds import cell_vote, committee_vote, needed, standing_committee_vote
from admission_flow.rules.values import Parameter, Parameters, Verdict
from tests.rules.by import BY_2021

BODIES = range(1, 41)


def ratio(text: str) -> Parameter:
    return Parameter("ratio", text, "S1", "sourced")


@pytest.mark.parametrize("body", BODIES)
def test_two_thirds_or_more(body: int) -> None:
    assert needed(body, ratio("2/3")) == min(votes for votes in range(body + 1) if 3 * votes >= 2 * body)


@pytest.mark.parametrize("body", BODIES)
def test_strictly_more_than_half(body: int) -> None:
    assert needed(body, ratio(">1/2")) == min(votes for votes in range(body + 1) if 2 * votes > body)


@pytest.mark.parametrize(
    ("text", "body", "least"),
    [("1/2", 8, 4), (">1/2", 8, 5), ("1/2", 9, 5), (">1/2", 9, 5), (">2/3", 9, 7), ("2/3", 9, 6), ("1", 7, 7)],
)
def test_a_mark_before_the_ratio_makes_it_strict(text: str, body: int, least: int) -> None:
    assert needed(body, ratio(text)) == least


@pytest.mark.parametrize(("rule", "least"), [(cell_vote, 8), (committee_vote, 8), (standing_committee_vote, 7)])
def test_carried_by_the_whole_body_and_not_by_those_present(
    rule: Callable[[Tally, Parameters], Verdict], least: int
) -> None:
    for votes_for in range(13):
        found = rule(Tally(12, votes_for, votes_for, 0), BY_2021)
        assert found.met is (votes_for >= least)
        assert (found.numbers["entitled"], found.numbers["needed"], found.numbers["votes_for"]) == (
            12,
            least,
            votes_for,
        )


def test_the_standing_committees_ratio_says_that_nobody_confirmed_it() -> None:
    found = standing_committee_vote(Tally(9, 9, 9, 0), BY_2021)
    assert (found.source, found.confidence) == ("", "unsourced")
