"""Every step that may return a file may return it to every step before it, on each route, and the case ends well."""

from __future__ import annotations

import pytest

from admission_flow.flows import PATH, steps_before
from admission_flow.rules.standing import RESTS_ON
from tests.admission_flow.journey import Journey
from tests.admission_flow.sideways.whereabouts import assert_not_stranded

ORDER = [step for group in PATH for step in group]
CELL = ["course", "declaration", "verification", "opinions", "file_check", "cell_vote"]
ROUTES = {
    "cell": [*CELL, "grassroots_approval", "bloc_appraisal", "bloc_decision"],
    "departmental_cell": [*CELL, "departmental_appraisal", "grassroots_approval", "bloc_appraisal", "bloc_decision"],
    "grassroots_cell": [*CELL, "bloc_appraisal", "bloc_decision"],
    "delegated_cell": [*CELL, "grassroots_approval"],
}
PAIRS = [
    (unit, asking, back)
    for unit, steps in ROUTES.items()
    for asking in steps[4:]
    for back in steps[: steps.index(asking)]
]
# A vote is on what lies before it, so what was concluded on an earlier vote falls with it.
MARKS = {"cell_vote", "grassroots_approval"}


def falls_with(back: str, done: list[str]) -> set[str]:
    fell = {back}
    for step in done:
        if RESTS_ON.get(step, frozenset()) & fell & MARKS:
            fell.add(step)
    return fell


@pytest.mark.parametrize(("unit", "asking", "back"), PAIRS)
def test_done_again_and_nothing_else(bloc, unit: str, asking: str, back: str) -> None:
    journey = Journey.in_unit(bloc, unit).to(asking)
    done = [step for step in ROUTES[unit] if ORDER.index(step) < ORDER.index(asking)]
    again = [step for step in done if step in falls_with(back, done)]
    journey.send_back(asking, again=(back,))
    assert journey.open_steps() == ["supplement"]
    assert_not_stranded(journey.case)
    journey.supplement()
    assert journey.open_steps() == [again[0]]
    assert_not_stranded(journey.case)
    for step in again:
        assert journey.open_steps() == [step]
        getattr(journey, step)()
        assert_not_stranded(journey.case)
    assert journey.open_steps() == [asking]
    assert journey.to_the_end()[-1] == "ceremony"
    journey.case.refresh_from_db()
    assert journey.case.outcome == "admitted"


@pytest.mark.parametrize(("asking", "back"), [pair[1:] for pair in PAIRS if pair[0] == "departmental_cell"])
def test_straight_there_with_nothing_to_supply(bloc, asking: str, back: str) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell").to(asking)
    decision = journey.send_back(asking, again=(back,), items=())
    assert decision.outcome == "sent_back"
    assert journey.open_steps() == [back]
    assert_not_stranded(journey.case)
    journey.to(asking)
    assert journey.decided().count("supplement") == 0


def test_what_may_be_asked_for_is_what_the_route_has(bloc) -> None:
    journey = Journey.in_unit(bloc, "grassroots_cell").to("bloc_decision")
    assert list(steps_before("bloc_decision", journey.case)) == ROUTES["grassroots_cell"][:-1]
    assert list(steps_before("file_check", journey.case)) == ["course", "declaration", "verification", "opinions"]


def test_both_inquiries_and_a_vote_at_once(bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    asked = journey.send_back("bloc_decision", again=("opinions", "cell_vote", "verification", "course"), items=())
    assert asked.facts["again"] == [
        *("course", "verification", "opinions", "cell_vote", "grassroots_approval", "bloc_appraisal"),
    ]
    assert journey.open_steps() == ["course"]
    journey.course()
    assert journey.open_steps() == ["opinions", "verification"]
    assert_not_stranded(journey.case)
    journey.to("bloc_decision")
    assert journey.to_the_end() == ["bloc_decision", "ceremony"]


def test_declared_again_with_another_biography_lets_what_rests_on_it_fall(bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    journey.send_back("bloc_decision", again=("declaration",), items=())
    journey.case.candidate.refresh_from_db()
    type(journey.case.candidate).objects.filter(pk=journey.case.candidate_id).update(life_history="Khác")
    journey.declaration()
    assert journey.open_steps() == ["verification"]
    assert journey.to_the_end() == [
        *("verification", "file_check", "cell_vote", "grassroots_approval"),
        *("bloc_appraisal", "bloc_decision", "ceremony"),
    ]
