"""Rules and faults as sentences: what was found, by which arithmetic, and what would satisfy it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from admission_flow.rules.values import Verdict

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
    return (yes if met else no) % shown


def verdict_sentence(verdict: Verdict) -> str:
    return rule_sentence(verdict.rule, verdict.met, verdict.numbers)


def fault_sentence(key: str, numbers: Mapping[str, int]) -> str:
    return _FAULTS[key] % dict(numbers)


# S1, S2 … are lines of docs/sources.md; they are kept with each decision and say nothing to whoever reads a page.
_OUR_NUMBERS = re.compile(r"(?:^|, )S\d+[a-z]?(?=,|$)")


def regulation_and_paper(regulation: str, source: str) -> str:
    """The generation in force, and the paper and point that a value was read in where they are known."""
    paper = _OUR_NUMBERS.sub("", source).lstrip(", ")
    return f"{regulation} · {paper}" if paper else regulation


def source_line(derivation: Mapping[str, Any]) -> str:
    """Which regulation says so, and whether it is still to be confirmed."""
    parts = [regulation_and_paper(str(derivation["regulation"]), str(derivation.get("source") or ""))]
    if derivation["confidence"] != "sourced":
        parts.append(_("to confirm"))
    return " · ".join(parts)


_OUTCOMES: dict[str, Promise] = {
    "forward": gettext_lazy("nominated"),
    "done": gettext_lazy("certificate recorded"),
    "declared": gettext_lazy("declared"),
    "clear": gettext_lazy("clear"),
    "not_clear": gettext_lazy("not clear"),
    "agreed": gettext_lazy("all agree"),
    "mixed": gettext_lazy("opinions differ"),
    "fit": gettext_lazy("fit"),
    "returned": gettext_lazy("returned for supplement"),
    "voted": gettext_lazy("result reported up"),
    "reported": gettext_lazy("reported up"),
    "admitted": gettext_lazy("admitted"),
    "not_admitted": gettext_lazy("not admitted"),
    "put_up": gettext_lazy("put before the standing committee"),
    "opinion_asked": gettext_lazy("opinion asked"),
    "answered": gettext_lazy("answered"),
    "supplemented": gettext_lazy("supplemented"),
    "held": gettext_lazy("ceremony held"),
    "withdrawn": gettext_lazy("withdrawn"),
}

# What a journal entry says of its act, after the name of who did it.
_ACTS: dict[str, Promise] = {
    "nominate": gettext_lazy("nominated the candidate and opened the case"),
    "record_certificate": gettext_lazy("recorded the certificate of the awareness course"),
    "present_certificate": gettext_lazy("presented a valid certificate of the awareness course"),
    "declare": gettext_lazy("recorded the application and the biography"),
    "record_verification": gettext_lazy("concluded the verification: %(outcome)s"),
    "record_opinions": gettext_lazy("recorded the opinions: %(outcome)s"),
    "check_file": gettext_lazy("checked the file: fit"),
    "record_cell_vote": gettext_lazy("recorded the vote of the cell"),
    "appraise_department": gettext_lazy("reported the departmental appraisal up"),
    "approve_grassroots": gettext_lazy("recorded the vote of the grassroots committee: %(outcome)s"),
    "appraise_bloc": gettext_lazy("appraised the file and put it before the standing committee"),
    "decide_bloc": gettext_lazy("recorded the decision of the standing committee: %(outcome)s"),
    "ask_opinion": gettext_lazy("asked for an opinion"),
    "answer_consultation": gettext_lazy("recorded the answer to the opinion asked"),
    "return_for_supplement": gettext_lazy("returned the file for supplement"),
    "supplement": gettext_lazy("supplemented the file"),
    "hold_ceremony": gettext_lazy("recorded the ceremony; the case is closed"),
    "withdraw": gettext_lazy("withdrew the case"),
    "take": gettext_lazy("took the step"),
}

_DEADLINES: dict[str, Promise] = {
    "decide_admission": gettext_lazy("Decision on admission"),
    "hold_ceremony": gettext_lazy("Ceremony"),
}


def outcome_label(outcome: str) -> str:
    return str(_OUTCOMES.get(outcome, outcome))


def act_sentence(verb: str, refs: Mapping[str, Any]) -> str:
    return str(_ACTS.get(verb, verb)) % {"outcome": outcome_label(str(refs.get("outcome", "")))}


def done_sentence(verb: str, outcome: str) -> str:
    """What the page says to whoever has just done it."""
    # Translators: an act in the past tense as a sentence of its own, "Checked the file: fit."
    return capfirst(_("%(act)s.") % {"act": act_sentence(verb, {"outcome": outcome})})


def deadline_label(rule: str) -> str:
    return str(_DEADLINES[rule])
