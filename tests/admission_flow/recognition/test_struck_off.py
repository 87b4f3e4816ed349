"""Not qualified: the cell proposes to strike off, and the competent body decides; the membership ends that day."""

import datetime

import pytest

from admission_flow.models import Case
from admission_flow.refusals import Refused
from journal.verify import verify
from orgs.members import members_of
from orgs.models import Member
from tests.admission_flow.recognising import STRUCK_OFF, recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


@pytest.mark.parametrize(
    ("unit", "last"), [("cell", "recognition_decision"), ("delegated_cell", "recognition_approval")]
)
def test_struck_off_the_list(bloc: Bloc, unit: str, last: str) -> None:
    """Source: S2."""
    journey = recognising(bloc, unit).to("recognition_vote")
    assert journey.recognition_vote(outcome=STRUCK_OFF).outcome == "voted"
    journey.to(last)
    getattr(journey, last)(outcome=STRUCK_OFF)
    case = Case.objects.get(pk=journey.case.pk)
    assert (case.status, case.outcome) == ("DONE", Case.Outcome.STRUCK_OFF)
    member = journey.member
    assert (member.until, member.ending, member.official_on) == (journey.today, Member.Ending.LEFT, None)
    assert "01" in member.ending_detail
    assert case.papers.filter(code="QĐ-XT").exists()
    assert not case.papers.filter(code="16-KNĐ").exists()
    present = members_of(journey.unit, journey.today).values_list("person", flat=True)
    assert case.candidate.person_id not in present
    assert verify().holds


def test_the_competent_body_may_recognise_whom_the_cell_would_strike_off(bloc: Bloc) -> None:
    journey = recognising(bloc, "grassroots_cell").to("recognition_vote")
    journey.recognition_vote(outcome=STRUCK_OFF)
    journey.to_the_end()
    assert journey.case.outcome == "recognised"


@pytest.mark.parametrize("outcome", ["recognised", STRUCK_OFF])
def test_nothing_takes_effect_on_who_is_in_the_register_no_more(bloc: Bloc, outcome: str) -> None:
    journey = recognising(bloc).to("recognition_decision")
    yesterday = journey.today - datetime.timedelta(days=1)
    Member.objects.filter(pk=journey.member.pk).update(until=yesterday, ending=Member.Ending.MOVED)
    with nothing_written(), pytest.raises(Refused, match="not in the register"):
        journey.recognition_decision(outcome=outcome)
