"""Who had taken a step that was then cancelled is not said to have done it."""

import pytest

from admission_flow.refusals import AlreadyDone
from tests.admission_flow.journey import Journey
from tests.people import Bloc


def test_a_cancelled_step_was_done_by_nobody(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    task = journey.take(journey.task("declaration"))
    journey.withdraw(by=bloc.cell_deputy)
    with pytest.raises(AlreadyDone, match="cancelled") as refused:
        journey.take(task)
    assert bloc.cell_secretary.display_name not in refused.value.sentence
