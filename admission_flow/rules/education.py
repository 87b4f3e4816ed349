"""General education: the diploma, the special areas, the prestigious persons in them.

Source: 29-QĐ/TW (S17), 24-QĐ/TW (S14), 232-QĐ/TW (S27); areas and elders: 01-HD/TW 2016 (S21), 2021 (S18, S19, S91b).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from admission_flow.rules.extra_papers import DECISION, LITERACY_CONSENT
from admission_flow.rules.parameters import LEVELS
from admission_flow.rules.values import Parameter, Parameters, Verdict, needs_judgement, needs_paper, verdict

# What 29 took for the diploma and 24 no longer does; anywhere, it is more than primary school.
EQUIVALENT = "equivalent"
_DIPLOMA = LEVELS.index("lower_secondary")


def education(
    level: str,
    by: Parameters,
    *,
    special_area: bool = False,
    prestigious: bool = False,
    held: Collection[str] = (),
    judged: Mapping[str, bool] | None = None,
) -> Verdict:
    """`level` is one of LEVELS or EQUIVALENT; empty where nobody recorded it, and then somebody judges it."""
    least, equivalent = by["education_least"], by["education_equivalent_accepted"]
    if not level:
        return _as_judged(judged or {}, by, least)
    has = _rank(level, accepted=bool(equivalent.value))
    rule, used = ("education_equivalent", (least, equivalent)) if level == EQUIVALENT else ("education", (least,))
    if special_area and not _enough(has, least):
        rule, used = "education_special_area", (by["education_least_special_area"],)
        if prestigious and not _enough(has, used[0]):
            rule, used = "education_prestigious", (by["education_least_prestigious"],)
    met, numbers = _enough(has, used[0]), {"level": level, "needed": used[0].value}
    if rule == "education_prestigious" and met and LITERACY_CONSENT not in held:
        return needs_paper(rule, LITERACY_CONSENT, DECISION, by, *used, **numbers)
    return verdict(rule, met, by, *used, **numbers)


def _as_judged(judged: Mapping[str, bool], by: Parameters, least: Parameter) -> Verdict:
    rule = "education_judged"
    if rule not in judged:
        return needs_judgement(rule, by, least, needed=least.value)
    return verdict(rule, judged[rule], by, least, needed=least.value)


def _enough(has: int, least: Parameter) -> bool:
    return has >= LEVELS.index(least.value)


def _rank(level: str, *, accepted: bool) -> int:
    if level == EQUIVALENT:
        return _DIPLOMA if accepted else _DIPLOMA - 1
    return LEVELS.index(level)
