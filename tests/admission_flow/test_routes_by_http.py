"""Both flows by HTTP, form by form, on each route: the steps in their order, the outcome, the register, the journal."""

from __future__ import annotations

import pytest
from django.test import Client

from admission_flow.models import Case
from admission_flow.soundness.examine import examine
from journal.verify import verify
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.admission_flow.posting import nominate, post
from tests.admission_flow.recognising import recognising
from tests.people import Bloc

CELL = ("course", "declaration", "opinions", "verification", "file_check", "cell_vote")
ADMISSION = {
    "cell": (*CELL, "grassroots_approval", "bloc_appraisal", "bloc_decision", "ceremony"),
    "departmental_cell": (
        *(*CELL, "departmental_appraisal", "grassroots_approval"),
        *("bloc_appraisal", "bloc_decision", "ceremony"),
    ),
    "grassroots_cell": (*CELL, "bloc_appraisal", "bloc_decision", "ceremony"),
    "delegated_cell": (*CELL, "grassroots_approval", "ceremony"),
}
PROBATION = ("new_member_class", "probation_papers", "probation_opinions", "recognition_vote")
RECOGNITION = {
    "cell": (*PROBATION, "recognition_approval", "recognition_bloc_appraisal", "recognition_decision"),
    "departmental_cell": (
        *(*PROBATION, "recognition_appraisal", "recognition_approval"),
        *("recognition_bloc_appraisal", "recognition_decision"),
    ),
    "grassroots_cell": (*PROBATION, "recognition_bloc_appraisal", "recognition_decision"),
    "delegated_cell": (*PROBATION, "recognition_approval"),
}
# Whose approval it is not, though they see the case or are of another unit.
STRANGERS = ("auditor", "sibling_secretary", "training_centre", "seatless")


def walked(client: Client, journey: Journey) -> tuple[str, ...]:
    """Every open step posted, the first by its name before the other side by side with it."""
    done = []
    while steps := journey.open_steps():
        step = steps[0]
        for stranger in STRANGERS:
            user = getattr(journey.bloc, stranger)
            if user != journey.actor(step):
                assert post(client, journey, step, by=user).status_code in (403, 404), (step, stranger)
        response = post(client, journey, step)
        assert response.status_code == 302, (step, response.content.decode())
        assert step not in journey.open_steps()
        done.append(step)
        journey.case = Case.objects.get(pk=journey.case.pk)
    return tuple(done)


@pytest.mark.parametrize("unit", ADMISSION)
def test_an_admission(bloc: Bloc, client: Client, unit: str) -> None:
    journey = Journey.in_unit(bloc, unit)
    assert nominate(client, journey).status_code == 302
    journey.case = Case.objects.get()
    assert walked(client, journey) == ADMISSION[unit]
    assert journey.case.outcome == "admitted"
    member = Member.objects.get(person=journey.case.candidate.person)
    assert (member.unit, member.since, member.official_on) == (journey.unit, journey.today, None)
    opened = Case.objects.get(admission=journey.case)
    assert list(examine([journey.case.pk, opened.pk], at=journey.at)) == []
    assert verify().holds


@pytest.mark.parametrize("unit", RECOGNITION)
def test_a_recognition(bloc: Bloc, client: Client, unit: str) -> None:
    journey = recognising(bloc, unit)
    assert walked(client, journey) == RECOGNITION[unit]
    assert (journey.case.outcome, journey.member.official_on) == ("recognised", journey.over)
    assert list(examine([journey.case.pk], at=journey.at)) == []
    assert verify().holds
