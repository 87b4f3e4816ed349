"""Only the cell withdraws its case, and it says why."""

import datetime

import pytest

from admission_flow.refusals import InvalidFacts, NotYours
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

STRANGERS = ["sibling_secretary", "committee_secretary", "bloc_secretary", "organisation_board", "auditor",
             "administrator", "seatless", "former_secretary", "training_centre"]  # fmt: skip


@pytest.mark.parametrize("who", STRANGERS)
def test_not_yours(bloc: Bloc, who: str) -> None:
    journey = Journey(bloc).to("course")
    with nothing_written(), pytest.raises(NotYours):
        journey.withdraw(by=getattr(bloc, who))
    journey.withdraw(by=bloc.cell_deputy)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason(bloc: Bloc, reason: str) -> None:
    journey = Journey(bloc).to("course")
    with nothing_written(), pytest.raises(InvalidFacts, match="Say why"):
        journey.withdraw(reason)


def test_dated_in_the_future(bloc: Bloc) -> None:
    journey = Journey(bloc).to("course")
    later = Journey(bloc, at=journey.at + datetime.timedelta(days=1))
    with nothing_written(), pytest.raises(InvalidFacts, match="future"):
        journey.withdraw(dated=later.today)
