"""What of a case holds now: its decisions and papers, without those that a supplement overtook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from admission_flow.local_rules import paper_names
from admission_flow.models import Case, Decision, Paper
from admission_flow.papers import EACH_SIGNER, SEVERAL
from admission_flow.rules.standing import Conclusion, overtaken
from orgs.names import search_key


@dataclass(frozen=True)
class Holding:
    """`overtaken` has the ids of decisions; papers are in the order in which they were recorded."""

    overtaken: frozenset[int] = frozenset()
    papers: tuple[Paper, ...] = ()
    overtaken_papers: tuple[Paper, ...] = ()


def holding(case: Case, decisions: Iterable[Decision], papers: Sequence[Paper]) -> Holding:
    """From rows that the caller has read, in the order of their ids. No statement.

    A paper goes with the decision of the act that made it; of those that a file has once, or once from each signer,
    the newest counts.
    """
    decisions = list(decisions)
    gone = overtaken((Conclusion(one.pk, one.step, one.outcome) for one in decisions), case.standing)
    tasks = {one.task_id for one in decisions if one.pk in gone}
    # Of an introducer who was replaced the letter goes too; the decision names it.
    letters = {letter for one in decisions for letter in one.facts.get("letters", ())}
    standing = [paper for paper in papers if paper.task_id not in tasks and paper.pk not in letters]
    newest = {_place(paper): paper.pk for paper in sorted(standing, key=lambda paper: (paper.dated, paper.pk))}
    held = {paper.pk for paper in standing if paper.code in SEVERAL or paper.pk == newest[_place(paper)]}

    def holds(paper: Paper) -> bool:
        return paper.pk in held

    return Holding(
        frozenset(gone),
        tuple(paper for paper in papers if holds(paper)),
        tuple(paper for paper in papers if not holds(paper)),
    )


def _place(paper: Paper) -> tuple[str, str]:
    """What a newer paper takes: the place of its code, and of its signer where each signs one."""
    return paper.code, search_key(paper.signed_by) if paper.code in EACH_SIGNER else ""


def papers_of(case: Case) -> tuple[Paper, ...]:
    """The papers that hold now. Two statements."""
    decisions = Decision.objects.filter(case=case).order_by("pk").only("pk", "case", "task", "step", "outcome", "facts")
    return holding(case, decisions, list(Paper.objects.filter(case=case).order_by("pk"))).papers


@dataclass(frozen=True)
class Record:
    """The decisions and papers of a case, in their order, and what of them holds."""

    decisions: list[Decision] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    holding: Holding = field(default_factory=Holding)
    # What the bloc's own rules call their papers, by code.
    names: Mapping[str, str] = field(default_factory=dict)

    def newest(self, outcome: str) -> Decision | None:
        return next((one for one in reversed(self.decisions) if one.outcome == outcome), None)


def record_of(case: Case) -> Record:
    """Whatever was decided and kept. Two statements, and one where a paper is of a rule of the bloc's own."""
    decisions = list(
        Decision.objects.filter(case=case)
        .select_related("decided_by__person", "delegation__seat__person", "regulation")
        .order_by("pk")
    )
    papers = list(Paper.objects.filter(case=case).select_related("checked_by__person").order_by("pk"))
    return Record(decisions, papers, holding(case, decisions, papers), paper_names(one.code for one in papers))
