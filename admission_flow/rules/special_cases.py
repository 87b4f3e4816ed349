"""Groups for whom a rule of their own holds, each with a paper of its own (domain, section 1.1).

Source: 05-QĐi/TW 2018 (S89a, S89b); 06-TT/TW 2004 and 42-HD/BTCTW 2005 (S109); place without a cell (S29, S30, S108).
Of believers, people married to foreigners and owners of private businesses no rule was found: judged, with a paper.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from admission_flow.rules import extra_papers as papers
from admission_flow.rules.readmission import POPULATION, Former, waited
from admission_flow.rules.values import Parameter, Parameters, Verdict, needs_judgement, needs_paper, verdict

THIRD, FOURTH = "third", "fourth"
_CHILD_MONTHS = {THIRD: "third_child_months", FOURTH: "fourth_child_months"}


@dataclass(frozen=True)
class Special:
    """`child`: THIRD or FOURTH where its birth violated the population policy, with the day of the birth.

    `generations`: for how many the family has lived in Vietnam, of an ethnic Chinese. `other`: a case of another kind.
    """

    child: str = ""
    child_born_on: datetime.date | None = None
    ethnic_chinese: bool = False
    generations: int = 0
    no_cell: bool = False
    other: bool = False


def special_cases(
    special: Special,
    former: Former | None,
    day: datetime.date,
    by: Parameters,
    held: Collection[str],
    judged: Mapping[str, bool],
) -> list[Verdict]:
    """The checks of every case that applies; none for most candidates."""
    found: list[Verdict] = []
    if special.child:
        found += _population(special, former, day, by, held, judged)
    if special.ethnic_chinese:
        least = by["ethnic_chinese_generations"]
        numbers = {"generations": special.generations, "least": least.value}
        found.append(verdict("ethnic_chinese", special.generations >= least.value, by, least, **numbers))
        found += _paper("ethnic_chinese_paper", papers.ETHNIC_CHINESE_PAPER, by, held)
    if special.no_cell:
        found += _paper("place_without_cell", papers.ASSIGNED_CELL_PAPER, by, held)
    if special.other:
        found.append(_judged("special_case", by, judged, by["special_case_paper"]))
        found += _paper("special_case_paper", papers.SPECIAL_CASE_PAPER, by, held)
    return found


def _population(
    special: Special,
    former: Former | None,
    day: datetime.date,
    by: Parameters,
    held: Collection[str],
    judged: Mapping[str, bool],
) -> list[Verdict]:
    """Months of effort since the birth, or since leaving for who was removed for it, to the cell's meeting."""
    months = by[_CHILD_MONTHS[special.child]]
    removed = former.left_on if former and former.why == POPULATION else None
    since = removed or special.child_born_on
    effort = [waited("population_effort", since, day, months, by)] if since else []
    return [
        *effort,
        _judged("population_conditions", by, judged, months),
        *_paper("population_paper", papers.POPULATION_PAPER, by, held),
    ]


def _judged(rule: str, by: Parameters, judged: Mapping[str, bool], *used: Parameter) -> Verdict:
    if rule not in judged:
        return needs_judgement(rule, by, *used)
    return verdict(rule, judged[rule], by, *used)


def _paper(rule: str, code: str, by: Parameters, held: Collection[str]) -> list[Verdict]:
    wanted = by["special_case_paper"]
    if not wanted.value:
        return []
    if code in held:
        return [verdict(rule, True, by, wanted)]
    return [needs_paper(rule, code, papers.BEFORE[code], by, wanted)]
