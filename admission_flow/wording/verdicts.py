"""Verdicts and faults as sentences: what was found, by which arithmetic, and what would satisfy it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from admission_flow.rules.values import Verdict
from admission_flow.wording.verification import VERIFICATION_VERDICTS, missing_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a Promise that knows %

_REACHED = gettext_lazy("Ratio reached. %(body)s, at least %(needed)s needed (%(ratio)s); %(votes_for)s in favour.")
_NOT_REACHED = gettext_lazy(
    "Ratio not reached. %(body)s, at least %(needed)s needed (%(ratio)s); %(votes_for)s in favour."
)
# rule -> (sentence when met, sentence when not)
_VERDICTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "age": (
        ngettext_lazy(
            "Of age: %(years)s years and %(odd_months)s month on %(day)s (from %(least)s to %(most)s).",
            "Of age: %(years)s years and %(odd_months)s months on %(day)s (from %(least)s to %(most)s).",
            "odd_months",
        ),
        ngettext_lazy(
            "Not of the age required: %(years)s years and %(odd_months)s month on %(day)s; "
            "the regulation asks for %(least)s to %(most)s full years, counted by month.",
            "Not of the age required: %(years)s years and %(odd_months)s months on %(day)s; "
            "the regulation asks for %(least)s to %(most)s full years, counted by month.",
            "odd_months",
        ),
    ),
    "introducers": (
        gettext_lazy("Introduced by %(introducers)s."),
        gettext_lazy(
            "Not enough introducers: %(introducers)s. Name %(needed)s official members, "
            "or a union's resolution and one official member."
        ),
    ),
    "certificate": (
        gettext_lazy("The certificate of %(dated)s is valid to %(valid_to)s (%(months)s months)."),
        gettext_lazy(
            "The certificate of %(dated)s was valid to %(valid_to)s (%(months)s months), not on %(day)s. "
            "The course has to be taken again."
        ),
    ),
    "certificate_later": (
        gettext_lazy("The certificate of %(dated)s is valid to %(valid_to)s (%(months)s months)."),
        gettext_lazy(
            "The certificate is dated %(dated)s, after %(day)s, the day on which it had to be valid. Check both dates."
        ),
    ),
    "cell_vote": (
        _REACHED,
        gettext_lazy(
            "Ratio not reached. %(body)s, at least %(needed)s needed (%(ratio)s); "
            "%(votes_for)s in favour. The full result is reported up for decision."
        ),
    ),
    "committee_vote": (_REACHED, _NOT_REACHED),
    "standing_committee_vote": (_REACHED, _NOT_REACHED),
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
    **VERIFICATION_VERDICTS,
}

# `body` of a vote's sentence: who was entitled to vote.
_BODIES = {
    "cell_vote": ngettext_lazy("%(entitled)s official member", "%(entitled)s official members", "entitled"),
    "committee_vote": ngettext_lazy("%(entitled)s committee member", "%(entitled)s committee members", "entitled"),
    "standing_committee_vote": ngettext_lazy(
        "%(entitled)s standing-committee member", "%(entitled)s standing-committee members", "entitled"
    ),
}
# `introducers`: of these those that there are.
_INTRODUCERS = {
    "members": ngettext_lazy("%(members)s official member", "%(members)s official members", "members"),
    "unions": ngettext_lazy("%(unions)s union resolution", "%(unions)s union resolutions", "unions"),
    "not_official": ngettext_lazy(
        "%(not_official)s person who is not an official member",
        "%(not_official)s people who are not official members",
        "not_official",
    ),
}

_FAULTS: dict[str, _StrPromise] = {
    "negative": gettext_lazy("A count can't be less than zero."),
    "nobody_entitled": gettext_lazy("Nobody was entitled to vote on that day; check the register and the date."),
    "more_present_than_entitled": ngettext_lazy(
        "%(present)s present, but only %(entitled)s was entitled to vote.",
        "%(present)s present, but only %(entitled)s were entitled to vote.",
        "entitled",
    ),
    "votes_are_not_the_present": ngettext_lazy(
        "The votes add up to %(cast)s, but %(present)s was present.",
        "The votes add up to %(cast)s, but %(present)s were present.",
        "present",
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
    if "months" in numbers:
        shown["years"], shown["odd_months"] = divmod(int(numbers["months"]), 12)
    return shown


def _introduced(numbers: Mapping[str, Any]) -> str:
    return get_text_list([words % numbers for name, words in _INTRODUCERS.items() if numbers[name]], _("and"))


def rule_sentence(rule: str, met: bool, numbers: Mapping[str, Any]) -> str:
    yes, no = _VERDICTS[rule]
    shown = _shown(numbers)
    if rule in _BODIES:
        shown["body"] = _BODIES[rule] % numbers
    if rule == "introducers":
        shown["introducers"] = _introduced(numbers) or _("nobody")
    if "missing" in numbers:
        shown["missing"] = missing_words(numbers["missing"])
    return (yes if met else no) % shown


def verdict_sentence(verdict: Verdict) -> str:
    return rule_sentence(verdict.rule, verdict.met, verdict.numbers)


def fault_sentence(key: str, numbers: Mapping[str, int]) -> str:
    return _FAULTS[key] % dict(numbers)
