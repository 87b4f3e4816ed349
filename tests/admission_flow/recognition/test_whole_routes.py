"""From the ceremony to the recognition, once per route, each step by the person whose seat it is."""

import pytest

from admission_flow.models import Case
from journal.verify import verify
from tests.admission_flow.recognising import recognising
from tests.people import Bloc

START = ["probation_papers", "probation_opinions", "new_member_class", "recognition_vote"]
END = ["recognition_bloc_appraisal", "recognition_decision"]


@pytest.mark.parametrize(
    ("unit", "between"),
    [
        ("cell", ["recognition_approval", *END]),
        ("departmental_cell", ["recognition_appraisal", "recognition_approval", *END]),
        ("grassroots_cell", END),
        ("delegated_cell", ["recognition_approval"]),
    ],
)
def test_whole_route(bloc: Bloc, unit: str, between: list[str]) -> None:
    journey = recognising(bloc, unit)
    assert journey.to_the_end() == START + between
    assert (journey.case.status, journey.case.outcome) == ("DONE", Case.Outcome.RECOGNISED)
    assert (journey.member.official_on, journey.member.until) == (journey.over, None)
    assert verify().holds
