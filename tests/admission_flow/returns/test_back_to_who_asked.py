"""A file that goes back is supplemented by the cell, and returns to the very step that asked."""

import pytest

from admission_flow.models import Decision
from tests.admission_flow.journey import Journey
from tests.people import Bloc

ASKING = [
    ("cell", "file_check"),
    ("cell", "cell_vote"),
    ("departmental_cell", "departmental_appraisal"),
    ("cell", "grassroots_approval"),
    ("delegated_cell", "grassroots_approval"),
    ("cell", "bloc_appraisal"),
    ("grassroots_cell", "bloc_appraisal"),
    ("cell", "bloc_decision"),
]


@pytest.mark.parametrize(("unit", "step"), ASKING)
def test_papers_alone_redo_nothing(bloc: Bloc, unit: str, step: str) -> None:
    journey = Journey.in_unit(bloc, unit).to(step)
    before = journey.decided()
    journey.send_back(step)
    assert journey.open_steps() == ["supplement"]
    assert journey.task("supplement").unit == journey.unit
    journey.supplement(papers=(journey.paper("NQ-CB"),))
    assert journey.open_steps() == [step]
    assert journey.decided() == [*before, step, "supplement"]
    journey.case.refresh_from_db()
    assert journey.case.returned_from == ""


def test_the_reason_and_the_list_are_kept(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    asked = journey.send_back("bloc_appraisal", again=("opinions",))
    supplied = journey.supplement()
    assert asked.reason == "Thiếu giấy xác nhận"
    assert asked.facts == {"items": ["Giấy xác nhận nơi cư trú"], "again": ["opinions"]}
    assert supplied.facts == {"changed": [], "again": [], "asked_by": "bloc_appraisal"}


def test_a_case_may_come_back_twice(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    first = list(Decision.objects.filter(case=journey.case).values())
    for _time in range(2):
        journey.send_back("bloc_appraisal")
        journey.supplement()
        assert journey.open_steps() == ["bloc_appraisal"]
    assert list(Decision.objects.filter(case=journey.case).values())[: len(first)] == first
    assert journey.decided()[len(first) :] == ["bloc_appraisal", "supplement"] * 2
    assert journey.to_the_end() == ["bloc_appraisal", "bloc_decision", "ceremony"]


def test_a_case_may_come_back_from_every_step_in_turn(bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell")
    steps = (
        *("file_check", "cell_vote", "departmental_appraisal"),
        *("grassroots_approval", "bloc_appraisal", "bloc_decision"),
    )
    for step in steps:
        journey.to(step).send_back(step)
        journey.supplement()
        assert journey.open_steps() == [step]
    assert journey.to_the_end() == ["bloc_decision", "ceremony"]
