"""What each rule is called, above the sentence of what it found."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

RULES: Mapping[str, Promise] = {
    "age": gettext_lazy("Age"),
    "introducers": gettext_lazy("Introducers"),
    "certificate": gettext_lazy("Validity of the awareness certificate"),
    "certificate_later": gettext_lazy("Validity of the awareness certificate"),
    "cell_vote": gettext_lazy("Ratio of the cell's vote"),
    "committee_vote": gettext_lazy("Ratio of the committee's vote"),
    "standing_committee_vote": gettext_lazy("Ratio of the standing committee's vote"),
    "waiver_own_side": gettext_lazy("Waiver on the candidate's side"),
    "waiver_spouse_side": gettext_lazy("Waiver on the spouse's side"),
    "paper_valid": gettext_lazy("Validity of the paper"),
    "independence": gettext_lazy("Independence"),
    "citizenship": gettext_lazy("Citizenship"),
    "over_age": gettext_lazy("Consent for somebody over the age"),
    "age_limit": gettext_lazy("Age limit"),
    "over_age_conditions": gettext_lazy("Conditions for somebody over the age"),
    "education": gettext_lazy("Education"),
    "education_equivalent": gettext_lazy("Education"),
    "education_special_area": gettext_lazy("Education in a special area"),
    "education_prestigious": gettext_lazy("Education of a prestigious person"),
    "education_judged": gettext_lazy("Education"),
    "political_standard": gettext_lazy("Political standard"),
    "readmission_barred": gettext_lazy("Bars to re-admission"),
    "readmission_times": gettext_lazy("Number of re-admissions"),
    "readmission_hardship": gettext_lazy("Hardship on leaving"),
    "readmission_wait": gettext_lazy("Waiting time for re-admission"),
    "readmission_expunged": gettext_lazy("Waiting time after the record was expunged"),
    "readmission_not_expunged": gettext_lazy("Criminal record"),
    "readmission_agreement": gettext_lazy("Agreement to the re-admission"),
    "population_effort": gettext_lazy("Time since the birth"),
    "population_conditions": gettext_lazy("Regard since the birth"),
    "population_paper": gettext_lazy("Remarks on the population policy"),
    "ethnic_chinese": gettext_lazy("Generations in Vietnam"),
    "ethnic_chinese_paper": gettext_lazy("Confirmation of nationality and generations"),
    "place_without_cell": gettext_lazy("Place without a cell"),
    "special_case": gettext_lazy("Special case"),
    "special_case_paper": gettext_lazy("Paper on the special case"),
    "introducers_together": gettext_lazy("Time together with the introducers"),
    "introducers_together_judged": gettext_lazy("Time together with the introducers"),
    "introducers_residence": gettext_lazy("Introducers of the same residence"),
    "introducers_exempt": gettext_lazy("Replacement introducer"),
    "introducers_not_disciplined": gettext_lazy("Introducers under discipline"),
    "recognition_vote": gettext_lazy("Ratio of the cell's vote on recognition"),
    "recognition_committee_vote": gettext_lazy("Ratio of the committee's vote on recognition"),
    "probation_complete": gettext_lazy("Probation complete"),
    "failed_votes": gettext_lazy("Votes below the ratio"),
    "extension": gettext_lazy("Extension of the term"),
    "ceremony_in_time": gettext_lazy("Ceremony in time"),
    "declaration_complete": gettext_lazy("Completeness of the declaration"),
    "incomplete_own_side": gettext_lazy("Declaration of the candidate's side"),
    "incomplete_spouse_side": gettext_lazy("Declaration of the spouse's side"),
    "verification_reminder": gettext_lazy("Reminder of an inquiry"),
    "local_rule": gettext_lazy("Local rule"),
}


def rule_name(rule: str) -> str:
    """Empty where the sentence alone has to do."""
    return str(RULES.get(rule, ""))
