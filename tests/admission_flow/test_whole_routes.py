"""The whole admission, once per route, each step by the person whose seat it is."""

import pytest

from admission_flow.models import Case
from orgs.models import Member
from tests.admission_flow.journey import Journey


def walk(journey: Journey) -> list[str]:
    """Every step to the end; returns them in the order they were done."""
    journey.nominate()
    done = []
    while journey.open_steps():
        step = journey.open_steps()[-1]
        getattr(journey, step)()
        done.append(step)
        journey.case.refresh_from_db()
    return done


START = ["course", "declaration", "verification", "opinions", "file_check", "cell_vote"]
END = ["bloc_appraisal", "bloc_decision", "ceremony"]


@pytest.mark.parametrize(
    ("unit", "secretary", "between"),
    [
        ("cell", "cell_secretary", ["grassroots_approval", *END]),
        ("departmental_cell", "departmental_cell_secretary", ["departmental_appraisal", "grassroots_approval", *END]),
        ("grassroots_cell", "grassroots_cell_secretary", END),
        ("delegated_cell", "delegated_cell_secretary", ["grassroots_approval", "ceremony"]),
    ],
)
def test_whole_route(bloc, unit, secretary, between):
    journey = Journey(bloc, getattr(bloc, unit), getattr(bloc, secretary))
    assert walk(journey) == START + between
    assert (journey.case.status, journey.case.outcome) == ("DONE", Case.Outcome.ADMITTED)
    member = Member.objects.get(person=journey.case.candidate.person)
    assert (member.unit_id, member.official_on) == (journey.unit.pk, None)
