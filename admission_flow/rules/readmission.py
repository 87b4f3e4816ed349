"""Admission of somebody who was a member before. Source: 29-QĐ/TW 3.5 (S110), 24-QĐ/TW (S14b), 294-QĐ/TW (S25)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from admission_flow.rules.ages import complete_on, months_between
from admission_flow.rules.extra_papers import DECISION, READMISSION_AGREEMENT
from admission_flow.rules.values import Parameter, Parameters, Verdict, needs_judgement, needs_paper, verdict

# Why a membership ended, as far as the rules ask.
OTHER_REASON, POPULATION, LESS_SERIOUS_CRIME = "other", "population_policy", "less_serious_crime"
HARDSHIP = "asked_to_leave_hardship"
BARRING = ("abandoned", "asked_to_leave", "disunity", "corruption", "serious_crime")
REASONS = (OTHER_REASON, POPULATION, LESS_SERIOUS_CRIME, HARDSHIP, *BARRING)


@dataclass(frozen=True)
class Former:
    """How an earlier membership ended: `why` is one of REASONS, `expunged_on` the day the criminal record was
    expunged, `times` how often the person has been re-admitted before."""

    left_on: datetime.date
    why: str = OTHER_REASON
    expunged_on: datetime.date | None = None
    times: int = 0


def readmission(
    former: Former,
    day: datetime.date,
    by: Parameters,
    held: Collection[str] = (),
    judged: Mapping[str, bool] | None = None,
) -> list[Verdict]:
    """The waiting times, the reasons that bar for good, once only, and the province-level agreement."""
    barred, most = by["readmission_barred"], by["readmission_most_times"]
    found = [
        verdict("readmission_barred", former.why not in barred.value, by, barred, reason=former.why),
        verdict("readmission_times", former.times < most.value, by, most, times=former.times, most=most.value),
        *_hardship(former, by, judged or {}),
        *_waiting(former, day, by),
    ]
    agreement = by["readmission_agreement"]
    if not agreement.value:
        return found
    if READMISSION_AGREEMENT in held:
        return [*found, verdict("readmission_agreement", True, by, agreement)]
    return [*found, needs_paper("readmission_agreement", READMISSION_AGREEMENT, DECISION, by, agreement)]


def _hardship(former: Former, by: Parameters, judged: Mapping[str, bool]) -> list[Verdict]:
    """Who asked to leave is not reconsidered, unless the family's circumstances were very hard."""
    if former.why != HARDSHIP:
        return []
    barred = by["readmission_barred"]
    if "readmission_hardship" not in judged:
        return [needs_judgement("readmission_hardship", by, barred)]
    return [verdict("readmission_hardship", judged["readmission_hardship"], by, barred)]


def _waiting(former: Former, day: datetime.date, by: Parameters) -> list[Verdict]:
    found = []
    own_rule = by["readmission_population_own_rule"]
    if former.why != POPULATION or not own_rule.value:
        found.append(waited("readmission_wait", former.left_on, day, by["readmission_months"], by))
    if former.why == LESS_SERIOUS_CRIME:
        months = by["readmission_expunged_months"]
        if former.expunged_on is None:
            found.append(verdict("readmission_not_expunged", False, by, months, least=months.value))
        else:
            found.append(waited("readmission_expunged", former.expunged_on, day, months, by))
    return found


def waited(
    rule: str, since: datetime.date, day: datetime.date, months: Parameter, by: Parameters, *used: Parameter
) -> Verdict:
    """Whether so many months since that day are complete; the numbers say from when on they are."""
    met_on = complete_on(since, months.value)
    return verdict(
        rule,
        day >= met_on,
        by,
        months,
        *used,
        since=since,
        day=day,
        waited=max(0, months_between(since, day)),
        least=months.value,
        met_on=met_on,
    )
