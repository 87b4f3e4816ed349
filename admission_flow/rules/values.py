"""The small values that rules take and give."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """One value of a regulation: what it is, where it was read, and how sure we are of it."""

    name: str
    value: Any
    source: str
    confidence: str  # sourced, derived, inherited, unsourced

    @property
    def to_confirm(self) -> bool:
        return self.confidence in ("inherited", "unsourced", "derived")


@dataclass(frozen=True)
class Parameters:
    """The values of the generation in force: `code` is the regulation's number."""

    code: str
    values: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, name: str) -> Parameter:
        row = self.values[name]
        return Parameter(name, row["value"], row["source"], row["confidence"])


@dataclass(frozen=True)
class Verdict:
    """What a rule found: met or not, with the numbers used and the regulation asked.

    `rule` is a key that screens turn into a sentence; `numbers` holds only int, str, bool and ISO dates.
    """

    rule: str
    met: bool
    numbers: dict[str, Any] = field(default_factory=dict)
    regulation: str = ""
    source: str = ""
    confidence: str = "sourced"

    def derivation(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "met": self.met,
            "numbers": self.numbers,
            "regulation": self.regulation,
            "source": self.source,
            "confidence": self.confidence,
        }


def verdict(rule: str, met: bool, by: Parameter, code: str, **numbers: Any) -> Verdict:
    plain = {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in numbers.items()}
    return Verdict(rule, met, plain, code, by.source, by.confidence)


@dataclass(frozen=True)
class Tally:
    """The count of one vote. `entitled` is the denominator: all official members, or all committee members."""

    entitled: int
    present: int
    votes_for: int
    votes_against: int
    votes_other: int = 0
    votes_invalid: int = 0

    def faults(self) -> list[tuple[str, dict[str, int]]]:
        """What doesn't add up, as (key, numbers); empty when the tally is sound."""
        found: list[tuple[str, dict[str, int]]] = []
        counts = (self.present, self.votes_for, self.votes_against, self.votes_other, self.votes_invalid)
        if min(counts) < 0:
            found.append(("negative", {}))
        if self.entitled < 1:
            found.append(("nobody_entitled", {}))
        if self.present > self.entitled:
            found.append(("more_present_than_entitled", {"present": self.present, "entitled": self.entitled}))
        cast = sum(counts[1:])
        if cast != self.present:
            found.append(("votes_are_not_the_present", {"cast": cast, "present": self.present}))
        return found
