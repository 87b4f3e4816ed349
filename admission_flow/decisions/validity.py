"""Which papers hold on the day of an act: each is judged by its own expiry."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from admission_flow.decisions.given import PaperGiven
from admission_flow.models import Paper
from admission_flow.rules import validity
from admission_flow.rules.values import Parameters, Verdict


def judged(papers: Iterable[Paper | PaperGiven], day: datetime.date, by: Parameters) -> list[Verdict]:
    """A verdict for each paper that expires; of those alike, once."""
    found: list[Verdict] = []
    for paper in papers:
        one = validity.paper_valid(paper.code, paper.dated, day, by)
        if one is not None and one not in found:
            found.append(one)
    return found


def not_valid(papers: Iterable[Paper | PaperGiven], day: datetime.date, by: Parameters) -> list[Verdict]:
    return [one for one in judged(papers, day, by) if not one.met]
