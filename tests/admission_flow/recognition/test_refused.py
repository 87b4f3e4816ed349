"""Who may not, and what a case of recognition does not allow."""

import pytest
from django.test import Client

from admission_flow.access import actions_for
from admission_flow.models import Task
from admission_flow.refusals import AlreadyDone, NotYours, Refused, WrongStep
from tests.admission_flow.recognising import recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

STEPS = ["new_member_class", "probation_papers", "probation_opinions", "recognition_vote", "recognition_appraisal",
         "recognition_approval", "recognition_bloc_appraisal", "recognition_decision"]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_nobody_acts_at_a_step_that_is_not_seated_with_them(bloc: Bloc, step: str) -> None:
    journey = recognising(bloc, "departmental_cell").to(step)
    strangers = [bloc.cell_secretary, bloc.auditor, bloc.seatless, bloc.administrator, bloc.committee_secretary]
    strangers += [
        user for user in (bloc.departmental_cell_secretary, bloc.standing_deputy) if user != journey.actor(step)
    ]
    for user in strangers:
        with nothing_written(), journey.acting_as(user), pytest.raises(NotYours):
            getattr(journey, step)()
    getattr(journey, step)()


def test_it_can_not_be_withdrawn_and_that_is_not_offered(bloc: Bloc) -> None:
    journey = recognising(bloc)
    with nothing_written(), pytest.raises(Refused, match="can't be withdrawn"):
        journey.withdraw()
    tasks = list(Task.objects.filter(process=journey.case, status="NEW"))
    verbs = [one.verb for one in actions_for(bloc.cell_secretary, journey.case, tasks, at=journey.at)[0]]
    assert verbs == ["record_probation_papers", "end_membership", "propose_correction"]


def test_a_step_is_done_once_and_at_its_own_case(bloc: Bloc) -> None:
    journey = recognising(bloc)
    task = journey.task("probation_papers")
    journey.probation_papers()
    with nothing_written(), pytest.raises(AlreadyDone):
        journey.take(task)
    journey.case = journey.admission
    with nothing_written(), pytest.raises(WrongStep):
        journey.take(task)


@pytest.mark.parametrize(
    ("who", "status"),
    [("sibling_secretary", 404), ("committee_secretary", 403), ("auditor", 403), ("training_centre", 403)],
)
def test_the_vote_by_http_is_the_cells_own(client: Client, bloc: Bloc, who: str, status: int) -> None:
    journey = recognising(bloc).to("recognition_vote")
    client.force_login(getattr(bloc, who))
    url = f"/cases/{journey.case.pk}/tasks/{journey.task('recognition_vote').pk}/record_recognition_vote/"
    assert client.post(url, {}).status_code == status
