"""docs/rules.md: every value of the seeds, a table a group, a column a generation. In English, as the docs are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from admission_flow.rules.generations import GENERATIONS
from admission_flow.rules.parameters import CODES, DEFINITIONS
from admission_flow.wording.parameters import GROUPS, confidence_label, parameter_label, parameter_value

PAGE = Path(settings.BASE_DIR) / "docs" / "rules.md"

_HEAD = """# The rules, by generation

Made from the seeds in `admission_flow/rules/generations.py` by `manage.py write_rules`; change those, not this page.
From then on the table of regulations is what counts: an administrator adds generations and editions there, and the page
"Quy định" shows them.

Every act is judged by the generation in force on its day. A value without a mark was read in the generation's own text.
The others are to be confirmed, and the product says so wherever it shows them:

| mark | means |
|---|---|
{marks}

| generation | name | in force from |
|---|---|---|
{generations}
"""
_MARKS = {"sourced": "", "derived": "¹", "inherited": "²", "unsourced": "³"}


def rules_page() -> str:
    """The whole page, ending with a line break."""
    with translation.override("en"):
        return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    marks = (f"| {mark} | {confidence_label(confidence)} |" for confidence, mark in _MARKS.items() if mark)
    generations = (f"| {code} | {name} | {day:%d/%m/%Y} |" for code, name, day, _values in GENERATIONS)
    yield _HEAD.format(marks="\n".join(marks), generations="\n".join(generations))
    for group, label in GROUPS.items():
        names = [name for name, one in DEFINITIONS.items() if one.group == group]
        yield f"## {label}\n"
        yield _row("what is set", *(code for code, *_rest in GENERATIONS))
        yield _row(*["---"] * (1 + len(GENERATIONS)))
        for name in names:
            rows = [values[name] for _code, _name, _day, values in GENERATIONS]
            yield _row(f"{parameter_label(name)} (`{name}`)", *(_cell(name, row) for row in rows))
        yield "\nRead in:\n"
        yield from (f"- `{name}`: {_sources(name)}" for name in names)
        yield ""
    yield "The S-numbers are those of [sources.md](sources.md)."


def _cell(name: str, row: dict[str, Any]) -> str:
    """A list in a cell is given by its codes, which are shorter."""
    value = row["value"]
    text = ", ".join(value) if DEFINITIONS[name].kind == CODES else parameter_value(name, value)
    return text + _MARKS[row["confidence"]]


def _sources(name: str) -> str:
    """By generation; what is inherited names no source of its own."""
    found: dict[str, list[str]] = {}
    for code, _name, _day, values in GENERATIONS:
        row = values[name]
        if row["confidence"] in {"sourced", "derived"}:
            found.setdefault(row["source"], []).append(code)
    parts = [f"{source} ({', '.join(codes)})" for source, codes in found.items()]
    return "; ".join(parts) or "no text was found"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
