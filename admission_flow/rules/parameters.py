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

# What makes sense of a kind, from and to. No rule's value: they stop slips of the pen, and nothing that a text may say.
# The calendar that terms are counted by reaches as far as the longest of them with the longest extension.
BOUNDS: Mapping[str, tuple[int, int]] = {YEARS: (1, 120), MONTHS: (1, 1200), WORKING_DAYS: (1, 250), COUNT: (1, 10)}
# With less, a proposal could carry against more votes than it has.
LEAST_SHARE = Fraction(1, 2)

# From the least to the most; see rules/eligibility.py.
LEVELS = ("none", "literacy", "primary", "lower_secondary", "upper_secondary")


@dataclass(frozen=True)
class Definition:
    """A value's kind and the group it is shown in.

    `zero`: none makes sense too, where nothing is waited for, asked, or allowed. `most`: in place of the kind's own.
    """

    kind: str
    group: str
    zero: bool = False
    most: int | None = None


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
    "third_child_months": Definition(MONTHS, ELIGIBILITY, zero=True),
    "fourth_child_months": Definition(MONTHS, ELIGIBILITY, zero=True),
    "ethnic_chinese_generations": Definition(COUNT, ELIGIBILITY, zero=True),
    "special_case_paper": Definition(YES_NO, ELIGIBILITY),
    "political_standard": Definition(NUMBERS, ELIGIBILITY),
    "introducers": Definition(COUNT, INTRODUCTION),
    "introducers_beside_union": Definition(COUNT, INTRODUCTION),
    "introducer_months_together": Definition(MONTHS, INTRODUCTION, zero=True, most=120),
    "introducer_same_residence_counts": Definition(YES_NO, INTRODUCTION),
    "replacement_introducer_exempt": Definition(YES_NO, INTRODUCTION),
    "readmission_months": Definition(MONTHS, READMISSION, zero=True),
    "readmission_expunged_months": Definition(MONTHS, READMISSION, zero=True),
    "readmission_most_times": Definition(COUNT, READMISSION, zero=True),
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
    "most_extensions": Definition(COUNT, TERMS, zero=True),
    "ceremony_working_days": Definition(WORKING_DAYS, TERMS),
    "probation_months": Definition(MONTHS, TERMS, most=60),
    "cell_review_working_days": Definition(WORKING_DAYS, TERMS),
    "transfer_working_days": Definition(WORKING_DAYS, TERMS),
    "independent_pairs": Definition(CODES, PARTS),
}

# Least and greatest of what belongs together: the first never lies above the second, nor at it for the ages.
ORDERED: tuple[tuple[str, str], ...] = (
    ("min_age_years", "max_age_years"),
    ("education_least_special_area", "education_least"),
    ("education_least_prestigious", "education_least_special_area"),
    ("third_child_months", "fourth_child_months"),
    ("introducers_beside_union", "introducers"),
)
STRICTLY = frozenset({("min_age_years", "max_age_years")})


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


def bounds(name: str) -> tuple[int, int]:
    """The least and the most that makes sense of a counted value."""
    definition = DEFINITIONS[name]
    least, most = BOUNDS[definition.kind]
    return 0 if definition.zero else least, definition.most or most


def makes_sense(name: str, value: Any) -> bool:
    """Whether a value of the right kind is within its bounds. Of "more than" a ratio, all is too much."""
    kind = DEFINITIONS[name].kind
    if kind in COUNTED:
        least, most = bounds(name)
        return bool(least <= value <= most)
    if kind == RATIO:
        share = Fraction(value.removeprefix(">"))
        return LEAST_SHARE <= share < 1 or (share == 1 and not value.startswith(">"))
    return True


def out_of_order(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The pairs of ORDERED, as far as both are there and make sense, that are the wrong way round."""
    return [pair for pair in ORDERED if all(_is_sound(name, values) for name in pair) and not _in_order(pair, values)]


def _is_sound(name: str, values: Mapping[str, Any]) -> bool:
    return name in values and fits(name, values[name]) and makes_sense(name, values[name])


def _in_order(pair: tuple[str, str], values: Mapping[str, Any]) -> bool:
    low, high = (LEVELS.index(one) if one in LEVELS else one for one in (values[name] for name in pair))
    return bool(low < high if pair in STRICTLY else low <= high)


def _is_ratio(text: str) -> bool:
    if "e" in text.lower():  # a power of ten, which may be too long to count with
        return False
    try:
        return 0 < Fraction(text.removeprefix(">")) <= 1
    except (ValueError, ZeroDivisionError):
        return False
