"""What the rules of eligibility find for a case: the facts as recorded, its introducers, papers and judgements.

Asked by the verbs under the lock, and by the page that shows the same verdicts.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from admission_flow.decisions.given import EligibilityGiven
from admission_flow.local_rules import Asked, asked_of, check_of, considered_locally, is_judged
from admission_flow.models import Case, Decision, Eligibility, Introduction, Judgement, Paper
from admission_flow.rules import eligibility, introducers
from admission_flow.rules.readmission import Former
from admission_flow.rules.special_cases import Special
from admission_flow.rules.values import NEEDS_JUDGEMENT, NEEDS_PAPER, PASSED, Parameters, Verdict
from orgs.members import official_in_organisation

# What a vote's derivation holds beside eligibility.
OTHER_RULES = frozenset({"certificate", "certificate_later", "cell_vote", "paper_valid", "independence"})
# What a cell may be asked to judge; each is the name of a rule.
JUDGED = (
    "political_standard",
    "introducers_not_disciplined",
    "over_age_conditions",
    "readmission_hardship",
    "population_conditions",
    "special_case",
    "citizenship",
    "education_judged",
    "introducers_together",
)
# Of these the ones that nothing but a judgement answers; the others are judged where no fact was recorded.
JUDGED_ALWAYS = frozenset(JUDGED) - {"citizenship", "education_judged", "introducers_together"}
Known = Eligibility | EligibilityGiven


def facts_of(birth_date: datetime.date, known: Known | None) -> eligibility.Facts:
    """As the rules take them; of an older case nothing may be known but the birth date."""
    if known is None:
        return eligibility.Facts(birth_date)
    former = None
    if known.left_on:
        former = Former(known.left_on, known.left_because, known.expunged_on, known.readmitted_before)
    special = Special(
        known.child, known.child_born_on, known.ethnic_chinese, known.generations, known.no_cell, bool(known.other)
    )
    return eligibility.Facts(
        birth_date, known.citizen, known.education, known.special_area, known.prestigious, former, special
    )


def recorded(case: Case) -> Eligibility | None:
    """The newest facts. One statement."""
    return Eligibility.objects.filter(case=case).order_by("-pk").first()


def judged(case: Case) -> dict[str, Judgement]:
    """The newest judgement of each check. One statement."""
    return {one.check_name: one for one in Judgement.objects.filter(case=case).order_by("pk")}


def introductions(case: Case, day: datetime.date) -> list[Introduction]:
    """Those that count, each with `official`, whether its member is one on that day. One statement.

    Of the candidate's organisation; once the candidate has moved, those who introduced at the old place count as well.
    """
    here = official_in_organisation(case.unit, day).filter(person=OuterRef("introducer"))
    anywhere = official_in_organisation(case.bloc, day).filter(person=OuterRef("introducer"))
    moved = Decision.objects.filter(case=OuterRef("case"), outcome="moved")
    return list(
        Introduction.objects.filter(case=case, replaced_at__isnull=True)
        .annotate(official=Q(Exists(here)) | (Q(Exists(moved)) & Q(Exists(anywhere))))
        .order_by("pk")
    )


def as_introducer(row: Introduction) -> introducers.Introducer:
    """A row of `introductions` as the rules take it."""
    if row.kind != Introduction.Kind.MEMBER:
        return introducers.Introducer(row.kind, True)
    official: Any = row
    return introducers.Introducer(
        row.kind, official.official, row.together_since, row.together, replacement=row.replaces_id is not None
    )


def held(papers: Iterable[Paper], day: datetime.date) -> set[str]:
    """Codes of the papers that are in the file and dated by that day."""
    return {paper.code for paper in papers if paper.dated <= day}


def considered(
    case: Case,
    day: datetime.date,
    by: Parameters,
    papers: Iterable[Paper],
    known: Known | None,
    judgements: Mapping[str, bool],
    asked: Asked,
) -> list[Verdict]:
    """Every verdict on candidate and introducers as of that day. One statement, for the introducers."""
    in_file = held(papers, day)
    facts = facts_of(case.candidate.person.birth_date, known)
    given = [as_introducer(row) for row in introductions(case, day)]
    return [
        *eligibility.eligibility(facts, day, by, in_file, judgements),
        *introducers.introduction(given, day, by, judgements),
        *considered_locally(asked, by, in_file, judgements),
    ]


def answers(judgements: Mapping[str, Judgement]) -> dict[str, bool]:
    return {name: one.met for name, one in judgements.items()}


@dataclass(frozen=True)
class Wanting:
    """What eligibility still asks for: papers by code, with the step before which each is due; judgements by check.

    `judgeable` has every check that somebody judges, judged already or not. `local` has the own words of the bloc's
    rules among them, by check and by the code of the paper.
    """

    papers: Mapping[str, str]
    judgements: tuple[str, ...] = ()
    judgeable: tuple[str, ...] = ()
    local: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def before_the_vote(case: Case, open_steps: Collection[str]) -> bool:
    """Whether the cell's consideration is still to come, or comes again where a supplement makes it fall."""
    return "cell_vote" not in case.standing or "supplement" in open_steps


def newest_vote(case: Case) -> Decision | None:
    """The cell's last consideration of the case."""
    return Decision.objects.filter(case=case, step="cell_vote", outcome="voted").order_by("-pk").first()


def findings(
    case: Case, day: datetime.date, by: Parameters, papers: Iterable[Paper], asked: Asked | None = None
) -> list[dict[str, Any]]:
    """Derivations as of that day; once the cell has considered the case, those of its day.

    What asked for a paper has passed once the file holds it. `asked` where the caller read it before it locked.
    Five statements at most, two fewer with `asked`.
    """
    papers = list(papers)
    vote = newest_vote(case) if "cell_vote" in case.standing else None
    if vote is not None:
        codes = held(papers, day)
        rows = [row for row in vote.derivation if row["rule"] not in OTHER_RULES]
        return [{**row, "answer": PASSED, "met": True} if row.get("paper") in codes else row for row in rows]
    asked = asked_of(case.pk, day) if asked is None else asked
    found = considered(case, day, by, papers, recorded(case), answers(judged(case)), asked)
    return [one.derivation() for one in found]


def wanting(case: Case, day: datetime.date, by: Parameters, asked: Asked | None = None) -> Wanting:
    """As of that day. Six statements at most, two fewer with `asked`."""
    return wanted_by(findings(case, day, by, Paper.objects.filter(case=case), asked))


def wanted_by(rows: Iterable[Mapping[str, Any]]) -> Wanting:
    rows = list(rows)
    checks = [(check_of(row["rule"], row["numbers"]), row) for row in rows]
    judgements = tuple(check for check, row in checks if row.get("answer") == NEEDS_JUDGEMENT)
    judgeable = tuple(
        check
        for check, row in checks
        if check in judgements or check in JUDGED_ALWAYS or is_judged(row["rule"], row["numbers"])
    )
    local = {row.get("paper") or check: row["numbers"] for check, row in checks if check != row["rule"]}
    return Wanting(wanted_papers(rows), judgements, judgeable, local)


def wanted_papers(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Code -> the step before which it has to be there, of what these derivations still ask for."""
    return {row["paper"]: row["before"] for row in rows if row.get("answer") == NEEDS_PAPER}
