"""The small values that rules take and give."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# From the best to the least known.
CONFIDENCES = ("sourced", "derived", "inherited", "unsourced")


@dataclass(frozen=True)
class Parameter:
    """One value of a regulation: what it is, where it was read, and how sure we are of it (one of CONFIDENCES)."""

    name: str
    value: Any
    source: str
    confidence: str

    @property
    def to_confirm(self) -> bool:
        return self.confidence != "sourced"

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "value": self.value, "source": self.source, "confidence": self.confidence}


@dataclass(frozen=True)
class Parameters:
    """The values of one edition of the generation in force: `code` is the regulation's number."""

    code: str
    values: Mapping[str, Mapping[str, Any]]
    edition: int = 1

    def __getitem__(self, name: str) -> Parameter:
        row = self.values[name]
        return Parameter(name, row["value"], row["source"], row["confidence"])


# What a check answers.
PASSED, FAILED, NEEDS_PAPER, NEEDS_JUDGEMENT = "passed", "failed", "needs_paper", "needs_judgement"


@dataclass(frozen=True)
class Verdict:
    """What a rule found, with the numbers and the values of the regulation that it used.

    `rule` is a key that screens turn into a sentence; `numbers` holds only int, str, bool, lists of these and ISO
    dates. `answer` is PASSED, FAILED, NEEDS_PAPER (of the code `paper`, which has to be in the file when the step
    `before` is done) or NEEDS_JUDGEMENT.
    """

    rule: str
    answer: str
    numbers: dict[str, Any] = field(default_factory=dict)
    regulation: str = ""
    edition: int = 1
    used: tuple[Parameter, ...] = ()
    paper: str = ""
    before: str = ""

    @property
    def met(self) -> bool:
        return self.answer == PASSED

    @property
    def source(self) -> str:
        """Where the values used were read, each place once."""
        return "; ".join(dict.fromkeys(one.source for one in self.used if one.source))

    @property
    def confidence(self) -> str:
        """That of the least known value used."""
        return max((one.confidence for one in self.used), key=CONFIDENCES.index, default="sourced")

    def derivation(self) -> dict[str, Any]:
        """As decisions keep it."""
        return {
            "rule": self.rule,
            "answer": self.answer,
            "met": self.met,
            "numbers": self.numbers,
            "regulation": self.regulation,
            "edition": self.edition,
            "source": self.source,
            "confidence": self.confidence,
            "used": [one.as_json() for one in self.used],
            **({"paper": self.paper, "before": self.before} if self.paper else {}),
        }


def verdict(rule: str, met: bool, by: Parameters, *used: Parameter, **numbers: Any) -> Verdict:
    """Passed or failed by these values of the regulation."""
    return Verdict(rule, PASSED if met else FAILED, _plain(numbers), by.code, by.edition, used)


def needs_paper(rule: str, paper: str, before: str, by: Parameters, *used: Parameter, **numbers: Any) -> Verdict:
    """Passed once the paper of this code is in the file, which has to be before that step is done."""
    return Verdict(rule, NEEDS_PAPER, _plain(numbers), by.code, by.edition, used, paper, before)


def needs_judgement(rule: str, by: Parameters, *used: Parameter, **numbers: Any) -> Verdict:
    """Somebody has to judge it, and who judged is kept."""
    return Verdict(rule, NEEDS_JUDGEMENT, _plain(numbers), by.code, by.edition, used)


def verdict_of(row: Mapping[str, Any]) -> Verdict:
    """From a derivation as a decision keeps it."""
    used = tuple(Parameter(**one) for one in row.get("used", ()))
    paper, before = row.get("paper", ""), row.get("before", "")
    edition = row.get("edition", 1)
    return Verdict(row["rule"], row["answer"], dict(row["numbers"]), row["regulation"], edition, used, paper, before)


def _plain(numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in numbers.items()}
