"""The generations of the rules: every day since 2010 has exactly one, complete and honest about its sources."""

import datetime
import itertools

import pytest

from admission_flow.rules.generations import GENERATIONS
from admission_flow.rules.values import Parameters
from tests.rules.by import ROWS

NAMES = {
    "min_age_years", "max_age_years", "introducers", "certificate_months", "cell_ratio", "committee_ratio",
    "standing_committee_ratio", "verification_waiver", "decide_admission_working_days", "ceremony_working_days",
    "probation_months",
}  # fmt: skip
CODES = ["trước 45-QĐ/TW", "45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW"]


def test_they_follow_one_another_from_2010_on() -> None:
    days = [in_force_from for _code, _name, in_force_from, _rows in GENERATIONS]
    assert days[0] == datetime.date(2010, 1, 1)
    assert all(first < second for first, second in itertools.pairwise(days))
    assert list(ROWS) == CODES


@pytest.mark.parametrize("code", CODES)
def test_each_is_complete(code: str) -> None:
    assert set(ROWS[code]) == NAMES
    assert all(set(row) == {"value", "source", "confidence"} for row in ROWS[code].values())


@pytest.mark.parametrize("code", CODES)
def test_what_has_no_source_is_marked_to_confirm(code: str) -> None:
    by = Parameters(code, ROWS[code])
    for name in NAMES:
        parameter = by[name]
        assert parameter.confidence in ("sourced", "derived", "inherited", "unsourced")
        assert bool(parameter.source) is (parameter.confidence != "unsourced"), name
        assert parameter.to_confirm is (parameter.confidence != "sourced")


def test_what_was_not_read_in_the_newest_texts_is_inherited() -> None:
    newest, older = ROWS["294-QĐ/TW"], ROWS["24-QĐ/TW"]
    assert {name: row["value"] for name, row in newest.items()} == {name: row["value"] for name, row in older.items()}
    assert {name for name, row in newest.items() if row["confidence"] == "sourced"} == {"probation_months"}


@pytest.mark.parametrize("code", CODES)
def test_the_values_are_those_of_the_texts(code: str) -> None:
    by = Parameters(code, ROWS[code])
    assert (by["min_age_years"].value, by["max_age_years"].value) == (18, 60)
    assert (by["cell_ratio"].value, by["committee_ratio"].value) == ("2/3", "2/3")
    assert by["standing_committee_ratio"].value == ">1/2"
    assert (by["certificate_months"].value, by["introducers"].value, by["probation_months"].value) == (60, 2, 12)
    assert (by["decide_admission_working_days"].value, by["ceremony_working_days"].value) == (60, 30)
