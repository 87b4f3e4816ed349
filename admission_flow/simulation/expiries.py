"""Papers that expire before the cell has met: sent back, and written anew in the supplement."""

from __future__ import annotations

import datetime

from django.utils import translation

from admission_flow.decisions import returns
from admission_flow.decisions.given import PaperGiven, ReturnGiven
from admission_flow.holding import papers_of
from admission_flow.models import Case, Paper
from admission_flow.papers import title
from admission_flow.rules.validity import paper_valid
from admission_flow.simulation import fates, words
from admission_flow.simulation.scene import Scene


def expired(scene: Scene) -> list[Paper]:
    """The papers of the file that hold no longer on the day of the act."""
    by = scene.world.roster.parameters(scene.day)
    papers = papers_of(Case.objects.get(pk=scene.run.case_id))
    judged = ((paper, paper_valid(paper.code, paper.dated, scene.day, by)) for paper in papers)
    return [paper for paper, found in judged if found is not None and not found.met]


def sent_back(scene: Scene) -> bool:
    """Whether the file had to go back for papers that have expired."""
    papers = expired(scene)
    if papers:
        scene.run.asked_for = fates.EXPIRED
        with translation.override("vi"):  # as the office writes, in whatever language the simulation reports
            items = tuple(dict.fromkeys(title(paper.code) for paper in papers))
        scene.record(returns.return_for_supplement, scene.step, ReturnGiven(scene.day, words.EXPIRED, items))
    return bool(papers)


def written_anew(scene: Scene, dated: datetime.date) -> tuple[PaperGiven, ...]:
    """Each of them again, from the same signer."""
    return tuple(PaperGiven(paper.code, dated, paper.number, paper.signed_by) for paper in expired(scene))
