"""Values that make sense: each within its bounds, and pairs the right way round."""

from __future__ import annotations

from typing import Any

import pytest

from admission_flow.rules.parameters import COUNTED, DEFINITIONS, ORDERED, bounds, fits, makes_sense, out_of_order
from tests.rules.by import ROWS

NEWEST = {name: row["value"] for name, row in ROWS["294-QĐ/TW"].items()}


@pytest.mark.parametrize("code", ROWS)
def test_every_generation_as_seeded_makes_sense(code: str) -> None:
    values = {name: row["value"] for name, row in ROWS[code].items()}
    assert [name for name, value in values.items() if not makes_sense(name, value)] == []
    assert out_of_order(values) == []


@pytest.mark.parametrize("name", [name for name, one in DEFINITIONS.items() if one.kind in COUNTED])
def test_a_number_makes_sense_from_its_least_to_its_most(name: str) -> None:
    least, most = bounds(name)
    found = [makes_sense(name, value) for value in (least - 1, least, most, most + 1)]
    assert found == [False, True, True, False]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("min_age_years", (1, 120)),
        ("max_age_years", (1, 120)),
        ("introducers", (1, 10)),
        ("introducers_beside_union", (1, 10)),
        ("recognition_votes", (1, 10)),
        ("probation_months", (1, 60)),
        ("certificate_months", (1, 1200)),
        ("stale_paper_months", (1, 1200)),
        ("introducer_months_together", (0, 120)),
        ("decide_admission_working_days", (1, 250)),
        ("extension_working_days", (1, 250)),
        # Nothing is waited for, asked or allowed.
        ("third_child_months", (0, 1200)),
        ("fourth_child_months", (0, 1200)),
        ("readmission_months", (0, 1200)),
        ("readmission_expunged_months", (0, 1200)),
        ("readmission_most_times", (0, 10)),
        ("ethnic_chinese_generations", (0, 10)),
        ("most_extensions", (0, 10)),
    ],
)
def test_none_is_a_value_only_where_it_says_something(name: str, expected: tuple[int, int]) -> None:
    assert bounds(name) == expected


@pytest.mark.parametrize(
    ("ratio", "does"),
    [
        ("2/3", True),
        (">2/3", True),
        ("1/2", True),
        (">1/2", True),
        ("1", True),
        ("3/3", True),
        ("1/3", False),
        (">49/100", False),
        ("1/1000000000", False),
        (">1", False),
        (">3/3", False),
    ],
)
def test_a_vote_needs_half_or_more_and_no_more_than_all(ratio: str, does: bool) -> None:
    assert fits("cell_ratio", ratio)
    assert makes_sense("cell_ratio", ratio) is does


def test_a_power_of_ten_is_no_ratio_and_is_not_counted_out() -> None:
    assert not fits("cell_ratio", "1e-999999999")
    assert not fits("cell_ratio", ">1E-999999999")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"min_age_years": 70}, "max_age_years"),
        ({"min_age_years": 60}, "max_age_years"),
        ({"min_age_years": 59}, ""),
        ({"education_least_special_area": "upper_secondary"}, "education_least"),
        ({"education_least_special_area": "lower_secondary"}, ""),
        ({"education_least_prestigious": "lower_secondary"}, "education_least_special_area"),
        ({"education_least_prestigious": "primary"}, ""),
        ({"third_child_months": 37}, "fourth_child_months"),
        ({"third_child_months": 36}, ""),
        ({"third_child_months": 0, "fourth_child_months": 0}, ""),
        ({"introducers_beside_union": 3}, "introducers"),
        ({"introducers_beside_union": 2}, ""),  # as read by Nghệ An, S32
    ],
)
def test_a_pair_is_the_right_way_round(changes: dict[str, Any], wrong: str) -> None:
    assert [high for _low, high in out_of_order(NEWEST | changes)] == ([wrong] if wrong else [])


@pytest.mark.parametrize("value", [None, "", "60", 0, 9999])
def test_a_value_that_is_wrong_by_itself_is_of_no_pair(value: object) -> None:
    assert out_of_order(NEWEST | {"max_age_years": value, "min_age_years": 70}) == []


def test_a_pair_is_of_one_kind() -> None:
    assert all(DEFINITIONS[low].kind == DEFINITIONS[high].kind for low, high in ORDERED)
