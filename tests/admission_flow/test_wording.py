"""What the product says of rules and acts: whole sentences, in both languages, right for one and for several."""

from __future__ import annotations

import pytest
from django.utils import translation

from admission_flow.views.verbs import VERBS
from admission_flow.wording import done_sentence


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
