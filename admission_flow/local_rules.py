"""What the rules of the bloc's own ask of a candidate on a day."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from admission_flow.models import Decision, LocalRule
from admission_flow.papers import TITLES
from admission_flow.rules.values import (
    FAILED,
    NEEDS_JUDGEMENT,
    NEEDS_PAPER,
    PASSED,
    Parameter,
    Parameters,
    Verdict,
    needs_judgement,
    needs_paper,
    verdict_of,
)
from admission_flow.wording.local import LOCAL_RULE

# Where a rule is asked, and the step before which its paper has to be in the file.
NOMINATION, CONSIDERATION = LocalRule.Where.NOMINATION, LocalRule.Where.CONSIDERATION
_BEFORE = {NOMINATION: "file_check", CONSIDERATION: "cell_vote"}


def local_checks(day: datetime.date, where: str, by: Parameters) -> list[Verdict]:
    """One verdict for each local rule in force on that day and asked there: it has to be judged, or needs its paper.

    `where` is NOMINATION or CONSIDERATION; `by` the regulation that the act is judged by. One statement.
    `numbers` holds the rule's own words in both languages, so that a decision keeps what was asked.
    """
    return [_check(rule, where, by) for rule in _asked_on(day, where)]


def _words(rule: LocalRule) -> dict[str, str]:
    words = {name: getattr(rule, name) for name in ("code", "name_vi", "name_en", "asks_vi", "asks_en")}
    return words | ({"paper_name": rule.paper} if rule.kind == LocalRule.Kind.PAPER else {})


@dataclass(frozen=True)
class Asked:
    """What the cell's consideration asks: the rules of its day, and the papers that the nomination left owing."""

    rules: tuple[LocalRule, ...] = ()
    owed: tuple[Verdict, ...] = ()

    def names(self) -> dict[str, str]:
        """Of their papers, by code."""
        asked = {rule.code: rule.paper for rule in self.rules if rule.paper}
        return asked | {one.paper: one.numbers["paper_name"] for one in self.owed}

    def judged(self) -> list[str]:
        """The checks that somebody judges."""
        return [check_of(LOCAL_RULE, _words(rule)) for rule in self.rules if not rule.paper]


def asked_of(case_id: int, day: datetime.date) -> Asked:
    """Two statements, so that a verb can ask before it locks: a rule's row and the nomination are never changed."""
    nomination = Decision.objects.filter(case=case_id, step="nominate").order_by("-pk").first()
    rows = nomination.derivation if nomination else []
    owed = (verdict_of(row) for row in rows if row["rule"] == LOCAL_RULE and row["answer"] == NEEDS_PAPER)
    return Asked(tuple(_asked_on(day, CONSIDERATION)), tuple(owed))


def considered_locally(
    asked: Asked, by: Parameters, held: Collection[str], judged: Mapping[str, bool]
) -> list[Verdict]:
    """The verdicts of a consideration. A paper owed since the nomination stays due when it was."""
    codes = {one.paper for one in asked.owed}
    now = [_check(rule, CONSIDERATION, by) for rule in asked.rules if rule.code not in codes]
    return answered([*asked.owed, *now], held, judged)


def answered(checks: Iterable[Verdict], held: Collection[str], judged: Mapping[str, bool]) -> list[Verdict]:
    """As the file and the judgements, by `check_of`, answer them."""
    return [replace(one, answer=_answer(one, held, judged)) for one in checks]


def _answer(one: Verdict, held: Collection[str], judged: Mapping[str, bool]) -> str:
    check = check_of(one.rule, one.numbers)
    if one.answer == NEEDS_PAPER and one.paper in held:
        return PASSED
    if one.answer == NEEDS_JUDGEMENT and check in judged:
        return PASSED if judged[check] else FAILED
    return one.answer


def check_of(rule: str, numbers: Mapping[str, Any]) -> str:
    """What a verdict is judged and answered under: the rule, and of a local rule its code, for they share the key."""
    return f"local:{numbers['code']}" if rule == LOCAL_RULE else rule


def is_judged(rule: str, numbers: Mapping[str, Any]) -> bool:
    """Whether a verdict is of a local rule that somebody judges."""
    return rule == LOCAL_RULE and "paper_name" not in numbers


def to_judge(day: datetime.date, where: str) -> dict[str, dict[str, str]]:
    """The rules' own words by check, of those in force on that day that somebody judges there. One statement."""
    words = [_words(rule) for rule in _asked_on(day, where) if rule.kind == LocalRule.Kind.JUDGEMENT]
    return {check_of(LOCAL_RULE, one): one for one in words}


def paper_names(codes: Iterable[str]) -> dict[str, str]:
    """Of those codes that are papers of local rules. One statement, and none where every code is a form's."""
    unknown = set(codes) - set(TITLES)
    if not unknown:
        return {}
    rules = LocalRule.objects.filter(kind=LocalRule.Kind.PAPER, code__in=unknown).order_by("in_force_from")
    return dict(rules.values_list("code", "paper"))


def _asked_on(day: datetime.date, where: str) -> Iterable[LocalRule]:
    return LocalRule.on(day).filter(where__in=(where, LocalRule.Where.BOTH)).order_by("in_force_from", "code")


def _check(rule: LocalRule, where: str, by: Parameters) -> Verdict:
    used = Parameter(LOCAL_RULE, rule.name_vi, rule.source, "sourced")
    words = _words(rule)
    if rule.kind == LocalRule.Kind.PAPER:
        return needs_paper(LOCAL_RULE, rule.code, _BEFORE[LocalRule.Where(where)], by, used, **words)
    return needs_judgement(LOCAL_RULE, by, used, **words)
