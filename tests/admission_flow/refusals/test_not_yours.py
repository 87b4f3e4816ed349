"""A step is done by who holds its seat, and by nobody else: not a level above or beside, not an administrator."""

import pytest

from admission_flow.refusals import NotYours
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

CELL = {"cell_secretary", "cell_deputy"}
BOARD = {"organisation_board", "organisation_board_2"}
ACTORS: dict[str, set[str]] = {
    "course": {"training_centre"},
    "declaration": CELL,
    "verification": {"committee_officer", "committee_secretary"},
    "opinions": CELL,
    "file_check": CELL,
    "cell_vote": CELL,
    "grassroots_approval": {"committee_secretary", "committee_deputy"},
    "bloc_appraisal": BOARD,
    "bloc_decision": {"bloc_secretary", "standing_deputy"},
    "consultation": BOARD,
    "supplement": CELL,
    "ceremony": CELL,
}
EVERYBODY = [name for name, kind in Bloc.__annotations__.items() if kind == "User"]


@pytest.mark.parametrize("step", ACTORS)
def test_acts_at_home_only(bloc: Bloc, step: str) -> None:
    journey = Journey(bloc).to("bloc_decision" if step in ("consultation", "supplement") else step)
    if step == "consultation":
        journey.ask_opinion()
    if step == "supplement":
        journey.send_back("bloc_decision")
    with nothing_written():
        for name in EVERYBODY:
            if name not in ACTORS[step]:
                with pytest.raises(NotYours, match="do not hold the seat"), journey.acting_as(getattr(bloc, name)):
                    getattr(journey, step)()
    for name in ACTORS[step]:
        with journey.acting_as(getattr(bloc, name)):
            journey.take(journey.task(step))
    getattr(journey, step)()


@pytest.mark.parametrize("who", sorted(set(EVERYBODY) - CELL))
def test_nominates_at_home_only(bloc: Bloc, who: str) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(NotYours):
        journey.nominate(by=getattr(bloc, who))


@pytest.mark.parametrize("unit", ["committee", "departmental_committee", "unit"])
def test_only_a_cell_nominates(bloc: Bloc, unit: str) -> None:
    journey = Journey(bloc)
    given = journey.nomination()
    journey.unit = getattr(bloc, unit)
    with nothing_written(), pytest.raises(NotYours):
        journey.nominate(given)
