"""Withdrawn at the moment at which the last branch comes in: the case is closed, and no step stays open behind it."""

from admission_flow.models import Case, Decision, Task
from admission_flow.refusals import AlreadyDone
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import press
from tests.databases import at_once, rounds
from tests.people import build_bloc


def test_no_step_stays_open(own_database: str) -> None:
    bloc = build_bloc()
    for _round in rounds():
        journey = Journey(bloc).to("verification", certificate=Journey(bloc).paper("CN-NTVĐ"))
        journey.opinions()
        withdrawn, verified = at_once(journey.withdraw, press(journey, "verification"))
        assert isinstance(withdrawn, Decision)
        case = Case.objects.get(pk=journey.case.pk)
        assert (case.status, case.outcome) == ("CANCELED", "withdrawn")
        assert journey.open_steps() == []
        came_first = isinstance(verified, Decision)
        assert came_first or isinstance(verified, AlreadyDone)
        cancelled = Task.objects.get(process=case, status="CANCELED").step
        assert cancelled == ("file_check" if came_first else "verification")
