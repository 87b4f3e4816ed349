"""What a rule would find for the numbers typed so far."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from admission_flow.deadlines import parameters_of
from admission_flow.forms.fields import COUNTS
from admission_flow.forms.steps import CellVoteForm
from admission_flow.models import Regulation
from admission_flow.rules import thresholds
from admission_flow.rules.values import Parameter, Tally
from admission_flow.wording import fault_sentence, regulation_and_paper, source_line, verdict_sentence

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
    says how many votes are needed of those `entitled`."""

    day: datetime.date
    entitled: int
    needed: int
    tone: str
    sentence: str
    source: str
    to_confirm: bool


def preview(form: CellVoteForm) -> Preview:
    day = form.day()
    by = parameters_of(Regulation.on(day))
    rule, parameter_name = RULES[form.rule]
    ratio: Parameter = by[parameter_name]
    entitled = form.entitled()
    counts = [_count(form, name) for name in COUNTS]
    least = thresholds.needed(entitled, ratio) if entitled else 0
    unjudged = Preview(day, entitled, least, "", "", regulation_and_paper(by.code, ratio.source), ratio.to_confirm)
    if counts[0] is None or counts[1] is None:
        return unjudged
    tally = Tally(entitled, *(count or 0 for count in counts))
    found = rule(tally, by)
    faults = tally.faults()
    if faults:
        sentence = " ".join(fault_sentence(key, numbers) for key, numbers in faults)
        return Preview(day, entitled, least, "fail", sentence, "", False)
    if _refused(form):
        return unjudged
    return Preview(
        day,
        entitled,
        least,
        "pass" if found.met else "warn",
        verdict_sentence(found),
        source_line(found.derivation()),
        False,
    )


def _refused(form: CellVoteForm) -> bool:
    """Whether the form or the verb found fault with what a verdict rests on. A day not given yet is none."""
    judged = COUNTS if not form.data.get("dated") else (*COUNTS, "dated")
    return any(name in form.errors for name in judged)


def _count(form: CellVoteForm, name: str) -> int | None:
    value: Any = form.data.get(name) if form.is_bound else None
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
