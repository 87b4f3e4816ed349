"""Parameters to judge by: those of a generation as seeded, or a few values of one's own."""

from __future__ import annotations

from typing import Any

from admission_flow.rules.generations import GENERATIONS
from admission_flow.rules.values import Parameters

ROWS = {code: rows for code, _name, _from, rows in GENERATIONS}
BY_2021 = Parameters("24-QĐ/TW", ROWS["24-QĐ/TW"])


def by(**values: Any) -> Parameters:
    """A generation of these values only, all of them read in its own text."""
    return Parameters("1-QĐ/TW", {name: _row(value) for name, value in values.items()})


def _row(value: Any) -> dict[str, Any]:
    return {"value": value, "source": "S1", "confidence": "sourced"}
