"""The whole admission, once per route, each step by the person whose seat it is."""

import pytest

from admission_flow.models import Case
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.people import Bloc

START = ["course", "declaration", "verification", "opinions", "file_check", "cell_vote"]
END = ["bloc_appraisal", "bloc_decision", "ceremony"]


@pytest.mark.parametrize(
    ("unit", "between"),
    [
        ("cell", ["grassroots_approval", *END]),
        ("departmental_cell", ["departmental_appraisal", "grassroots_approval", *END]),
        ("grassroots_cell", END),
        ("delegated_cell", ["grassroots_approval", "ceremony"]),
    ],
)
def test_whole_route(bloc: Bloc, unit: str, between: list[str]) -> None:
    journey = Journey.in_unit(bloc, unit)
    journey.nominate()
    assert journey.to_the_end() == START + between
    assert (journey.case.status, journey.case.outcome) == ("DONE", Case.Outcome.ADMITTED)
    member = Member.objects.get(person=journey.case.candidate.person)
    assert (member.unit_id, member.official_on) == (journey.unit.pk, None)
