"""The values of a regulation in words: what each is called, the group it stands in, and how it reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from admission_flow.rules import parameters as rules
from admission_flow.wording.names import rule_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GROUPS: Mapping[str, Promise] = {
    rules.ELIGIBILITY: gettext_lazy("Conditions of admission"),
    rules.INTRODUCTION: gettext_lazy("Introducers"),
    rules.READMISSION: gettext_lazy("Re-admission"),
    rules.VERIFICATION: gettext_lazy("Verification of the biography"),
    rules.PAPERS: gettext_lazy("Papers and how long they are valid"),
    rules.VOTES: gettext_lazy("Ratios of votes"),
    rules.TERMS: gettext_lazy("Time limits"),
    rules.PARTS: gettext_lazy("Independence"),
}

LABELS: Mapping[str, Promise] = {
    "min_age_years": gettext_lazy("Least age"),
    "max_age_years": gettext_lazy("Greatest age"),
    "over_age_with_consent": gettext_lazy("Above the greatest age with prior written consent"),
    "education_least": gettext_lazy("Least education"),
    "education_equivalent_accepted": gettext_lazy("An equivalent of the diploma is accepted"),
    "education_least_special_area": gettext_lazy("Least education in specially difficult areas"),
    "education_least_prestigious": gettext_lazy("Least education of persons of standing in their community"),
    "third_child_months": gettext_lazy("Waiting time after the birth of a third child"),
    "fourth_child_months": gettext_lazy("Waiting time after the birth of a fourth child or more"),
    "ethnic_chinese_generations": gettext_lazy("Generations in Vietnam, for ethnic Chinese"),
    "introducers": gettext_lazy("Official members who introduce"),
    "introducers_beside_union": gettext_lazy("Official members beside a union's resolution"),
    "introducer_months_together": gettext_lazy("Time the introducer has worked together with the candidate"),
    "introducer_same_residence_counts": gettext_lazy("Living in the same residential area counts as together"),
    "replacement_introducer_exempt": gettext_lazy("A replacement introducer is exempt from that time"),
    "readmission_months": gettext_lazy("Waiting time since leaving the Party"),
    "readmission_expunged_months": gettext_lazy("Waiting time since the criminal record was expunged"),
    "readmission_most_times": gettext_lazy("Re-admissions at most"),
    "readmission_barred": gettext_lazy("Never considered for re-admission"),
    "verification_waiver": gettext_lazy("A side with a member among the relatives is waived"),
    "verification_reminder_working_days": gettext_lazy("A request without answer is reminded after"),
    "certificate_months": gettext_lazy("Validity of the awareness certificate"),
    "stale_paper_months": gettext_lazy("Validity of the papers listed below"),
    "stale_papers": gettext_lazy("Papers that this validity is for"),
    "cell_ratio": gettext_lazy("Cell, admission: in favour of all official members"),
    "committee_ratio": gettext_lazy("Grassroots committee, admission: in favour of all its members"),
    "standing_committee_ratio": gettext_lazy("Standing committee of the bloc: in favour of all its members"),
    "recognition_cell_ratio": gettext_lazy("Cell, recognition: in favour of all official members"),
    "recognition_committee_ratio": gettext_lazy("Grassroots committee, recognition: in favour of all its members"),
    "excused_members_subtracted": gettext_lazy("The four groups let out of elections are subtracted from the roll"),
    "recognition_votes": gettext_lazy("Votes on recognition before the committee above decides"),
    "event_day_counted": gettext_lazy("The day of the event is counted"),
    "decide_admission_working_days": gettext_lazy("Decision on admission"),
    "decide_recognition_working_days": gettext_lazy("Decision on recognition"),
    "extension_working_days": gettext_lazy("Length of an extension"),
    "most_extensions": gettext_lazy("Extensions at most"),
    "ceremony_working_days": gettext_lazy("Ceremony, from receipt of the decision"),
    "probation_months": gettext_lazy("Probation"),
    "cell_review_working_days": gettext_lazy("Cell considers recognition, from the end of probation"),
    "transfer_working_days": gettext_lazy("Handing in the papers after a transfer"),
    "citizenship_required": gettext_lazy("Vietnamese citizenship"),
    "special_case_paper": gettext_lazy("A special case needs a paper of its own"),
    "political_standard": gettext_lazy("Political standard judged by"),
    "readmission_population_own_rule": gettext_lazy("Re-admission after the population policy by its own rule"),
    "readmission_agreement": gettext_lazy("Re-admission with province-level agreement"),
    "independent_pairs": gettext_lazy("Parts of a case that must be two persons'"),
}

EDUCATION: Mapping[str, Promise] = {
    "none": gettext_lazy("none asked for"),
    "literacy": gettext_lazy("can read and write"),
    "primary": gettext_lazy("primary school finished"),
    "lower_secondary": gettext_lazy("lower secondary school finished"),
    "upper_secondary": gettext_lazy("upper secondary school finished"),
}

# Of `readmission_barred`.
BARRED: Mapping[str, Promise] = {
    "abandoned": gettext_lazy("abandoned party activity"),
    "asked_to_leave": gettext_lazy("asked to leave the Party"),
    "disunity": gettext_lazy("caused serious internal disunity"),
    "corruption": gettext_lazy("convicted of corruption"),
    "serious_crime": gettext_lazy("convicted of a serious crime or worse"),
}

# Of `independent_pairs`, each "one/other".
PARTS: Mapping[str, Promise] = {
    "introduced": gettext_lazy("introducing"),
    "verified": gettext_lazy("verifying"),
    "appraised": gettext_lazy("appraising"),
    "decided": gettext_lazy("deciding"),
}

CONFIDENCES: Mapping[str, Promise] = {
    "sourced": gettext_lazy("read in its text"),
    "derived": gettext_lazy("follows from several texts"),
    "inherited": gettext_lazy("taken over from another generation"),
    "unsourced": gettext_lazy("no text was found"),
}

_COUNTED: Mapping[str, _StrPromise] = {
    rules.YEARS: ngettext_lazy("%(n)s year of age", "%(n)s years of age", "n"),
    rules.MONTHS: ngettext_lazy("%(n)s month", "%(n)s months", "n"),
    rules.WORKING_DAYS: ngettext_lazy("%(n)s working day", "%(n)s working days", "n"),
}


def group_label(group: str) -> str:
    return str(GROUPS[group])


def parameter_label(name: str) -> str:
    """A rule of the bloc's own is called so; a value of another release that is not known here by its own name."""
    return str(LABELS.get(name, "")) or rule_name(name) or name


def confidence_label(confidence: str) -> str:
    return str(CONFIDENCES[confidence])


def parameter_value(name: str, value: Any) -> str:
    """A value as it reads; one that no regulation of today has is shown as it is kept."""
    definition = rules.DEFINITIONS.get(name)
    if definition is None or not rules.fits(name, value):
        return str(value)
    if definition.kind in rules.COUNTED:
        words = _COUNTED.get(definition.kind)
        return words % {"n": value} if words else str(value)
    if definition.kind == rules.YES_NO:
        return _("yes") if value else _("no")
    if definition.kind == rules.EDUCATION:
        return str(EDUCATION[value])
    if definition.kind == rules.RATIO:
        return _ratio(value)
    return ", ".join(_code(one) for one in value) or _("none")


def _code(code: str) -> str:
    """A bar to re-admission, a pair of parts, or a form as it is."""
    one, _slash, other = code.partition("/")
    if one in PARTS and other in PARTS:
        return _("%(one)s and %(other)s") % {"one": PARTS[one], "other": PARTS[other]}
    return str(BARRED.get(code, code))


def _ratio(text: str) -> str:
    if text.startswith(">"):
        return _("more than %(share)s") % {"share": text.removeprefix(">")}
    return _("%(share)s or more") % {"share": text}
