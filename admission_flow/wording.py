"""Rules and faults as sentences: what was found, by which arithmetic, and what would satisfy it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow.rules.values import Verdict

# rule -> (sentence when met, sentence when not)
_VERDICTS: dict[str, tuple[Promise, Promise]] = {
    "age": (
        gettext_lazy("Of age: %(years)s years and %(odd_months)s months on %(day)s (from %(least)s to %(most)s)."),
        gettext_lazy(
            "Not of the age required: %(years)s years and %(odd_months)s months on %(day)s; "
            "the regulation asks for %(least)s to %(most)s full years, counted by month."
        ),
    ),
    "introducers": (
        gettext_lazy("Introduced by %(members)s official members and %(unions)s union resolutions."),
        gettext_lazy(
            "Not enough introducers: %(members)s official members and %(unions)s union resolutions "
            "(%(not_official)s named are not official members). Name %(needed)s official members, "
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
    "cell_vote": (
        gettext_lazy(
            "Ratio reached. %(entitled)s official members, at least %(needed)s needed (%(ratio)s); %(votes_for)s in favour."
        ),
        gettext_lazy(
            "Ratio not reached. %(entitled)s official members, at least %(needed)s needed (%(ratio)s); "
            "%(votes_for)s in favour. The full result is reported up for decision."
        ),
    ),
    "committee_vote": (
        gettext_lazy(
            "Ratio reached. %(entitled)s committee members, at least %(needed)s needed (%(ratio)s); %(votes_for)s in favour."
        ),
        gettext_lazy(
            "Ratio not reached. %(entitled)s committee members, at least %(needed)s needed (%(ratio)s); "
            "%(votes_for)s in favour."
        ),
    ),
    "standing_committee_vote": (
        gettext_lazy(
            "Ratio reached. %(entitled)s standing-committee members, at least %(needed)s needed (%(ratio)s); "
            "%(votes_for)s in favour."
        ),
        gettext_lazy(
            "Ratio not reached. %(entitled)s standing-committee members, at least %(needed)s needed (%(ratio)s); "
            "%(votes_for)s in favour."
        ),
    ),
    "waiver_own_side": (
        gettext_lazy("The candidate's side is waived: %(members)s close relatives are members."),
        gettext_lazy("The candidate's side is not waived: no parent, sibling or child is a member."),
    ),
    "waiver_spouse_side": (
        gettext_lazy("The spouse's side is waived: %(members)s of them are members."),
        gettext_lazy("The spouse's side is not waived: neither the spouse nor a parent or sibling of the spouse is a member."),
    ),
}

_FAULTS: dict[str, Promise] = {
    "negative": gettext_lazy("A count can't be less than zero."),
    "nobody_entitled": gettext_lazy("Nobody was entitled to vote on that day; check the register and the date."),
    "more_present_than_entitled": gettext_lazy("%(present)s present, but only %(entitled)s were entitled to vote."),
    "votes_are_not_the_present": gettext_lazy("The votes add up to %(cast)s, but %(present)s were present."),
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


def rule_sentence(rule: str, met: bool, numbers: Mapping[str, Any]) -> str:
    yes, no = _VERDICTS[rule]
    return str(yes if met else no) % _shown(numbers)


def verdict_sentence(verdict: Verdict) -> str:
    return rule_sentence(verdict.rule, verdict.met, verdict.numbers)


def fault_sentence(key: str, numbers: Mapping[str, int]) -> str:
    return str(_FAULTS[key]) % dict(numbers)


def source_line(derivation: Mapping[str, Any]) -> str:
    """Which regulation says so, how we know, and whether it is still to be confirmed."""
    parts = [str(derivation["regulation"])]
    if derivation.get("source"):
        parts.append(str(derivation["source"]))
    if derivation["confidence"] != "sourced":
        parts.append(_("to confirm"))
    return " · ".join(parts)
