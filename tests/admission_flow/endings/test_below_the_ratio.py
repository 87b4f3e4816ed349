"""A vote below the ratio goes up with its full result; only the body that decides needs its own ratio to admit."""

import pytest

from admission_flow.models import Case
from admission_flow.refusals import InvalidFacts
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


@pytest.mark.parametrize(("in_favour", "reached"), [(7, False), (8, True)])
@pytest.mark.parametrize(
    ("unit", "following"), [("cell", "grassroots_approval"), ("departmental_cell", "departmental_appraisal")]
)
def test_the_cells_vote_goes_up(bloc: Bloc, unit: str, following: str, in_favour: int, reached: bool) -> None:
    journey = Journey.in_unit(bloc, unit).to("cell_vote")
    decision = journey.cell_vote(in_favour)
    assert (decision.body_size, decision.votes_for, decision.votes_against) == (12, in_favour, 12 - in_favour)
    assert (decision.outcome, decision.ratio_reached) == ("voted", reached)
    assert journey.open_steps() == [following]


@pytest.mark.parametrize(("in_favour", "reached"), [(4, False), (5, True)])
def test_the_committees_vote_goes_up(bloc: Bloc, in_favour: int, reached: bool) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    decision = journey.grassroots_approval(in_favour)
    assert (decision.body_size, decision.outcome, decision.ratio_reached) == (7, "reported", reached)
    assert journey.open_steps() == ["bloc_appraisal"]


@pytest.mark.parametrize(
    ("outcome", "in_favour", "reason", "open_steps"),
    [("admitted", 5, "", ["ceremony"]), ("not_admitted", 2, "Chi bộ không tán thành", [])],
)
def test_the_bloc_decides_either_way(
    bloc: Bloc, outcome: str, in_favour: int, reason: str, open_steps: list[str]
) -> None:
    journey = Journey(bloc).to("cell_vote")
    journey.cell_vote(3)
    journey.grassroots_approval(2)
    journey.bloc_appraisal()
    journey.bloc_decision(outcome, in_favour, reason)
    assert journey.open_steps() == open_steps


@pytest.mark.parametrize(
    ("unit", "step", "too_few"), [("cell", "bloc_decision", 4), ("delegated_cell", "grassroots_approval", 3)]
)
def test_nobody_admits_below_their_own_ratio(bloc: Bloc, unit: str, step: str, too_few: int) -> None:
    journey = Journey.in_unit(bloc, unit).to(step)
    decide = getattr(journey, step)
    with nothing_written(), pytest.raises(InvalidFacts, match="did not reach the ratio"):
        decide(outcome="admitted", in_favour=too_few)
    decide(outcome="admitted", in_favour=too_few + 1)
    assert Case.objects.get(pk=journey.case.pk).admitted_on == journey.today
    assert journey.open_steps() == ["ceremony"]
