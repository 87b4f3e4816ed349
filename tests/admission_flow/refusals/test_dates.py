"""An act is dated today or before, and not before the first rules that are known."""

import datetime

import pytest

from admission_flow.refusals import InvalidFacts
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

STEPS = ["course", "declaration", "verification", "opinions", "file_check", "cell_vote", "departmental_appraisal",
         "grassroots_approval", "bloc_appraisal", "bloc_decision", "ceremony"]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_not_in_the_future(bloc: Bloc, step: str) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell").to(step)
    with nothing_written(), pytest.raises(InvalidFacts, match="lies in the future"), journey.dating(1):
        getattr(journey, step)()


# A certificate is handed in today, whatever its own day; one of 2009 has expired.
@pytest.mark.parametrize("step", STEPS[1:-1])
def test_not_before_the_first_rules(bloc: Bloc, step: str) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell").to(step)
    too_early = (datetime.date(2009, 12, 31) - journey.today).days
    with nothing_written(), pytest.raises(InvalidFacts, match="01/01/2010"), journey.dating(too_early):
        getattr(journey, step)()


def test_a_nomination_too(bloc: Bloc) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts, match="lies in the future"), journey.dating(1):
        journey.nominate()


def test_midnight_in_vietnam_counts(bloc: Bloc) -> None:
    """Half past midnight in Vietnam is still the day before by the server's clock."""
    journey = Journey(bloc).to("cell_vote")
    day = journey.today + datetime.timedelta(days=30)
    evening = datetime.datetime.combine(day, datetime.time(16, 59), tzinfo=datetime.UTC)
    journey.at = evening
    with nothing_written(), pytest.raises(InvalidFacts, match="lies in the future"), journey.dating(1):
        journey.cell_vote()
    journey.at = evening + datetime.timedelta(minutes=1)
    assert journey.cell_vote().dated == day + datetime.timedelta(days=1)


RESTING = ["verification", "opinions", "file_check", "cell_vote", "departmental_appraisal", "grassroots_approval",
           "bloc_appraisal", "bloc_decision"]  # fmt: skip


@pytest.mark.parametrize("step", RESTING)
def test_not_before_what_it_rests_on(bloc: Bloc, step: str) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell").to(step).wait(3)
    act = getattr(journey, step)
    with nothing_written(), journey.dating(-4), pytest.raises(InvalidFacts, match="the date of an earlier step"):
        act()
    with journey.dating(-3):
        assert act().dated == journey.today


def test_side_by_side_neither_comes_first(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification").wait(3)
    journey.opinions()
    with journey.dating(-3):
        assert journey.verification().dated == journey.today


def test_a_withdrawal_too(bloc: Bloc) -> None:
    journey = Journey(bloc).to("cell_vote").wait(3)
    with nothing_written(), pytest.raises(InvalidFacts, match="the date of an earlier step"):
        journey.withdraw(dated=journey.today - datetime.timedelta(days=4))
    journey.withdraw(dated=journey.today - datetime.timedelta(days=3))


@pytest.mark.parametrize("step", ["course", "declaration"])
def test_papers_may_be_older_than_the_case(bloc: Bloc, step: str) -> None:
    journey = Journey(bloc).to(step)
    with journey.dating(-40):
        assert getattr(journey, step)().dated == journey.today
