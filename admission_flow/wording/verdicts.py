"""Verdicts and faults as sentences: what was found, by which arithmetic, and what would satisfy it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from admission_flow.rules.values import FAILED, PASSED, Verdict
from admission_flow.wording import clock, eligibility, independence, recognition, validity, votes
from admission_flow.wording.local import LOCAL_RULE, NOT_MET, SENTENCES, local_words
from admission_flow.wording.verification import VERIFICATION_VERDICTS, missing_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a Promise that knows %

# rule -> (sentence when met, sentence when not)
_VERDICTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    **votes.VERDICTS,
    **validity.VERDICTS,
    "age": (
        ngettext_lazy(
            "Of age: %(years)s years and %(odd_months)s month on %(day)s (from %(least)s to %(most)s).",
            "Of age: %(years)s years and %(odd_months)s months on %(day)s (from %(least)s to %(most)s).",
            "odd_months",
        ),
        ngettext_lazy(
            "Not of the age required: %(years)s years and %(odd_months)s month on %(day)s; the regulation asks for "
            "%(least)s to %(most)s full years, counted by month. Of age from %(of_age_on)s on.",
            "Not of the age required: %(years)s years and %(odd_months)s months on %(day)s; the regulation asks for "
            "%(least)s to %(most)s full years, counted by month. Of age from %(of_age_on)s on.",
            "odd_months",
        ),
    ),
    "introducers": (
        gettext_lazy("Introduced by %(introducers)s."),
        gettext_lazy(
            "Not enough introducers: %(introducers)s. Name %(needed)s official members, "
            "or a union's resolution with %(beside)s of them."
        ),
    ),
    **recognition.VERDICTS,
    "waiver_own_side": (
        ngettext_lazy(
            "The candidate's side is waived: %(members)s close relative is a member.",
            "The candidate's side is waived: %(members)s close relatives are members.",
            "members",
        ),
        gettext_lazy("The candidate's side is not waived: no parent, sibling or child is a member."),
    ),
    "waiver_spouse_side": (
        ngettext_lazy(
            "The spouse's side is waived: %(members)s of them is a member.",
            "The spouse's side is waived: %(members)s of them are members.",
            "members",
        ),
        gettext_lazy(
            "The spouse's side is not waived: neither the spouse nor a parent or sibling of the spouse is a member."
        ),
    ),
    **SENTENCES,
    **independence.VERDICTS,
    **clock.VERDICTS,
    **VERIFICATION_VERDICTS,
}

# `introducers`: of these those that there are.
_INTRODUCERS = {
    "members": ngettext_lazy("%(members)s official member", "%(members)s official members", "members"),
    "unions": ngettext_lazy("%(unions)s union resolution", "%(unions)s union resolutions", "unions"),
    "not_official": ngettext_lazy(
        "%(not_official)s person who is not an official member of this organisation on that day, perhaps on probation",
        "%(not_official)s people who are not official members of this organisation on that day, perhaps on probation",
        "not_official",
    ),
}


def _shown(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Dates in the reader's form; months of age as years and months."""
    shown: dict[str, Any] = {}
    for name, value in numbers.items():
        if isinstance(value, str) and len(value) == 10 and value[4] == "-":
            shown[name] = date_format(datetime.date.fromisoformat(value), "SHORT_DATE_FORMAT")
        else:
            shown[name] = value
    shown.setdefault("of_age_on", "")
    if "months" in numbers:
        shown["years"], shown["odd_months"] = divmod(int(numbers["months"]), 12)
    return shown


def _introduced(numbers: Mapping[str, Any]) -> str:
    return get_text_list([words % numbers for name, words in _INTRODUCERS.items() if numbers[name]], _("and"))


def rule_sentence(rule: str, met: bool, numbers: Mapping[str, Any], answer: str = "") -> str:
    """`answer` is the verdict's, where it may be more than met or not."""
    shown = _shown(numbers)
    if rule in eligibility.SENTENCES:
        return eligibility.sentence(rule, answer or (PASSED if met else FAILED), shown)
    yes, no = _VERDICTS[rule]
    if rule in votes.VERDICTS:
        shown["body"] = votes.body(rule, numbers)
    if rule in validity.VERDICTS:
        shown |= validity.words(numbers, met=met)
    if rule in independence.VERDICTS:
        shown |= independence.words(numbers)
    if rule == "introducers":
        shown["introducers"] = _introduced(numbers) or _("nobody")
        shown.setdefault("beside", 1)  # decisions of the first release kept no more
    if rule == LOCAL_RULE:
        shown |= local_words(numbers)
        no = NOT_MET if answer == FAILED else no
    if "missing" in numbers:
        shown["missing"] = missing_words(numbers["missing"])
    return (yes if met else no) % shown


def verdict_sentence(verdict: Verdict) -> str:
    return rule_sentence(verdict.rule, verdict.met, verdict.numbers, verdict.answer)


def fault_sentence(key: str, numbers: Mapping[str, int]) -> str:
    return votes.FAULTS[key] % dict(numbers)
