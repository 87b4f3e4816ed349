"""Two parts of one case that have to be two persons' (no source was found; the office's own pairs)."""

import pytest

from admission_flow.rules.independence import independence, part_of
from tests.rules.by import BY_2021, by

LAN, HUNG = 1, 2


@pytest.mark.parametrize(
    ("step", "delegated", "part"),
    [
        ("verification", False, "verified"),
        ("departmental_appraisal", False, "appraised"),
        ("grassroots_approval", False, "appraised"),
        ("grassroots_approval", True, "decided"),
        ("bloc_appraisal", False, "appraised"),
        ("bloc_decision", False, "decided"),
        ("cell_vote", False, ""),
    ],
)
def test_the_part_of_a_step(step: str, delegated: bool, part: str) -> None:
    assert part_of(step, delegated=delegated) == part


@pytest.mark.parametrize(
    ("part", "took", "clash"),
    [
        ("verified", {"introduced": [LAN]}, ["introduced"]),
        ("verified", {"introduced": [HUNG]}, []),
        ("verified", {}, []),
        ("appraised", {"introduced": [LAN], "verified": [LAN]}, []),
        ("decided", {"introduced": [LAN], "verified": [LAN]}, ["introduced", "verified"]),
        ("decided", {"appraised": [HUNG, LAN]}, ["appraised"]),
        ("", {"introduced": [LAN]}, []),
    ],
)  # fmt: skip
def test_as_seeded(part: str, took: dict[str, list[int]], clash: list[str]) -> None:
    found = independence(part, [LAN], took, BY_2021)
    assert (found.met, found.numbers["clash"]) == (not clash, clash)
    assert found.confidence == "unsourced"


def test_who_acts_on_behalf_of_somebody_is_held_to_both() -> None:
    took = {"introduced": [HUNG]}
    assert independence("verified", [LAN], took, BY_2021).met
    assert not independence("verified", [LAN, HUNG], took, BY_2021).met


def test_a_pair_holds_both_ways_and_only_as_listed() -> None:
    pairs = by(independent_pairs=["appraised/verified"])
    assert not independence("verified", [LAN], {"appraised": [LAN]}, pairs).met
    assert not independence("appraised", [LAN], {"verified": [LAN]}, pairs).met
    assert independence("decided", [LAN], {"verified": [LAN]}, pairs).met
