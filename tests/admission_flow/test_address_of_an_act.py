"""The address of an act, opened and not sent: after signing in again, or by a reload."""

from tests.admission_flow.journey import Journey


def test_leads_to_the_case_with_its_form(client, bloc):
    journey = Journey(bloc).to("cell_vote")
    client.force_login(bloc.cell_secretary)
    task = journey.task("cell_vote").pk
    response = client.get(f"/cases/{journey.case.pk}/tasks/{task}/record_cell_vote/")
    assert response.url == f"/cases/{journey.case.pk}/?do=record_cell_vote&task={task}"
    assert client.get(response.url).status_code == 200


def test_the_administration_refuses_who_is_no_administrator(client, bloc):
    client.force_login(bloc.cell_secretary)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
