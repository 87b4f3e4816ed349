"""Eligibility in words, a sentence for each answer of each rule: what was found, with its numbers; and where it isn't
met, what would satisfy it, which paper is needed from whom and when, or what somebody has to judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from admission_flow.models import Eligibility
from admission_flow.rules.values import FAILED, NEEDS_JUDGEMENT, NEEDS_PAPER, PASSED

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_AT_THE_DECISION = _(
    "It has to be in the file, dated by then, before the competent committee decides; supply it under “More actions”."
)
_BEFORE_THE_VOTE = _("It has to be in the file before the cell's vote; supply it under “More actions”.")


def _judged(passed: Any, failed: Any, question: Any) -> dict[str, Any]:
    return {PASSED: passed, FAILED: failed, NEEDS_JUDGEMENT: question}


def _paper(passed: Any, needs: Any) -> dict[str, Any]:
    return {PASSED: passed, NEEDS_PAPER: needs}


SENTENCES: dict[str, dict[str, _StrPromise]] = {
    "citizenship": _judged(
        _("A Vietnamese citizen."),
        _("Not confirmed as a Vietnamese citizen; only a citizen can be admitted. Check the identity card."),
        _("Whether the candidate is a Vietnamese citizen was not recorded. Judge it from the identity card."),
    ),
    "over_age": {
        PASSED: ngettext_lazy(
            "Over %(most)s: %(years)s years and %(odd_months)s month on %(day)s, with the written consent of the "
            "province-level standing committee.",
            "Over %(most)s: %(years)s years and %(odd_months)s months on %(day)s, with the written consent of the "
            "province-level standing committee.",
            "odd_months",
        ),
        NEEDS_PAPER: ngettext_lazy(
            "Over the age: %(years)s years and %(odd_months)s month on %(day)s, counted by month; the limit is "
            "%(most)s. The written consent of the province-level standing committee is needed. %(when)s",
            "Over the age: %(years)s years and %(odd_months)s months on %(day)s, counted by month; the limit is "
            "%(most)s. The written consent of the province-level standing committee is needed. %(when)s",
            "odd_months",
        ),
    },
    "age_limit": {
        FAILED: ngettext_lazy(
            "Over the age: %(years)s years and %(odd_months)s month on %(day)s; the limit is %(most)s, and the "
            "regulation knows no exception.",
            "Over the age: %(years)s years and %(odd_months)s months on %(day)s; the limit is %(most)s, and the "
            "regulation knows no exception.",
            "odd_months",
        ),
    },
    "over_age_conditions": _judged(
        _("Judged: the conditions for somebody over the age hold."),
        _(
            "Judged: the conditions for somebody over the age do not hold. Without good health and prestige, and a "
            "place without members or a special requirement, the person can't be admitted."
        ),
        ngettext_lazy(
            "Over %(most)s: %(years)s years and %(odd_months)s month on %(day)s, so the written consent of the "
            "province-level committee is needed too. Judge whether the person has good health and prestige, and works "
            "or lives where there is no party organisation or member, or meets a special requirement.",
            "Over %(most)s: %(years)s years and %(odd_months)s months on %(day)s, so the written consent of the "
            "province-level committee is needed too. Judge whether the person has good health and prestige, and works "
            "or lives where there is no party organisation or member, or meets a special requirement.",
            "odd_months",
        ),
    ),
    "education": {
        PASSED: _("Education: %(level)s (at least %(needed)s)."),
        FAILED: _("Education: %(level)s; at least %(needed)s is asked for. It has to be completed first."),
    },
    "education_equivalent": {
        PASSED: _("Education: %(level)s, which this regulation accepts (at least %(needed)s)."),
        FAILED: _(
            "Education: %(level)s, which this regulation no longer accepts. At least %(needed)s is asked for; the "
            "diploma itself has to be obtained."
        ),
    },
    "education_special_area": {
        PASSED: _("Education: %(level)s; in a special area at least %(needed)s."),
        FAILED: _(
            "Education: %(level)s; even in a special area at least %(needed)s is asked for, unless the person is a "
            "village elder, a village head or a prestigious person there."
        ),
    },
    "education_prestigious": {
        PASSED: _(
            "Education: %(level)s, with the province-level standing committee's consent for a prestigious person."
        ),
        FAILED: _("Education: %(level)s; a prestigious person in a special area %(needed)s at least."),
        NEEDS_PAPER: _(
            "Education: %(level)s. For a prestigious person in a special area it is enough with the written consent "
            "of the province-level standing committee. %(when)s"
        ),
    },
    "education_judged": _judged(
        _("Judged from the papers: the education asked for is there (at least %(needed)s)."),
        _("Judged from the papers: the education asked for is missing (at least %(needed)s)."),
        _("The education was not recorded at the nomination. Judge from the papers whether it is %(needed)s at least."),
    ),
    "political_standard": _judged(
        _("Judged: the political standard of %(papers)s is met."),
        _("Judged: the political standard of %(papers)s is not met, so the person can't be admitted."),
        _("Judge whether the political standard of %(papers)s is met."),
    ),
    "readmission_barred": {
        PASSED: _("A former member, and the reason (%(reason)s) does not bar from re-admission."),
        FAILED: _("A former member: %(reason)s. Nobody is re-admitted after that."),
    },
    "readmission_times": {
        PASSED: _("Re-admitted %(times)s times before; at most %(most)s is allowed."),
        FAILED: _("Re-admitted %(times)s times before; at most %(most)s is allowed, so not again."),
    },
    "readmission_hardship": _judged(
        _("Judged: the family's circumstances were very hard when the person asked to leave."),
        _("Judged: no very hard family circumstances. Who asked to leave for another reason is not re-admitted."),
        _("The person asked to leave: judge whether the family's circumstances were very hard at that time."),
    ),
    "readmission_wait": {
        PASSED: _("Left on %(since)s, %(waited)s months before %(day)s (at least %(least)s)."),
        FAILED: _(
            "Left on %(since)s, only %(waited)s months before %(day)s; at least %(least)s are asked for. "
            "Possible from %(met_on)s on."
        ),
    },
    "readmission_expunged": {
        PASSED: _("Criminal record expunged on %(since)s, %(waited)s months before %(day)s (at least %(least)s)."),
        FAILED: _(
            "Criminal record expunged on %(since)s, only %(waited)s months before %(day)s; at least %(least)s are "
            "asked for. Possible from %(met_on)s on."
        ),
    },
    "readmission_not_expunged": {
        FAILED: _(
            "The criminal record is not expunged; re-admission is possible %(least)s months after it is. Give the day "
            "if it has been."
        ),
    },
    "readmission_agreement": _paper(
        _("The province-level standing committee agreed to the re-admission in writing."),
        _("Re-admission needs the written agreement of the province-level standing committee. %(when)s"),
    ),
    "population_effort": {
        PASSED: _("%(waited)s months of effort since %(since)s (at least %(least)s) after a birth against the policy."),
        FAILED: _(
            "Only %(waited)s months of effort since %(since)s after a birth against the population policy; at least "
            "%(least)s are asked for. Possible from %(met_on)s on."
        ),
    },
    "population_conditions": _judged(
        _("Judged: well regarded at work and at home since the birth."),
        _("Judged: not well regarded at work and at home since the birth, so the person can't be admitted yet."),
        _("Judge whether the person has been well regarded at work and at home since the birth against the policy."),
    ),
    "population_paper": _paper(
        _("The remarks of the unit and of the place of residence on the population policy are in the file."),
        _(
            "The remarks of the unit and of the place of residence on how the person has kept the population policy "
            "since are needed. %(when)s"
        ),
    ),
    "ethnic_chinese": {
        PASSED: _(
            "Ethnic Chinese: the family has lived in Vietnam for %(generations)s generations (at least %(least)s)."
        ),
        FAILED: _(
            "Ethnic Chinese: the family has lived in Vietnam for %(generations)s generations; at least %(least)s are "
            "asked for."
        ),
    },
    "ethnic_chinese_paper": _paper(
        _("The confirmation of nationality and generations is in the file."),
        _(
            "The authority of the place of residence has to confirm the nationality and for how many generations the "
            "family has lived in Vietnam. %(when)s"
        ),
    ),
    "place_without_cell": _paper(
        _("The committee above assigned this cell to a place without members or a cell."),
        _("For a place without members or a cell, the committee directly above assigns a cell in writing. %(when)s"),
    ),
    "special_case": _judged(
        _("Judged: the special case stands against nothing."),
        _("Judged: the special case stands against an admission."),
        _("Judge whether anything in the special case stands against an admission."),
    ),
    "special_case_paper": _paper(
        _("The competent committee's paper on the special case is in the file."),
        _("The special case needs a paper of the competent committee. %(when)s"),
    ),
    "introducers_together": {
        PASSED: _(
            "Together with the candidate since %(since)s at the latest: %(together)s months (at least %(least)s)."
        ),
        FAILED: _(
            "An introducer has been together with the candidate since %(since)s only, %(together)s months on %(day)s; "
            "at least %(least)s are asked for. Name another, or wait until %(met_on)s."
        ),
        NEEDS_JUDGEMENT: _(
            "Since when an introducer has been together with the candidate was not recorded. Judge whether it is "
            "%(least)s months."
        ),
    },
    "introducers_together_judged": {
        PASSED: _("Judged: the introducers have been together with the candidate for %(least)s months."),
        FAILED: _(
            "Judged: an introducer has not been together with the candidate for %(least)s months. Assign another."
        ),
    },
    "introducers_residence": {
        FAILED: ngettext_lazy(
            "%(count)s introducer only lives where the candidate lives; this regulation asks for %(least)s months in "
            "the same unit. Name another.",
            "%(count)s introducers only live where the candidate lives; this regulation asks for %(least)s months in "
            "the same unit. Name others.",
            "count",
        ),
    },
    "introducers_exempt": {
        PASSED: _("Whoever replaces another introducer needs no time together."),
    },
    "introducers_not_disciplined": _judged(
        _("Judged: no introducer is under discipline."),
        _("Judged: an introducer is under discipline. The cell assigns another official member."),
        _("Judge whether no introducer is under discipline."),
    ),
}

# What each judgement is about, as the label of its field.
JUDGEMENT_LABELS: dict[str, Any] = {
    "political_standard": _("Political standard met"),
    "introducers_not_disciplined": _("No introducer under discipline"),
    "over_age_conditions": _("Conditions for somebody over the age hold"),
    "readmission_hardship": _("Family in very hard circumstances on leaving"),
    "population_conditions": _("Well regarded at work and at home since the birth"),
    "special_case": _("Nothing in the special case stands against an admission"),
    "citizenship": _("Vietnamese citizen"),
    "education_judged": _("Education as asked for"),
    "introducers_together": _("Introducers together with the candidate long enough"),
}
_LEVELS = dict(Eligibility.Education.choices)
_REASONS = dict(Eligibility.Ending.choices)


def shown(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Codes among the numbers in words."""
    found = dict(numbers)
    for name in ("level", "needed"):
        if found.get(name) in _LEVELS:
            found[name] = _LEVELS[found[name]]
    if found.get("reason") in _REASONS:
        found["reason"] = _REASONS[found["reason"]]
    if isinstance(found.get("papers"), list):
        found["papers"] = ", ".join(found["papers"])
    return found


def sentence(rule: str, answer: str, numbers: Mapping[str, Any]) -> str:
    """`numbers` as `verdicts._shown` has them."""
    words = SENTENCES[rule].get(answer) or SENTENCES[rule][FAILED]
    at_the_decision = rule in ("over_age", "education_prestigious", "readmission_agreement")
    when = _AT_THE_DECISION if at_the_decision else _BEFORE_THE_VOTE
    return words % {**shown(numbers), "when": when}
