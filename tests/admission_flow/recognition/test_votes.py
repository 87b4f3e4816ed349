"""The cell's vote: two thirds of its official members either way, three times at the most, then up."""

import pytest

from admission_flow.models import Decision, Task
from admission_flow.refusals import InvalidFacts
from tests.admission_flow.recognising import STRUCK_OFF, Recognising, recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


@pytest.fixture
def journey(bloc: Bloc) -> Recognising:
    found = recognising(bloc).to("recognition_vote")
    assert isinstance(found, Recognising)
    return found


def test_two_thirds_of_twelve_carry_it(journey: Recognising) -> None:
    """Source: S2, S4."""
    decision = journey.recognition_vote(8)
    assert (decision.outcome, decision.body_size, decision.ratio_reached) == ("voted", 12, True)
    assert journey.open_steps() == ["recognition_approval"]


def test_one_fewer_fails_and_the_cell_votes_again(journey: Recognising) -> None:
    decision = journey.recognition_vote(7)
    assert (decision.outcome, decision.ratio_reached) == ("failed", False)
    assert journey.open_steps() == ["recognition_vote"]
    assert "recognition_vote" not in type(journey.case).objects.get(pk=journey.case.pk).standing
    assert journey.recognition_vote(8).outcome == "voted"


def test_three_failed_votes_either_way_go_up_with_the_full_result(journey: Recognising) -> None:
    """Source: S2, S4: after three votes without two thirds, to the superior and the competent committee."""
    outcomes = [
        journey.recognition_vote(7).outcome,
        journey.wait(1).recognition_vote(6, STRUCK_OFF).outcome,
        journey.wait(1).recognition_vote(5).outcome,
    ]
    assert outcomes == ["failed", "failed", "escalated"]
    last = Decision.objects.filter(case=journey.case, step="recognition_vote").latest("pk")
    assert last.derivation[-1]["rule"] == "failed_votes"
    assert (last.derivation[-1]["met"], last.derivation[-1]["numbers"]) == (True, {"failed": 3, "most": 3})
    assert journey.open_steps() == ["recognition_approval"]
    assert Task.objects.filter(process=journey.case, step="recognition_vote", status="DONE").count() == 3


def test_one_that_failed_is_not_recorded_twice(journey: Recognising) -> None:
    journey.recognition_vote(7)
    with nothing_written(), pytest.raises(InvalidFacts, match="is recorded already"):
        journey.recognition_vote(6)
    assert journey.recognition_vote(8).outcome == "voted"


def test_what_went_up_without_the_ratio_may_be_recognised_all_the_same(journey: Recognising) -> None:
    for _vote in range(3):
        journey.wait(1).recognition_vote(7)
    journey.to_the_end()
    assert (journey.case.outcome, journey.member.official_on) == ("recognised", journey.over)


def test_a_committee_below_the_ratio_reports_up(journey: Recognising) -> None:
    journey.recognition_vote()
    decision = journey.recognition_approval(4)
    assert (decision.outcome, decision.ratio_reached) == ("reported", False)


@pytest.mark.parametrize("step", ["recognition_approval", "recognition_decision"])
def test_who_decides_decides_nothing_below_the_ratio(bloc: Bloc, step: str) -> None:
    journey = recognising(bloc, "delegated_cell" if step == "recognition_approval" else "cell").to(step)
    below = {"recognition_approval": 3, "recognition_decision": 4}[step]
    for outcome in ("recognised", STRUCK_OFF):
        with nothing_written(), pytest.raises(InvalidFacts, match="nothing is decided"):
            getattr(journey, step)(below, outcome)
    getattr(journey, step)(below + 1)
    journey.case.refresh_from_db()
    assert journey.case.outcome == "recognised"


def test_a_vote_is_on_one_of_the_two(journey: Recognising) -> None:
    with nothing_written(), pytest.raises(InvalidFacts, match="recognising or on striking off"):
        journey.recognition_vote(outcome="admitted")
    with nothing_written(), pytest.raises(InvalidFacts, match="Say why"):
        journey.recognition_vote(outcome=STRUCK_OFF, reason=" ")
