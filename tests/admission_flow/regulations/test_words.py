"""Every value of a regulation has its words: a name, a group, and a reading for each kind."""

from __future__ import annotations

from typing import Any

import pytest

from admission_flow.rules.generations import GENERATIONS
from admission_flow.rules.parameters import DEFINITIONS, LEVELS
from admission_flow.rules.values import CONFIDENCES as KNOWN
from admission_flow.wording import parameter_value, source_papers
from admission_flow.wording.names import RULES
from admission_flow.wording.parameters import BARRED, CONFIDENCES, EDUCATION, GROUPS, LABELS
from admission_flow.wording.verdicts import _VERDICTS


def test_nothing_is_without_words_and_no_words_without_a_thing() -> None:
    assert set(LABELS) == set(DEFINITIONS)
    assert set(GROUPS) == {one.group for one in DEFINITIONS.values()}
    assert set(EDUCATION) == set(LEVELS)
    assert set(CONFIDENCES) == set(KNOWN)
    assert set(BARRED) >= {
        code for _code, _name, _day, values in GENERATIONS for code in values["readmission_barred"]["value"]
    }


def test_every_rule_that_has_sentences_has_a_name() -> None:
    assert set(_VERDICTS) <= set(RULES)


def test_no_two_values_of_a_group_have_one_name() -> None:
    named = [(DEFINITIONS[name].group, str(label)) for name, label in LABELS.items()]
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("cell_ratio", "2/3", "2/3 or more"),
        ("standing_committee_ratio", ">1/2", "more than 1/2"),
        ("certificate_months", 60, "60 months"),
        ("certificate_months", 1, "1 month"),
        ("ceremony_working_days", 30, "30 working days"),
        ("min_age_years", 18, "18 years of age"),
        ("introducers", 2, "2"),
        ("event_day_counted", False, "no"),
        ("education_least", "lower_secondary", "lower secondary school finished"),
        ("readmission_barred", ["abandoned", "corruption"], "abandoned party activity, convicted of corruption"),
        ("stale_papers", [], "none"),
        ("of_another_release", 7, "7"),
        ("cell_ratio", "half", "half"),
    ],
)
def test_a_value_reads(name: str, value: Any, told: str) -> None:
    assert parameter_value(name, value) == told


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("01-HD/TW 2021, 3.6c, S7", "01-HD/TW 2021, 3.6c"),
        ("S2, S9", ""),
        ("Điều lệ Đảng, Điều 4(1), S32, S33", "Điều lệ Đảng, Điều 4(1)"),
        ("05-QĐi/TW 2018, S89a", "05-QĐi/TW 2018"),
        ("S1; 24-QĐ/TW, S2; 24-QĐ/TW, S3", "24-QĐ/TW"),
        ("", ""),
    ],
)
def test_a_source_is_named_without_our_own_numbers(source: str, told: str) -> None:
    assert source_papers(source) == told
