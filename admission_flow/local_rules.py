"""What the rules of the bloc's own ask of a candidate on a day."""

from __future__ import annotations

import datetime

from admission_flow.models import LocalRule
from admission_flow.rules.values import Parameter, Parameters, Verdict, needs_judgement, needs_paper
from admission_flow.wording.local import LOCAL_RULE

# Where a rule is asked, and the step before which its paper has to be in the file.
NOMINATION, CONSIDERATION = LocalRule.Where.NOMINATION, LocalRule.Where.CONSIDERATION
_BEFORE = {NOMINATION: "file_check", CONSIDERATION: "cell_vote"}


def local_checks(day: datetime.date, where: str, by: Parameters) -> list[Verdict]:
    """One verdict for each local rule in force on that day and asked there: it has to be judged, or needs its paper.

    `where` is NOMINATION or CONSIDERATION; `by` the regulation that the act is judged by. One statement.
    `numbers` holds the rule's own words in both languages, so that a decision keeps what was asked.
    """
    asked = LocalRule.on(day).filter(where__in=(where, LocalRule.Where.BOTH)).order_by("in_force_from", "code")
    return [_check(rule, where, by) for rule in asked]


def _check(rule: LocalRule, where: str, by: Parameters) -> Verdict:
    used = Parameter(LOCAL_RULE, rule.name_vi, rule.source, "sourced")
    words = {
        "code": rule.code,
        "name_vi": rule.name_vi,
        "name_en": rule.name_en,
        "asks_vi": rule.asks_vi,
        "asks_en": rule.asks_en,
    }
    if rule.kind == LocalRule.Kind.PAPER:
        words["paper_name"] = rule.paper
        return needs_paper(LOCAL_RULE, rule.code, _BEFORE[LocalRule.Where(where)], by, used, **words)
    return needs_judgement(LOCAL_RULE, by, used, **words)
