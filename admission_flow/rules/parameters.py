"""What a regulation sets: the name of each value, what kind of value it is, and what it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

# Kinds of values. Counts are whole numbers of something; a ratio is "2/3" (at least) or ">1/2" (more than). Codes
# are chosen of those that a rule knows; numbers are those of papers, written freely.
YEARS, MONTHS, WORKING_DAYS, COUNT = "years", "months", "working_days", "count"
RATIO, YES_NO, EDUCATION, CODES, NUMBERS = "ratio", "yes_no", "education", "codes", "numbers"
COUNTED = frozenset({YEARS, MONTHS, WORKING_DAYS, COUNT})

# From the least to the most; see rules/eligibility.py.
LEVELS = ("none", "literacy", "primary", "lower_secondary", "upper_secondary")


@dataclass(frozen=True)
class Definition:
    """A value's kind and the group it is shown in."""

    kind: str
    group: str


ELIGIBILITY, INTRODUCTION, READMISSION = "eligibility", "introduction", "readmission"
VERIFICATION, PAPERS, VOTES, TERMS, PARTS = "verification", "papers", "votes", "terms", "parts"

DEFINITIONS: Mapping[str, Definition] = {
    "citizenship_required": Definition(YES_NO, ELIGIBILITY),
    "min_age_years": Definition(YEARS, ELIGIBILITY),
    "max_age_years": Definition(YEARS, ELIGIBILITY),
    "over_age_with_consent": Definition(YES_NO, ELIGIBILITY),
    "education_least": Definition(EDUCATION, ELIGIBILITY),
    "education_equivalent_accepted": Definition(YES_NO, ELIGIBILITY),
    "education_least_special_area": Definition(EDUCATION, ELIGIBILITY),
    "education_least_prestigious": Definition(EDUCATION, ELIGIBILITY),
    "third_child_months": Definition(MONTHS, ELIGIBILITY),
    "fourth_child_months": Definition(MONTHS, ELIGIBILITY),
    "ethnic_chinese_generations": Definition(COUNT, ELIGIBILITY),
    "special_case_paper": Definition(YES_NO, ELIGIBILITY),
    "political_standard": Definition(NUMBERS, ELIGIBILITY),
    "introducers": Definition(COUNT, INTRODUCTION),
    "introducers_beside_union": Definition(COUNT, INTRODUCTION),
    "introducer_months_together": Definition(MONTHS, INTRODUCTION),
    "introducer_same_residence_counts": Definition(YES_NO, INTRODUCTION),
    "replacement_introducer_exempt": Definition(YES_NO, INTRODUCTION),
    "readmission_months": Definition(MONTHS, READMISSION),
    "readmission_expunged_months": Definition(MONTHS, READMISSION),
    "readmission_most_times": Definition(COUNT, READMISSION),
    "readmission_barred": Definition(CODES, READMISSION),
    "readmission_population_own_rule": Definition(YES_NO, READMISSION),
    "readmission_agreement": Definition(YES_NO, READMISSION),
    "verification_waiver": Definition(YES_NO, VERIFICATION),
    "verification_reminder_working_days": Definition(WORKING_DAYS, VERIFICATION),
    "certificate_months": Definition(MONTHS, PAPERS),
    "stale_paper_months": Definition(MONTHS, PAPERS),
    "stale_papers": Definition(CODES, PAPERS),
    "cell_ratio": Definition(RATIO, VOTES),
    "committee_ratio": Definition(RATIO, VOTES),
    "standing_committee_ratio": Definition(RATIO, VOTES),
    "recognition_cell_ratio": Definition(RATIO, VOTES),
    "recognition_committee_ratio": Definition(RATIO, VOTES),
    "excused_members_subtracted": Definition(YES_NO, VOTES),
    "recognition_votes": Definition(COUNT, VOTES),
    "event_day_counted": Definition(YES_NO, TERMS),
    "decide_admission_working_days": Definition(WORKING_DAYS, TERMS),
    "decide_recognition_working_days": Definition(WORKING_DAYS, TERMS),
    "extension_working_days": Definition(WORKING_DAYS, TERMS),
    "most_extensions": Definition(COUNT, TERMS),
    "ceremony_working_days": Definition(WORKING_DAYS, TERMS),
    "probation_months": Definition(MONTHS, TERMS),
    "cell_review_working_days": Definition(WORKING_DAYS, TERMS),
    "transfer_working_days": Definition(WORKING_DAYS, TERMS),
    "independent_pairs": Definition(CODES, PARTS),
}


def fits(name: str, value: Any) -> bool:
    """Whether a value is of the kind that this parameter has."""
    kind = DEFINITIONS[name].kind
    if kind in COUNTED:
        return type(value) is int and 0 <= value < 10_000
    if kind == YES_NO:
        return type(value) is bool
    if kind == EDUCATION:
        return value in LEVELS
    if kind == RATIO:
        return type(value) is str and _is_ratio(value)
    return type(value) is list and all(type(one) is str and one for one in value)


def _is_ratio(text: str) -> bool:
    try:
        return 0 < Fraction(text.removeprefix(">")) <= 1
    except (ValueError, ZeroDivisionError):
        return False
