"""What a rule found, as a decision keeps it or as it is worked out now, for the part of a page that draws verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from admission_flow.rules.values import NEEDS_JUDGEMENT, NEEDS_PAPER
from admission_flow.wording import (
    is_to_confirm,
    parameter_label,
    parameter_value,
    rule_name,
    rule_sentence,
    source_of,
    source_papers,
)


@dataclass(frozen=True)
class UsedValue:
    """A value of the regulation that a verdict rests on."""

    label: str
    text: str
    source: str
    to_confirm: bool


@dataclass(frozen=True)
class Line:
    """One verdict. `tone` is pass, info or warn; `text` says what was found and what would satisfy it."""

    tone: str
    rule: str
    text: str
    source: str
    to_confirm: bool
    used: list[UsedValue]


def line_of(derivation: Mapping[str, Any]) -> Line:
    """Of one row of Decision.derivation, or of Verdict.derivation()."""
    return Line(
        tone_of(derivation),
        rule_name(derivation["rule"]),
        rule_sentence(derivation["rule"], derivation["met"], derivation["numbers"], derivation.get("answer", "")),
        source_of(derivation),
        is_to_confirm(derivation),
        [_used(one) for one in derivation.get("used", ())],
    )


def tone_of(derivation: Mapping[str, Any]) -> str:
    """That a side is not waived is no fault: it is verified. Nor is what is still to be judged or to be brought."""
    if derivation["rule"].startswith("waiver_"):
        return "info"
    if derivation.get("answer") in {NEEDS_PAPER, NEEDS_JUDGEMENT}:
        return "info"
    return "pass" if derivation["met"] else "warn"


def _used(kept: Mapping[str, Any]) -> UsedValue:
    name = kept["name"]
    return UsedValue(
        parameter_label(name), parameter_value(name, kept["value"]), source_papers(kept["source"]), is_to_confirm(kept)
    )
