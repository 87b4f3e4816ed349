"""A vote as recorded, line by line."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from admission_flow.models import Decision
from admission_flow.rules.tallies import ABSENCES
from admission_flow.wording.votes import ABSENCES as WORDS


def tally_lines(decision: Decision) -> list[tuple[str, str]]:
    """(what, how many) in full; empty where nobody voted."""
    if decision.present is None:
        return []
    lines: list[tuple[str, Any]] = [(_("Form of voting"), decision.get_voting_display())]
    lines += _base(decision)
    lines += [(_("Needed"), numbers) for numbers in _needed(decision)]
    lines += [(_("Present"), decision.present), *_absent(decision)]
    if decision.issued is not None:
        lines += [(_("Ballots issued"), decision.issued), (_("Ballots returned"), decision.returned)]
        lines += [(_("Valid"), decision.votes_valid), (_("Invalid"), decision.votes_invalid)]
    elif decision.votes_invalid:
        lines += [(_("Invalid"), decision.votes_invalid)]  # kept before ballots were counted
    lines += [(_("For"), decision.votes_for), (_("Against"), decision.votes_against)]
    lines += [(_("Other opinion"), decision.votes_other)]
    return [(label, str(value)) for label, value in lines]


def _base(decision: Decision) -> list[tuple[str, Any]]:
    if not decision.excused:
        return [(_("On the roll"), decision.body_size)]
    base = (decision.body_size or 0) - decision.excused
    return [(_("On the roll"), decision.body_size), (_("Let out of the base"), decision.excused), (_("Base"), base)]


def _needed(decision: Decision) -> list[str]:
    """As the rule had it then: "8 (2/3)"."""
    found = [row["numbers"] for row in decision.derivation if "needed" in row["numbers"] and "ratio" in row["numbers"]]
    return [f"{numbers['needed']} ({_ratio(numbers['ratio'])})" for numbers in found]


def _ratio(text: str) -> str:
    return _("more than %(share)s") % {"share": text[1:]} if text.startswith(">") else text


def _absent(decision: Decision) -> list[tuple[str, Any]]:
    """How many, then by reason."""
    missing = (decision.body_size or 0) - (decision.present or 0)
    told = [f"{WORDS[reason]}: {decision.absent[reason]}" for reason in ABSENCES if decision.absent.get(reason)]
    return [(_("Absent"), f"{missing} ({'; '.join(told)})" if told else missing)]
