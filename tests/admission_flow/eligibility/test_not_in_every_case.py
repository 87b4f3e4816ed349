"""What eligibility asks for is given in an open admission only: not while it is on hold, not in a recognition."""

import pytest

from admission_flow.decisions import asides
from admission_flow.decisions.given import JudgementGiven
from admission_flow.refusals import OnHold, WrongStep
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.admission_flow.untouched import nothing_written

pytestmark = pytest.mark.django_db
JUDGED = [JudgementGiven("political_standard", True)]


def test_on_hold(bloc):
    journey = Journey(bloc).to("file_check")
    journey.hold()
    with nothing_written(), pytest.raises(OnHold):
        asides.judge(journey.case.pk, JUDGED, acting_user=bloc.cell_secretary, at=journey.at)


def test_a_recognition_has_no_card_and_takes_no_judgement(client, bloc):
    journey = recognising(bloc)
    with nothing_written(), pytest.raises(WrongStep):
        asides.judge(journey.case.pk, JUDGED, acting_user=bloc.cell_secretary, at=journey.at)
    client.force_login(bloc.cell_secretary)
    page = client.get(f"/cases/{journey.case.pk}/").context["page"]
    assert (page.eligibility.against, page.eligibility.passed) == ([], [])
    assert not {"judge", "replace_introducer", "supply_paper"} & {action.verb for action in page.actions}
