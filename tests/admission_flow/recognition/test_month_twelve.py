"""Nothing of the review is dated before month 12 is complete, and a late decision does not move the recognition."""

import datetime

import pytest

from admission_flow.decisions import probation
from admission_flow.decisions.given import OpinionGiven
from admission_flow.models import Decision
from admission_flow.refusals import InvalidFacts, RuleNotMet
from orgs.members import count_official
from tests.admission_flow.recognising import recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

ONE_DAY = datetime.timedelta(days=1)


def test_papers_on_the_last_day_of_month_12_are_refused_and_the_day_after_taken(bloc: Bloc) -> None:
    """Source: S84, S107b."""
    journey = recognising(bloc)
    last = journey.over - ONE_DAY
    journey.on(last)
    with nothing_written(), pytest.raises(RuleNotMet, match="too early"):
        journey.probation_papers()
    journey.on(journey.over).probation_papers()
    decision = Decision.objects.get(case=journey.case, step="probation_papers")
    assert decision.derivation[0]["numbers"]["over"] == journey.over.isoformat()


@pytest.mark.parametrize("early", [0, 1])
def test_each_of_the_two_papers_is_judged(bloc: Bloc, early: int) -> None:
    journey = recognising(bloc)
    journey.on(journey.over)
    given = [journey.paper("10-KNĐ"), journey.paper("11-KNĐ")]
    with journey.dating(-1):
        given[early] = journey.paper(given[early].code)
    with nothing_written(), pytest.raises(RuleNotMet):
        journey.do(probation.record_probation_papers, "probation_papers", *given)


def test_the_vote_on_the_last_day_of_month_12_is_refused_and_the_day_after_accepted(bloc: Bloc) -> None:
    """The resolution is dated after the 12 months end. Source: S84."""
    journey = recognising(bloc)
    journey.on(journey.over).to("recognition_vote")
    # Without the earlier steps' dates in the way, the rule itself refuses.
    Decision.objects.filter(case=journey.case).update(dated=journey.case.probation_from)
    with nothing_written(), journey.dating(-1), pytest.raises(RuleNotMet, match="too early"):
        journey.recognition_vote()
    assert journey.recognition_vote().outcome == "voted"


@pytest.mark.parametrize("late", [0, 200])
def test_recognised_late_is_official_from_the_end_of_month_12(bloc: Bloc, late: int) -> None:
    """Source: S2, S3, S4. The counts of official members of that day follow."""
    journey = recognising(bloc)
    journey.on(journey.over).to("recognition_decision")
    before = count_official(bloc.cell, journey.over)
    journey.wait(late).recognition_decision()
    assert journey.member.official_on == journey.over
    assert count_official(bloc.cell, journey.over) == before + 1
    assert count_official(bloc.cell, journey.over - ONE_DAY) == before
    decision = Decision.objects.get(case=journey.case, step="recognition_decision")
    assert decision.facts["official_on"] == journey.over.isoformat()
    assert decision.dated == journey.today


def test_the_class_belongs_to_the_probation(bloc: Bloc) -> None:
    """Source: S107."""
    journey = recognising(bloc)
    days = (journey.today - probation.probation_from(journey.case)).days
    with nothing_written(), journey.dating(-days - 1), pytest.raises(InvalidFacts, match="lies before"):
        journey.new_member_class()
    with journey.dating(-days):
        journey.new_member_class()


def test_an_opinion_belongs_to_the_probation(bloc: Bloc) -> None:
    journey = recognising(bloc).to("probation_opinions")
    began = probation.probation_from(journey.case)

    def record(day: datetime.date) -> None:
        asked = [OpinionGiven("residence", "Chi bộ tổ dân phố 5", "agrees", day)]
        journey.do(probation.record_probation_opinions, "probation_opinions", asked, journey.paper("12-KNĐ"))

    with nothing_written(), pytest.raises(InvalidFacts, match="lies before"):
        record(began - ONE_DAY)
    with nothing_written(), pytest.raises(InvalidFacts, match="future"):
        record(journey.today + ONE_DAY)
    record(began)
