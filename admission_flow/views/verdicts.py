"""What a rule would find for the numbers typed so far."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from admission_flow.deadlines import parameters_of
from admission_flow.forms.steps import CellVoteForm
from admission_flow.forms.votes import COUNTS, absence_field
from admission_flow.models import Regulation
from admission_flow.queries.derivations import Line, line_of
from admission_flow.rules import thresholds
from admission_flow.rules.tallies import CARDS, SECRET, Tally
from admission_flow.rules.values import Parameter, Parameters
from admission_flow.wording import fault_sentence, regulation_and_paper

RULES = {
    "cell_vote": (thresholds.cell_vote, "cell_ratio"),
    "committee_vote": (thresholds.committee_vote, "committee_ratio"),
    "recognition_vote": (thresholds.recognition_vote, "recognition_cell_ratio"),
    "recognition_committee_vote": (thresholds.recognition_committee_vote, "recognition_committee_ratio"),
    "standing_committee_vote": (thresholds.standing_committee_vote, "standing_committee_ratio"),
}


@dataclass(frozen=True)
class Preview:
    """`tone` is pass, warn or fail. A tally that is incomplete or can't be read, and one whose day was refused, only
    says how many votes are needed of the `base`: those `entitled`, less those whom the regulation lets out."""

    day: datetime.date
    entitled: int
    base: int
    needed: int
    tone: str
    sentence: str
    source: str
    to_confirm: bool
    # The verdict, once there is one.
    line: Line | None = None


def preview(form: CellVoteForm) -> Preview:
    day = form.day()
    by = parameters_of(Regulation.on(day))
    rule, parameter_name = RULES[form.rule]
    ratio: Parameter = by[parameter_name]
    entitled = form.entitled()
    tally = _tally(form, entitled)
    base = _base(form, tally, by)
    least = thresholds.needed(base, ratio) if base > 0 else 0
    unjudged = Preview(
        day, entitled, base, least, "", "", regulation_and_paper(by.code, ratio.source, by.edition), ratio.to_confirm
    )
    if not _is_complete(form, tally):
        return unjudged
    found = rule(tally, by)
    faults = tally.faults()
    if faults:
        sentence = " ".join(fault_sentence(key, numbers) for key, numbers in faults)
        return Preview(day, entitled, base, least, "fail", sentence, "", False)
    if _refused(form):
        return unjudged
    line = line_of(found.derivation())
    return Preview(day, entitled, base, least, line.tone, line.text, line.source, line.to_confirm, line)


def _tally(form: CellVoteForm, entitled: int) -> Tally:
    """What is typed so far; what can't be read is none."""
    typed = {name: _count(form, name) for name in COUNTS}
    voting = form.data.get("voting") if form.is_bound else ""
    return Tally(
        entitled,
        typed["present"] or 0,
        typed["votes_for"] or 0,
        typed["votes_against"] or 0,
        typed["votes_other"] or 0,
        typed["votes_invalid"] or 0,
        SECRET if voting == SECRET else CARDS,
        typed["issued"],
        typed["returned"],
        {reason: typed[absence_field(reason)] or 0 for reason in form.absences},
    )


def _base(form: CellVoteForm, tally: Tally, by: Parameters) -> int:
    """The roll, without those that the regulation lets out of the cell's."""
    return tally.entitled - (thresholds.let_out(tally, by) if form.rule in ("cell_vote", "recognition_vote") else 0)


def _is_complete(form: CellVoteForm, tally: Tally) -> bool:
    """Whether so much is typed that one may speak of faults: presence, votes, reasons of the absent, ballots."""
    if _count(form, "present") is None or _count(form, "votes_for") is None:
        return False
    if tally.present < tally.entitled and not any(tally.absent.values()):
        return False
    return tally.voting != SECRET or (tally.issued is not None and tally.returned is not None)


def _refused(form: CellVoteForm) -> bool:
    """Whether the form or the verb found fault with what a verdict rests on. A day not given yet is none."""
    judged = COUNTS if not form.data.get("dated") else (*COUNTS, "dated")
    return any(name in form.errors for name in judged)


def _count(form: CellVoteForm, name: str) -> int | None:
    value: Any = form.data.get(name) if form.is_bound else None
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
