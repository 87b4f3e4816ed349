"""A verdict carries what it used, in values that can be stored as they are."""

import datetime
import json

import pytest

from admission_flow.rules.ages import age
from admission_flow.rules.values import Parameter, Parameters, needs_judgement, needs_paper, verdict
from tests.rules.by import BY_2021

BY = Parameters("1-QĐ/TW", {}, edition=3)


def test_a_derivation_is_plain_and_names_its_source() -> None:
    found = age(datetime.date(1994, 2, 3), datetime.date(2022, 6, 15), BY_2021).derivation()
    assert json.loads(json.dumps(found)) == found
    assert (found["rule"], found["answer"], found["met"]) == ("age", "passed", True)
    assert (found["regulation"], found["edition"]) == ("24-QĐ/TW", 1)
    assert (found["source"], found["confidence"]) == ("24-QĐ/TW, S15, S16", "sourced")
    assert found["numbers"]["birth_date"] == "1994-02-03"
    assert [(one["name"], one["value"]) for one in found["used"]] == [("min_age_years", 18), ("max_age_years", 60)]


@pytest.mark.parametrize(
    ("confidences", "weakest"),
    [
        ([], "sourced"),
        (["sourced"], "sourced"),
        (["inherited", "sourced"], "inherited"),
        (["derived", "unsourced", "inherited"], "unsourced"),
    ],
)
def test_a_verdict_is_as_sure_as_the_least_known_value_it_used(confidences: list[str], weakest: str) -> None:
    used = [Parameter("x", 1, f"S{place}", confidence) for place, confidence in enumerate(confidences)]
    found = verdict("age", True, BY, *used)
    assert found.confidence == weakest
    assert found.source == "; ".join(one.source for one in used)


def test_what_needs_a_paper_names_it_and_the_step_before_which_it_must_be_there() -> None:
    found = needs_paper("age_over", "VB-ĐY", "bloc_decision", BY)
    assert not found.met
    kept = found.derivation()
    assert (kept["answer"], kept["paper"], kept["before"], kept["edition"]) == (
        "needs_paper",
        "VB-ĐY",
        "bloc_decision",
        3,
    )


def test_what_needs_judgement_is_neither_met_nor_failed() -> None:
    found = needs_judgement("not_disciplined", BY)
    assert (found.answer, found.met) == ("needs_judgement", False)
