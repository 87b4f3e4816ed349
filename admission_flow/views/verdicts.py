"""What a rule would find for the numbers typed so far."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from admission_flow.deadlines import parameters_of
from admission_flow.forms.steps import CellVoteForm
from admission_flow.models import Regulation
from admission_flow.rules import thresholds
from admission_flow.rules.values import Parameter, Tally
from admission_flow.wording import fault_sentence, regulation_and_paper, source_line, verdict_sentence

RULES = {
    "cell_vote": (thresholds.cell_vote, "cell_ratio"),
    "committee_vote": (thresholds.committee_vote, "committee_ratio"),
    "standing_committee_vote": (thresholds.standing_committee_vote, "standing_committee_ratio"),
}


@dataclass(frozen=True)
class Preview:
    """`tone` is pass, warn or fail; an incomplete tally only says how many votes are needed of those `entitled`."""

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
    counts = [_count(form, name) for name in ("present", "votes_for", "votes_against", "votes_other", "votes_invalid")]
    least = thresholds.needed(entitled, ratio) if entitled else 0
    if counts[0] is None or counts[1] is None:
        source = regulation_and_paper(by.code, ratio.source)
        return Preview(day, entitled, least, "", "", source, ratio.to_confirm)
    tally = Tally(entitled, *(count or 0 for count in counts))
    found = rule(tally, by)
    faults = tally.faults()
    if faults:
        sentence = " ".join(fault_sentence(key, numbers) for key, numbers in faults)
        return Preview(day, entitled, least, "fail", sentence, "", False)
    return Preview(
        day,
        entitled,
        least,
        "pass" if found.met else "warn",
        verdict_sentence(found),
        source_line(found.derivation()),
        False,
    )


def _count(form: CellVoteForm, name: str) -> int | None:
    value: Any = form.data.get(name) if form.is_bound else None
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
