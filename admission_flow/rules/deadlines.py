"""Terms set by regulation, in working days. The calendar itself is the office's (orgs.calendar)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from admission_flow.rules.values import Parameter, Parameters

DECIDE_ADMISSION = "decide_admission"
HOLD_CEREMONY = "hold_ceremony"
REVIEW_PROBATION = "review_probation"
DECIDE_RECOGNITION = "decide_recognition"


@dataclass(frozen=True)
class Term:
    """A number of working days from an event; `step` is the one whose due day it is.

    With delegated authority another body does what the term is for, at `delegated_step`. `rests_on` is the step whose
    conclusion it runs from: where that has fallen, nothing runs until it is made again. `before` is a step that leads
    to it and is due by the same day. `extendable`: whether the competent body may lengthen it; otherwise a later day is
    consented to from above.
    """

    rule: str
    parameter: str
    step: str
    delegated_step: str = ""
    rests_on: str = ""
    before: str = ""
    extendable: bool = False


TERMS = {
    # From the cell's resolution to the decision. Source: 29-QĐ/TW 4.3 (S1), 232-QĐ/TW 4.3 (S5).
    DECIDE_ADMISSION: Term(
        DECIDE_ADMISSION,
        "decide_admission_working_days",
        "bloc_decision",
        delegated_step="grassroots_approval",
        rests_on="cell_vote",
        extendable=True,
    ),
    # From receipt of the decision to the ceremony. Source: S2, S3, S5.
    HOLD_CEREMONY: Term(HOLD_CEREMONY, "ceremony_working_days", "ceremony"),
    # From the day on which the probation is complete to the cell's meeting. Source: 29-QĐ/TW 4.2 (S2), 24-QĐ/TW 4 (S4).
    REVIEW_PROBATION: Term(REVIEW_PROBATION, "cell_review_working_days", "recognition_vote", before="probation_papers"),
    # From the cell's resolution to the decision. Source: 29-QĐ/TW 4.3 (S1).
    DECIDE_RECOGNITION: Term(
        DECIDE_RECOGNITION,
        "decide_recognition_working_days",
        "recognition_decision",
        delegated_step="recognition_approval",
        rests_on="recognition_vote",
        extendable=True,
    ),
}


def term_of(step: str, *, delegated: bool = False) -> Term | None:
    """The legal term whose last day is this step's due day, or None where only the office's target exists."""
    for term in TERMS.values():
        if step == term.before:
            return term
        if step == (term.delegated_step if delegated and term.delegated_step else term.step):
            return term
    return None


EXTENDABLE = tuple(term.rule for term in TERMS.values() if term.extendable)


def runs(rule: str, standing: Collection[str]) -> bool:
    """Whether what the term runs from still stands."""
    return not TERMS[rule].rests_on or TERMS[rule].rests_on in standing


def working_days(rule: str, by: Parameters) -> Parameter:
    return by[TERMS[rule].parameter]
