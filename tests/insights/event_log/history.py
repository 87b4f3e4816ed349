"""A bloc in which something of everything has happened, for logs of it."""

from __future__ import annotations

import datetime

from django.utils import timezone

from tests.admission_flow.journey import Journey
from tests.meetings.sittings import Held
from tests.people import Bloc

STEPS = ("course", "declaration", "verification", "opinions", "file_check", "cell_vote", "grassroots_approval")


def happen(bloc: Bloc) -> list[Journey]:
    """One admitted by a meeting and on probation, one beside; one returned and held; one withdrawn; one of a cell
    that stands alone; one of a committee that decides itself, whose case was transferred before."""
    ago = timezone.now() - datetime.timedelta(days=90)
    slow = Journey(bloc, at=ago).to("course")
    for step in STEPS[1:]:
        slow.wait(4).to(step)
    held = Held(bloc)
    held.with_cases(2).seated().voted().closed()
    held.journeys[0].at = timezone.now()
    held.journeys[0].ceremony()
    slow.take(slow.task("grassroots_approval"))
    slow.wait(3).send_back("grassroots_approval")
    slow.wait(1).hold()
    slow.wait(9).resume()
    slow.wait(2).supplement()
    gone = Journey(bloc, at=ago).to("opinions")
    gone.take(gone.task("verification"))
    gone.wait(2).withdraw()
    moved = Journey(bloc, at=ago).to("declaration")
    moved.wait(5).transfer()
    alone = Journey.in_unit(bloc, "grassroots_cell", ago).wait(1).to("file_check")
    decided = Journey.in_unit(bloc, "delegated_cell", ago).to("grassroots_approval").wait(6)
    decided.to("ceremony")
    return [*held.journeys, slow, gone, moved, alone, decided]
