"""The standing committee asks for an opinion; the organisation board brings the answer back to it."""

import pytest

from admission_flow.models import Decision
from admission_flow.refusals import InvalidFacts
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def test_asked_and_answered_as_often_as_needed(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    for _time in range(2):
        journey.ask_opinion()
        assert journey.open_steps() == ["consultation"]
        assert journey.task("consultation").unit == bloc.unit
        journey.consultation()
        assert journey.open_steps() == ["bloc_decision"]
    assert journey.decided()[-4:] == ["bloc_decision", "consultation"] * 2
    assert journey.to_the_end() == ["bloc_decision", "ceremony"]


def test_whom_and_what_are_kept(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    asked = journey.ask_opinion()
    answered = journey.consultation()
    assert (asked.outcome, asked.facts) == ("opinion_asked", {"whom": "Ban Nội chính Tỉnh ủy"})
    assert (answered.outcome, answered.reason) == ("answered", "Không có vướng mắc")
    assert Decision.objects.filter(case=journey.case, step="bloc_decision").count() == 1


@pytest.mark.parametrize(("whom", "question"), [("", "Có vướng mắc không?"), ("Ban Nội chính", " ")])
def test_says_who_is_asked_and_what(bloc: Bloc, whom: str, question: str) -> None:
    journey = Journey(bloc).to("bloc_decision")
    with nothing_written(), pytest.raises(InvalidFacts, match="who is asked, and what"):
        journey.ask_opinion(whom, question)


def test_may_be_returned_from_the_decision_after_an_answer(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    journey.ask_opinion()
    journey.consultation()
    journey.send_back("bloc_decision")
    journey.supplement()
    assert journey.open_steps() == ["bloc_decision"]
