"""Sixty years and one month: with the province-level consent in the file before the competent body decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from admission_flow.decisions import asides
from admission_flow.decisions.given import JudgementGiven
from admission_flow.models import Case
from admission_flow.refusals import InvalidFacts, RuleNotMet
from tests.admission_flow.eligibility.paths import by_path, journey, over_age, supply
from tests.admission_flow.journey import JUDGED
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def test_the_nomination_opens_and_says_which_paper_is_needed(bloc: Bloc) -> None:
    on = journey(bloc)
    on.nominate(**over_age())
    rows = {row["rule"]: row for row in on.case.decisions.get().derivation}
    assert (rows["over_age"]["answer"], rows["over_age"]["paper"]) == ("needs_paper", "VB-ĐY")
    assert rows["over_age_conditions"]["answer"] == "passed"


def test_not_before_somebody_judged_the_conditions_of_the_path(bloc: Bloc) -> None:
    on = journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts, match="good health and prestige") as refused:
        on.nominate(**over_age() | {"judgements": JUDGED})
    assert set(refused.value.errors) == {"over_age_conditions"}


def test_conditions_that_do_not_hold_block(bloc: Bloc) -> None:
    on, given = journey(bloc), over_age()
    *others, conditions = given["judgements"]
    with nothing_written(), pytest.raises(RuleNotMet, match="conditions for somebody over the age do not hold"):
        on.nominate(**given | {"judgements": (*others, replace(conditions, met=False))})


@pytest.mark.parametrize(("unit", "step"), [("cell", "bloc_decision"), ("delegated_cell", "grassroots_approval")])
def test_whoever_decides_admits_only_with_the_consent(bloc: Bloc, unit: str, step: str) -> None:
    on = journey(bloc, unit).to(step, **over_age())
    with nothing_written(), pytest.raises(RuleNotMet, match="The written consent of the province-level"):
        getattr(on, step)()
    assert supply(on, "VB-ĐY").outcome == "supplied"
    assert getattr(on, step)().outcome == "admitted"


def test_a_consent_given_after_the_decision_is_none(bloc: Bloc) -> None:
    on = journey(bloc).to("bloc_decision", **over_age()).wait(5)
    supply(on, "VB-ĐY")
    with on.dating(-5), nothing_written(), pytest.raises(RuleNotMet, match="written consent"):
        on.bloc_decision()


def test_not_to_admit_needs_no_consent(bloc: Bloc) -> None:
    on = journey(bloc).to("bloc_decision", **over_age())
    assert on.bloc_decision("not_admitted", reason="Thiếu văn bản đồng ý").outcome == "not_admitted"


def test_who_grew_too_old_on_the_way_is_judged_beside_the_steps_and_then_voted_on(bloc: Bloc) -> None:
    on = journey(bloc).to("cell_vote", birth_date=over_age()["birth_date"].replace(day=2)).wait(1)
    with nothing_written(), pytest.raises(InvalidFacts, match="Over 60: 60 years and 1 month on"):
        on.cell_vote()
    given = [JudgementGiven("over_age_conditions", True, "Có sức khỏe, uy tín")]
    asides.judge(on.case.pk, given, acting_user=on.secretary, at=on.at)
    assert on.cell_vote().outcome == "voted"
    assert Case.objects.get(pk=on.case.pk).is_open


def test_the_paths_of_others_are_not_offered_the_consent(bloc: Bloc) -> None:
    on = journey(bloc).to("course", **by_path())
    with nothing_written(), pytest.raises(InvalidFacts, match="Nothing in this case asks for this paper"):
        supply(on, "VB-ĐY")
