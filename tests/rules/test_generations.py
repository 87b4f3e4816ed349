"""The generations of the rules: every day since 2010 has exactly one, complete and honest about its sources."""

import datetime
import itertools
from typing import Any

import pytest

from admission_flow.rules.generations import GENERATIONS
from admission_flow.rules.parameters import DEFINITIONS, fits
from admission_flow.rules.values import CONFIDENCES, Parameters
from tests.rules.by import ROWS

CODES = ["trước 45-QĐ/TW", "45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW"]


def test_they_follow_one_another_from_2010_on() -> None:
    days = [in_force_from for _code, _name, in_force_from, _rows in GENERATIONS]
    assert days[0] == datetime.date(2010, 1, 1)
    assert all(first < second for first, second in itertools.pairwise(days))
    assert list(ROWS) == CODES


@pytest.mark.parametrize("code", CODES)
def test_each_is_complete(code: str) -> None:
    assert set(ROWS[code]) == set(DEFINITIONS)
    assert all(set(row) == {"value", "source", "confidence"} for row in ROWS[code].values())
    assert [name for name, row in ROWS[code].items() if not fits(name, row["value"])] == []


@pytest.mark.parametrize("code", CODES)
def test_what_has_no_source_is_marked_to_confirm(code: str) -> None:
    by = Parameters(code, ROWS[code])
    for name in DEFINITIONS:
        parameter = by[name]
        assert parameter.confidence in CONFIDENCES
        assert bool(parameter.source) is (parameter.confidence != "unsourced"), name
        assert parameter.to_confirm is (parameter.confidence != "sourced")


def test_what_came_before_45_has_its_values_and_none_confirmed() -> None:
    before, after = ROWS["trước 45-QĐ/TW"], ROWS["45-QĐ/TW"]
    assert {name: row["value"] for name, row in before.items()} == {name: row["value"] for name, row in after.items()}
    assert {row["confidence"] for row in before.values()} <= {"inherited", "unsourced"}


def test_what_was_not_read_in_the_newest_texts_is_inherited() -> None:
    newest, older = ROWS["294-QĐ/TW"], ROWS["24-QĐ/TW"]
    assert {name: row["value"] for name, row in newest.items()} == {name: row["value"] for name, row in older.items()}
    assert {name for name, row in newest.items() if row["confidence"] == "sourced"} == {
        "citizenship_required",
        "over_age_with_consent",
        "probation_months",
        "readmission_agreement",
        "readmission_barred",
        "readmission_expunged_months",
        "readmission_months",
        "readmission_most_times",
        "readmission_population_own_rule",
        "transfer_working_days",
    }


@pytest.mark.parametrize(
    ("name", "value", "read_in"),
    [
        ("min_age_years", 18, {"45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW"}),
        ("max_age_years", 60, {"29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW"}),
        ("education_least", "lower_secondary", {"29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW"}),
        ("education_least_special_area", "primary", {"29-QĐ/TW", "24-QĐ/TW"}),
        ("education_least_prestigious", "literacy", {"29-QĐ/TW", "24-QĐ/TW"}),
        ("introducers", 2, {"45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW"}),
        ("introducers_beside_union", 1, {"45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW"}),
        ("introducer_months_together", 12, {"45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW"}),
        ("certificate_months", 60, {"29-QĐ/TW", "24-QĐ/TW"}),
        ("stale_paper_months", 12, {"29-QĐ/TW"}),
        ("cell_ratio", "2/3", set()),
        ("committee_ratio", "2/3", {"24-QĐ/TW"}),
        ("standing_committee_ratio", ">1/2", set()),
        ("recognition_cell_ratio", "2/3", {"29-QĐ/TW", "24-QĐ/TW"}),
        ("recognition_votes", 3, {"29-QĐ/TW", "24-QĐ/TW"}),
        ("verification_waiver", True, {"24-QĐ/TW"}),
        ("decide_admission_working_days", 60, {"29-QĐ/TW", "232-QĐ/TW"}),
        ("decide_recognition_working_days", 30, {"29-QĐ/TW"}),
        ("extension_working_days", 30, {"29-QĐ/TW"}),
        ("ceremony_working_days", 30, {"29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW"}),
        ("probation_months", 12, {"45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW"}),
        ("cell_review_working_days", 30, {"29-QĐ/TW", "24-QĐ/TW"}),
        ("readmission_months", 36, {"29-QĐ/TW", "294-QĐ/TW"}),
        ("readmission_expunged_months", 60, {"29-QĐ/TW", "294-QĐ/TW"}),
        ("transfer_working_days", 60, {"232-QĐ/TW", "294-QĐ/TW"}),
    ],
)
def test_the_same_in_every_generation_and_read_in_these(name: str, value: Any, read_in: set[str]) -> None:
    assert {repr(rows[name]["value"]) for rows in ROWS.values()} == {repr(value)}
    assert {code for code, rows in ROWS.items() if rows[name]["confidence"] == "sourced"} == read_in


def test_an_equivalent_of_the_diploma_was_accepted_by_29_and_no_longer_by_24_s14_s17() -> None:
    found = {code: ROWS[code]["education_equivalent_accepted"]["value"] for code in CODES}
    assert found == dict(zip(CODES, [True, True, True, False, False, False], strict=True))


def test_the_same_residence_counts_since_24_s14_s30_s34() -> None:
    found = {code: ROWS[code]["introducer_same_residence_counts"]["value"] for code in CODES}
    assert found == dict(zip(CODES, [False, False, False, True, True, True], strict=True))


@pytest.mark.parametrize(
    ("name", "value", "does"),
    [
        ("min_age_years", 18, True),
        ("min_age_years", "18", False),
        ("min_age_years", True, False),
        ("min_age_years", -1, False),
        ("cell_ratio", "2/3", True),
        ("cell_ratio", ">1/2", True),
        ("cell_ratio", "3/2", False),
        ("cell_ratio", "1/0", False),
        ("cell_ratio", "half", False),
        ("verification_waiver", False, True),
        ("verification_waiver", 1, False),
        ("education_least", "primary", True),
        ("education_least", "doctorate", False),
        ("stale_papers", ["3-KNĐ"], True),
        ("stale_papers", "3-KNĐ", False),
    ],
)
def test_a_value_is_of_its_kind(name: str, value: Any, does: bool) -> None:
    assert fits(name, value) is does
