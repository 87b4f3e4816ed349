"""A tally that doesn't add up is refused with what is wrong, at every step that votes."""

from typing import Any

import pytest

from admission_flow.decisions import appraisal, cell
from admission_flow.decisions import bloc as bloc_verbs
from admission_flow.decisions.given import VoteGiven
from admission_flow.refusals import InvalidFacts
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc, make_members

VERBS: dict[str, tuple[Any, int, tuple[str, ...]]] = {
    "cell_vote": (cell.record_cell_vote, 12, ()),
    "grassroots_approval": (appraisal.approve_grassroots, 7, ()),
    "bloc_decision": (bloc_verbs.decide_bloc, 9, ("admitted",)),
}


@pytest.mark.parametrize("step", VERBS)
def test_does_not_add_up(bloc: Bloc, step: str) -> None:
    journey = Journey(bloc).to(step)
    verb, body, outcome = VERBS[step]
    bad = {
        (body + 1, body + 1, 0): f"{body + 1} present, but only {body} were entitled",
        (body, body, 1): f"votes add up to {body + 1}, but {body} were present",
        (body, body - 1, 0): f"votes add up to {body - 1}, but {body} were present",
        (body, body + 1, -1): "less than zero",
    }
    with nothing_written():
        for (present, votes_for, votes_against), sentence in bad.items():
            given = VoteGiven(journey.paper("NQ"), "cards", present, votes_for, votes_against)
            with pytest.raises(InvalidFacts, match=sentence) as refused:
                journey.do(verb, step, given, *outcome)
            assert set(refused.value.errors) == {"present"}
    ballots, absent = body - 1, {"accepted": 1}
    sound = VoteGiven(journey.paper("NQ"), "secret", body - 1, body - 2, 0, 0, 1, ballots, ballots, absent)
    decision = journey.do(verb, step, sound, *outcome)
    assert (decision.body_size, decision.present, decision.votes_invalid) == (body, body - 1, 1)
    assert (decision.issued, decision.returned, decision.absent) == (body - 1, body - 1, {"accepted": 1})


def test_the_denominator_is_that_of_the_day_of_the_meeting(bloc: Bloc) -> None:
    journey = Journey(bloc).to("cell_vote").wait(2)
    make_members(bloc.cell, 3, official_on=journey.today)
    with journey.dating(-1):
        assert journey.cell_vote().body_size == 12
    other = Journey(bloc, at=journey.at).to("cell_vote")
    assert other.cell_vote().body_size == 15


def test_a_vote_of_nobody(bloc: Bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    Member.objects.filter(unit=bloc.cell).update(official_on=None)
    given = VoteGiven(journey.paper("6-KNĐ"), "cards", 0, 0, 0)
    with nothing_written(), pytest.raises(InvalidFacts, match="Nobody was entitled"):
        journey.do(cell.record_cell_vote, "cell_vote", given)
