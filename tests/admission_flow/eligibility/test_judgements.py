"""What no paper proves is judged by somebody, whose name is kept; anew where it changed."""

from __future__ import annotations

import pytest

from admission_flow.decisions import asides
from admission_flow.decisions.given import JudgementGiven
from admission_flow.models import Decision, Judgement
from admission_flow.refusals import InvalidFacts, NotYours, RuleNotMet, WrongStep
from orgs.models import User
from tests.admission_flow.eligibility.paths import journey
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def judge(on: Journey, check: str, met: bool, *, by: User | None = None, note: str = "") -> Decision:
    given = [JudgementGiven(check, met, note)]
    return asides.judge(on.case.pk, given, acting_user=by or on.secretary, at=on.at)


def test_judged_anew_by_somebody_else_both_are_kept(bloc: Bloc) -> None:
    on = journey(bloc).to("cell_vote")
    judge(on, "introducers_not_disciplined", False, by=bloc.cell_deputy, note="Bị khiển trách")
    kept = Judgement.objects.filter(case=on.case, check_name="introducers_not_disciplined").order_by("pk")
    assert [(one.met, one.judged_by, one.note) for one in kept] == [
        (True, bloc.cell_secretary, ""),
        (False, bloc.cell_deputy, "Bị khiển trách"),
    ]
    with nothing_written(), pytest.raises(RuleNotMet, match="an introducer is under discipline"):
        on.cell_vote()
    judge(on, "introducers_not_disciplined", True)
    assert on.cell_vote().outcome == "voted"


def test_a_file_that_is_judged_unfit_does_not_go_to_the_meeting(bloc: Bloc) -> None:
    on = journey(bloc).to("file_check")
    judge(on, "political_standard", False)
    with nothing_written(), pytest.raises(RuleNotMet, match="58-QĐ/TW is not met"):
        on.file_check()


@pytest.mark.parametrize("check", ["over_age_conditions", "citizenship", "introducers_together", "age", "gì đó"])
def test_only_what_is_to_be_judged(bloc: Bloc, check: str) -> None:
    on = journey(bloc).to("course")
    with nothing_written(), pytest.raises(InvalidFacts):
        judge(on, check, True)


def test_nothing_judged_is_no_act(bloc: Bloc) -> None:
    on = journey(bloc).to("course")
    with nothing_written(), pytest.raises(InvalidFacts, match="Say how you judge it"):
        asides.judge(on.case.pk, [], acting_user=on.secretary, at=on.at)


def test_not_by_others_nor_after_the_vote(bloc: Bloc) -> None:
    on = journey(bloc).to("grassroots_approval")
    with nothing_written(), pytest.raises(WrongStep):
        judge(on, "political_standard", False)
    with nothing_written(), pytest.raises(NotYours):
        judge(on, "political_standard", False, by=bloc.committee_secretary)
