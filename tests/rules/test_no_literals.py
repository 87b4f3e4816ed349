"""No rule value is a literal outside the seeds: a rule reads its numbers from the regulation, or says here why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

RULES = Path(__file__).resolve().parents[2] / "admission_flow" / "rules"
# What holds the values themselves, and what says of which kind each is.
SEEDS = {"generations.py", "parameters.py"}
MODULES = sorted(path for path in RULES.glob("*.py") if path.name not in SEEDS)

# Numbers of counting and of the calendar, and of no regulation.
STRUCTURAL = {0: "nobody, none", 1: "the next day, the one before, one of", 12: "months of a year"}
# (module, number) -> why it is no value of a regulation.
ALLOWED = {("clock.py", 5): "Saturday, as the calendar of Python counts the days of a week"}


def numbers(module: Path) -> Iterator[tuple[int, Any]]:
    """Line and value of every number."""
    tree = ast.parse(module.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            yield node.lineno, node.value


def ratios(module: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every share written out, outside of docstrings."""
    tree = ast.parse(module.read_text())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) is str and id(node) not in docstrings:
            text = node.value.removeprefix(">")
            above, _stroke, below = text.partition("/")
            if above.isdigit() and below.isdigit():
                yield node.lineno, node.value


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_number_in_a_rule_is_read_from_the_regulation(module: Path) -> None:
    found = [
        f"{module.name}:{line}: {value}"
        for line, value in numbers(module)
        if value not in STRUCTURAL and (module.name, value) not in ALLOWED
    ]
    assert found == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_share_is_written_out(module: Path) -> None:
    assert list(ratios(module)) == []


def test_nothing_is_allowed_that_is_not_there() -> None:
    there = {(module.name, value) for module in MODULES for _line, value in numbers(module)}
    assert set(ALLOWED) - there == set()


def test_a_literal_would_be_found(tmp_path: Path) -> None:
    module = tmp_path / "rule.py"
    module.write_text('"""Two thirds: 2/3."""\nLEAST = 18\nSHARE = "2/3"\n')
    assert [value for _line, value in numbers(module)] == [18]
    assert [text for _line, text in ratios(module)] == ["2/3"]
