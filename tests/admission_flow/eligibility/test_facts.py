"""What the nomination keeps of the candidate, and which facts it refuses."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from admission_flow.models import Eligibility, Judgement
from admission_flow.refusals import InvalidFacts, RuleNotMet
from tests.admission_flow.eligibility.paths import by_path, journey
from tests.admission_flow.journey import JUDGED
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

D = datetime.date


def test_facts_and_judgements_are_kept_with_who_recorded_them(bloc: Bloc) -> None:
    on = journey(bloc)
    on.nominate(**by_path("readmission_hardship", left_on=D(2015, 1, 5), left_because="asked_to_leave_hardship"))
    kept = Eligibility.objects.get(case=on.case)
    assert (kept.citizen, kept.education, kept.left_on) == (True, "upper_secondary", D(2015, 1, 5))
    assert kept.recorded_by == bloc.cell_secretary
    judged = Judgement.objects.filter(case=on.case).order_by("pk")
    assert [(one.check_name, one.met) for one in judged] == [
        ("political_standard", True),
        ("introducers_not_disciplined", True),
        ("readmission_hardship", True),
    ]
    assert {(one.judged_by, one.at) for one in judged} == {(bloc.cell_secretary, on.at)}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"citizen": False}, "only a citizen can be admitted"),
        ({"education": "primary"}, "at least lower-secondary diploma is asked for"),
        ({"education": "equivalent"}, "no longer accepts"),
        ({"left_on": D(2023, 3, 2), "left_because": "other"}, "Possible from 02/03/2026 on"),
        ({"left_on": D(2001, 1, 1), "left_because": "corruption"}, "Nobody is re-admitted after that"),
        ({"left_on": D(2001, 1, 1), "left_because": "other", "readmitted_before": 1}, "so not again"),
        ({"left_on": D(2001, 1, 1), "left_because": "less_serious_crime"}, "The criminal record is not expunged"),
        ({"ethnic_chinese": True, "generations": 2}, "for 2 generations; at least 3"),
    ],
)
def test_what_fails_blocks_with_its_sentence(bloc: Bloc, facts: dict[str, Any], sentence: str) -> None:
    on = journey(bloc)
    with nothing_written(), pytest.raises(RuleNotMet, match=sentence):
        on.nominate(**by_path(**facts))


@pytest.mark.parametrize("check", ["political_standard", "introducers_not_disciplined"])
def test_what_needs_judgement_asks_for_it(bloc: Bloc, check: str) -> None:
    on = journey(bloc)
    judgements = tuple(one for one in JUDGED if one.check != check)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        on.nominate(judgements=judgements)
    assert set(refused.value.errors) == {check}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"education": ""}, "education"),
        ({"left_on": D(2010, 1, 1)}, "left_because"),
        ({"left_because": "other"}, "left_on"),
        ({"left_on": D(2026, 3, 2), "left_because": "other"}, "left_on"),
        ({"child": "third"}, "child_born_on"),
        ({"child_born_on": D(2010, 1, 1)}, "child"),
        ({"prestigious": True}, "prestigious"),
    ],
)
def test_facts_that_are_not_whole(bloc: Bloc, facts: dict[str, Any], field: str) -> None:
    on = journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        on.nominate(**by_path(**facts))
    assert set(refused.value.errors) == {field}


def test_a_case_from_before_these_facts_is_judged_at_the_file_check(bloc: Bloc) -> None:
    on = journey(bloc).to("file_check")
    on.case.judgements.all().delete()
    on.case.eligibilities.all().delete()
    on.case.introductions.update(together_since=None, together="")
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        on.file_check()
    assert set(refused.value.errors) == {
        *("citizenship", "education_judged", "political_standard"),
        *("introducers_together", "introducers_not_disciplined"),
    }
