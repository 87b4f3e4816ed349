"""By HTTP: every step's form on the case page, the joined path and history, the lists."""

from django.test import Client

from admission_flow.access import OFFERS
from admission_flow.models import Case, Decision
from tests.admission_flow.posting import facts, post, typed
from tests.admission_flow.recognising import recognising
from tests.people import Bloc


def test_every_step_through_its_form(client: Client, bloc: Bloc) -> None:
    journey = recognising(bloc)
    while steps := journey.open_steps():
        client.force_login(journey.actor(steps[0]))
        page = client.get(f"/cases/{journey.case.pk}/").content.decode()
        assert f"/{OFFERS[steps[0]][0].verb}/" in page
        response = post(client, journey, steps[0])
        assert response.status_code == 302, response.content.decode()
    journey.case.refresh_from_db()
    assert (journey.case.outcome, journey.member.official_on) == ("recognised", journey.over)
    for tab in ("history", "profile", "papers", "decisions"):
        assert client.get(f"/cases/{journey.case.pk}/?tab={tab}").status_code == 200


def test_too_early_is_a_sentence_on_the_form(client: Client, bloc: Bloc) -> None:
    journey = recognising(bloc, held=300)
    response = post(client, journey, "probation_papers")
    assert response.status_code == 422
    assert typed(journey.over) in response.content.decode()


def test_a_second_click_on_the_vote_is_a_sentence(client: Client, bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_vote")
    task = journey.task("recognition_vote").pk
    assert post(client, journey, "recognition_vote").status_code == 302
    url = f"/cases/{journey.case.pk}/tasks/{task}/record_recognition_vote/"
    assert client.post(url, facts(journey, "recognition_vote")).status_code == 409
    assert Decision.objects.filter(case=journey.case, step="recognition_vote").count() == 1


def test_the_verdict_of_numbers_typed_so_far(client: Client, bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_vote")
    client.force_login(bloc.cell_secretary)
    task = journey.task("recognition_vote").pk
    url = f"/cases/{journey.case.pk}/tasks/{task}/record_recognition_vote/verdict/"
    text = client.get(url, {"present": 12, "votes_for": 7, "votes_against": 5}).content.decode()
    assert "verdict-warn" in text


def test_one_path_and_one_history(client: Client, bloc: Bloc) -> None:
    journey = recognising(bloc)
    client.force_login(bloc.cell_secretary)
    text = client.get(f"/cases/{journey.case.pk}/").content.decode()
    assert f'href="/cases/{journey.admission.pk}/"' in text
    assert journey.admission.number in text
    assert typed(journey.over) in text
    # The first act of the admission stands in the history of the recognition.
    nomination = Decision.objects.get(case=journey.admission, step="nominate")
    assert nomination.number == "" or nomination.number in text
    back = client.get(f"/cases/{journey.admission.pk}/").content.decode()
    assert f'href="/cases/{journey.case.pk}/"' in back


def test_return_and_supplement_through_their_forms(client: Client, bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_approval")
    client.force_login(bloc.committee_secretary)
    url = f"/cases/{journey.case.pk}/tasks/{journey.task('recognition_approval').pk}/return_for_supplement/"
    sent = {"reason": "Thiếu", "items": "Nhận xét", "again": ["probation_opinions"]}
    assert client.post(url, {**sent, "again": ["verification"]}).status_code == 422
    assert client.post(url, sent).status_code == 302
    client.force_login(bloc.cell_secretary)
    assert "Nhận xét" in client.get(f"/cases/{journey.case.pk}/").content.decode()
    task = journey.task("recognition_supplement").pk
    url = f"/cases/{journey.case.pk}/tasks/{task}/supplement_recognition/"
    rows = {"papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}
    assert client.post(url, {**rows, "answer": ""}).status_code == 422
    assert client.post(url, {**rows, "answer": "Đã bổ sung"}).status_code == 302
    assert journey.open_steps() == ["probation_opinions"]


def test_the_lists_show_the_recognition(client: Client, bloc: Bloc) -> None:
    journey = recognising(bloc)
    client.force_login(bloc.training_centre)
    assert f"/cases/{journey.case.pk}/" in client.get("/").content.decode()
    journey.to_the_end()
    assert Case.objects.filter(outcome="recognised").exists()
    client.force_login(bloc.cell_secretary)
    assert f"/cases/{journey.case.pk}/" in client.get("/cases/?show=recognised").content.decode()
