"""Whether the numbers of a plan fit together."""

from __future__ import annotations

import pytest

from planning.plans.rules import (
    ABOVE_TOTAL,
    MISSING,
    MOST,
    PARTS_ABOVE,
    PARTS_DIFFER,
    TOO_MANY,
    WITHOUT_TOTAL,
    Cell,
    faults,
    parts_of,
)

QUARTERS = parts_of(2026, 2026)


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ({(0, "all"): 12}, {}),
        ({(0, "all"): 0}, {}),
        ({}, {(0, "all"): MISSING}),
        ({(1, "all"): 3}, {(0, "all"): MISSING}),
        ({(0, "all"): 12, (0, "women"): 12}, {}),
        ({(0, "all"): 12, (0, "women"): 13}, {(0, "women"): ABOVE_TOTAL}),
        ({(0, "all"): 12, (2, "women"): 1}, {(2, "all"): WITHOUT_TOTAL}),
        ({(0, "all"): 12, (1, "all"): 3, (2, "all"): 9}, {}),
        ({(0, "all"): 12, (1, "all"): 3, (2, "all"): 10}, {(0, "all"): PARTS_ABOVE}),
        ({(0, "all"): 12, **{(part, "all"): 3 for part in QUARTERS}}, {}),
        ({(0, "all"): 13, **{(part, "all"): 3 for part in QUARTERS}}, {(0, "all"): PARTS_DIFFER}),
        ({(0, "all"): 12, (0, "youth"): 2, (1, "all"): 3, (1, "youth"): 3}, {(0, "youth"): PARTS_ABOVE}),
        ({(0, "all"): MOST + 1}, {(0, "all"): TOO_MANY}),
    ],
)
def test_faults(numbers: dict[Cell, int], wrong: dict[Cell, str]) -> None:
    assert faults(numbers, QUARTERS) == wrong


def test_parts() -> None:
    assert QUARTERS == (1, 2, 3, 4)
    assert parts_of(2010, 2015) == (2010, 2011, 2012, 2013, 2014, 2015)
