"""What the tests of this room give to verbs and forms."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from admission_flow.decisions import regulations
from admission_flow.decisions.rule_values import ValueGiven
from admission_flow.forms.regulation import initial_values
from admission_flow.models import Regulation
from admission_flow.rules.generations import GENERATIONS
from tests.people import Bloc

NEWEST = "294-QĐ/TW"
BEGAN = datetime.date(2025, 7, 1)
PAPER = "Công văn 15-CV/BTCTW, 05/01/2026"


def values(**changes: ValueGiven) -> dict[str, ValueGiven]:
    """All values, as seeded for the newest generation, with these instead."""
    _code, _name, _from, rows = GENERATIONS[-1]
    return {name: ValueGiven(**row) for name, row in rows.items()} | changes


def sourced(value: Any) -> ValueGiven:
    return ValueGiven(value, PAPER, "sourced")


def add_edition(bloc: Bloc, from_day: datetime.date = BEGAN, code: str = NEWEST, **changes: ValueGiven) -> Regulation:
    return regulations.add_edition(
        code, from_day, changes, "15-CV/BTCTW", acting_user=bloc.administrator, at=timezone.now()
    )


def typed(*, inherited: bool, **changes: object) -> dict[str, object]:
    """The values as the browser sends the form that it was drawn with, with these changes."""
    _code, _name, _from, rows = GENERATIONS[-1]
    return initial_values(rows, inherited=inherited) | changes
