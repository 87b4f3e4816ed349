"""Whether the person may be admitted at all, on the day of the nomination and again when the cell considers it.

Source: Charter Art. 1(2) (S33b), 29-QĐ/TW, 24-QĐ/TW, 232-QĐ/TW, 294-QĐ/TW and their guidance (domain, section 1).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from admission_flow.rules import ages
from admission_flow.rules.education import education
from admission_flow.rules.extra_papers import OVER_AGE_CONSENT
from admission_flow.rules.readmission import Former, readmission
from admission_flow.rules.special_cases import Special, special_cases
from admission_flow.rules.values import Parameters, Verdict, needs_judgement, verdict

_NO_CASE = Special()
POLITICAL_STANDARD, OVER_AGE_CONDITIONS = "political_standard", "over_age_conditions"


@dataclass(frozen=True)
class Facts:
    """What is known of the candidate. `citizen` is None and `education` empty where nobody recorded it."""

    birth_date: datetime.date
    citizen: bool | None = None
    education: str = ""
    special_area: bool = False
    prestigious: bool = False
    former: Former | None = None
    special: Special = _NO_CASE


def eligibility(
    facts: Facts,
    day: datetime.date,
    by: Parameters,
    held: Collection[str] = (),
    judged: Mapping[str, bool] | None = None,
) -> list[Verdict]:
    """Every check that applies, in the order in which a file is read.

    `held`: codes of the extra papers in the file on that day. `judged`: what somebody judged, by its rule.
    """
    answers = judged or {}
    found = [_citizenship(facts.citizen, by, answers)]
    of_age = ages.age(facts.birth_date, day, by, consented=OVER_AGE_CONSENT in held)
    found.append(of_age)
    if ages.is_over(facts.birth_date, day, by):
        how_old = {name: of_age.numbers[name] for name in ("months", "most", "day")}
        found.append(by_judgement(OVER_AGE_CONDITIONS, by, answers, "over_age_with_consent", **how_old))
    found.append(
        education(
            facts.education,
            by,
            special_area=facts.special_area,
            prestigious=facts.prestigious,
            held=held,
            judged=answers,
        )
    )
    found.append(by_judgement(POLITICAL_STANDARD, by, answers, "political_standard", shown="papers"))
    if facts.former:
        found += readmission(facts.former, day, by, held, answers)
    return found + special_cases(facts.special, facts.former, day, by, held, answers)


def _citizenship(citizen: bool | None, by: Parameters, judged: Mapping[str, bool]) -> Verdict:
    """Source: Charter Art. 1(2) (S33b, S60e)."""
    used = by["citizenship_required"]
    known = judged.get("citizenship") if citizen is None else citizen
    if known is None:
        return needs_judgement("citizenship", by, used)
    return verdict("citizenship", known or not used.value, by, used)


def by_judgement(
    rule: str, by: Parameters, judged: Mapping[str, bool], parameter: str, shown: str = "", **numbers: Any
) -> Verdict:
    """As somebody judged, or to be judged. `shown` puts the parameter's value among the numbers, under that name."""
    used = by[parameter]
    numbers |= {shown: used.value} if shown else {}
    if rule not in judged:
        return needs_judgement(rule, by, used, **numbers)
    return verdict(rule, judged[rule], by, used, **numbers)
