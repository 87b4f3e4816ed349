"""What the product says of rules and acts: whole sentences, in both languages, right for one and for several."""

from __future__ import annotations

import pytest
from django.utils import translation

from admission_flow.views.verbs import VERBS
from admission_flow.wording import done_sentence, fault_sentence, rule_sentence


@pytest.mark.parametrize("verb", VERBS)
def test_every_act_done_is_a_sentence_in_the_past_tense(verb: str) -> None:
    with translation.override("en"):
        first, *_words = done_sentence(verb, "clear").split()
    assert first.istitle()
    assert first.endswith("ed") or first == "Withdrew"
    with translation.override("vi"):
        told = done_sentence(verb, "clear")
    assert told.startswith("Đã ")
    assert told.endswith(".")


def test_it_says_with_which_outcome() -> None:
    with translation.override("en"):
        assert done_sentence("record_verification", "not_clear") == "Concluded the verification: not clear."
        assert done_sentence("decide_bloc", "admitted").endswith("of the standing committee: admitted.")


def introduced(members: int, unions: int = 0, not_official: int = 0, *, met: bool = True) -> str:
    numbers = {"members": members, "unions": unions, "not_official": not_official, "needed": 2}
    with translation.override("en"):
        return rule_sentence("introducers", met, numbers)


def test_of_the_introducers_only_those_there_are() -> None:
    assert introduced(2) == "Introduced by 2 official members."
    assert introduced(1, 1) == "Introduced by 1 official member and 1 union resolution."
    assert introduced(0, met=False).startswith("Not enough introducers: nobody. Name 2 official members, ")
    told = introduced(1, 0, 1, met=False)
    assert told.startswith("Not enough introducers: 1 official member and 1 person who is not an official member of ")


@pytest.mark.parametrize(
    ("rule", "numbers", "told"),
    [
        ("waiver_own_side", {"members": 1}, "1 close relative is a member."),
        ("waiver_own_side", {"members": 2}, "2 close relatives are members."),
        ("waiver_spouse_side", {"members": 1}, "1 of them is a member."),
        ("cell_vote", {"entitled": 1, "needed": 1, "ratio": "2/3", "votes_for": 1}, "1 official member, 1 needed"),
        ("committee_vote", {"entitled": 9, "needed": 6, "ratio": "2/3", "votes_for": 8}, "9 committee members, 6"),
    ],
)
def test_one_is_not_several(rule: str, numbers: dict[str, int], told: str) -> None:
    with translation.override("en"):
        assert told in rule_sentence(rule, True, numbers)


def test_a_fault_of_the_count_too() -> None:
    with translation.override("en"):
        assert fault_sentence("votes_are_not_the_present", {"cast": 2, "present": 1}).endswith("but 1 was present.")
