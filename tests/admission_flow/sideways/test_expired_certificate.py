"""A certificate that has expired meanwhile is asked for anew where the cell is to judge the file again."""

import datetime

import pytest

from admission_flow.models import Paper
from tests.admission_flow.journey import Journey, paper


@pytest.mark.parametrize(("days", "again"), [(-1, ["course", "cell_vote"]), (0, ["cell_vote"])])
def test_valid_to_its_last_day(bloc, days: int, again: list[str]) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    last = journey.today + datetime.timedelta(days=days)
    Paper.objects.filter(case=journey.case, code="CN-NTVĐ").update(valid_to=last)
    asked = journey.send_back("grassroots_approval", again=("cell_vote",), items=())
    assert asked.facts["again"] == again
    assert journey.open_steps() == again[:1]
    assert journey.to_the_end()[: len(again)] == again


def test_left_alone_where_the_votes_stand(bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    Paper.objects.filter(case=journey.case).update(valid_to=journey.today - datetime.timedelta(days=1))
    assert journey.send_back("bloc_decision", again=("bloc_appraisal",)).facts["again"] == ["bloc_appraisal"]


def test_a_new_one_supplied_takes_the_place_of_the_course(bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    journey.send_back("grassroots_approval", again=("course", "cell_vote"))
    journey.supplement(papers=(paper("CN-NTVĐ", "77"),))
    assert journey.open_steps() == ["cell_vote"]
