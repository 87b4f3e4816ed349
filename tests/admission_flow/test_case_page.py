"""The case page: who gets it, how deep, and the act offered right there."""

import re

import pytest
from django.utils import timezone

from admission_flow.models import Decision
from journal.models import Entry
from tests.admission_flow.journey import Journey


@pytest.fixture
def journey(bloc):
    return Journey(bloc).to("cell_vote")


def test_cell_secretary_gets_the_form_of_the_step(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    response = client.get(f"/cases/{journey.case.pk}/")
    assert response.status_code == 200
    assert f"/tasks/{journey.task('cell_vote').pk}/record_cell_vote/" in response.content.decode()


def test_vote_is_recorded_through_the_page(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    response = client.post(vote_url(journey), vote())
    assert response.status_code == 302, response.content.decode()
    decision = Decision.objects.get(case=journey.case, step="cell_vote")
    assert (decision.body_size, decision.votes_for, decision.ratio_reached) == (12, 9, True)


def test_what_was_typed_is_kept_when_the_count_does_not_add_up(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    response = client.post(vote_url(journey), vote(votes_for="99"))
    assert response.status_code == 422
    assert 'value="99"' in response.content.decode()
    assert not Decision.objects.filter(step="cell_vote").exists()


def test_second_click_says_by_whom_it_was_done(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    url = vote_url(journey)
    client.post(url, vote())
    client.force_login(bloc.cell_deputy)
    response = client.post(url, vote())
    assert response.status_code == 409
    assert bloc.cell_secretary.display_name in response.content.decode()
    assert Decision.objects.filter(step="cell_vote").count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("sibling_secretary", 404), ("committee_secretary", 403), ("auditor", 403), ("administrator", 404)],
)
def test_nobody_else_records_the_vote(client, bloc, journey, who, status):
    client.force_login(getattr(bloc, who))
    assert client.post(vote_url(journey), vote()).status_code == status
    assert not Decision.objects.filter(step="cell_vote").exists()


@pytest.mark.parametrize("tab", ["history", "profile", "papers", "decisions"])
def test_tabs_of_the_file(client, bloc, journey, tab):
    client.force_login(bloc.auditor)
    text = client.get(f"/cases/{journey.case.pk}/?tab={tab}").content.decode()
    assert {"history": bloc.cell_secretary.display_name, "profile": "Trần Thị Mẹ", "papers": "5-KNĐ",
            "decisions": "BC-TTLL" if tab == "papers" else "01"}[tab] in text  # fmt: skip


def test_training_centre_sees_the_list_and_not_the_file(client, bloc, journey):
    client.force_login(bloc.training_centre)
    text = client.get(f"/cases/{journey.case.pk}/?tab=profile").content.decode()
    assert journey.case.number in text
    assert journey.case.candidate.person.citizen_id not in text
    assert "Trần Thị Mẹ" not in text


def test_a_look_at_the_file_is_in_the_lookers_stream_once_a_quarter(client, bloc, journey):
    client.force_login(bloc.auditor)
    for _turn in range(2):
        client.get(f"/cases/{journey.case.pk}/")
    looks = Entry.objects.filter(stream=f"user:{bloc.auditor.pk}", verb="look")
    assert [entry.refs["case"] for entry in looks] == [journey.case.number]


def test_a_refused_act_shows_the_file_and_is_a_look_too(client, bloc, journey):
    client.force_login(bloc.auditor)
    task = journey.task("cell_vote")
    looks = Entry.objects.filter(stream=f"user:{bloc.auditor.pk}", verb="look")
    for address in (vote_url(journey), f"/cases/{journey.case.pk}/tasks/{task.pk}/take/"):
        assert client.post(address, vote()).status_code == 403
        assert [entry.refs["case"] for entry in looks] == [journey.case.number]


def test_a_form_sent_back_is_a_look_too(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    assert client.post(vote_url(journey), vote(votes_for="99")).status_code == 422
    assert Entry.objects.filter(stream=f"user:{bloc.cell_secretary.pk}", verb="look").count() == 1


def test_first_seen_by_who_may_act_only(client, bloc, journey):
    client.force_login(bloc.auditor)
    client.get(f"/cases/{journey.case.pk}/")
    assert journey.task("cell_vote").first_seen_at is None
    client.force_login(bloc.cell_secretary)
    client.get(f"/cases/{journey.case.pk}/")
    assert journey.task("cell_vote").first_seen_at <= timezone.now()


def test_verdict_as_one_types(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    url = f"{vote_url(journey)}verdict/"
    assert "verdict-warn" in client.get(url, {"present": 12, "votes_for": 7, "votes_against": 5}).content.decode()
    assert "verdict-pass" in client.get(url, {"present": 12, "votes_for": 8, "votes_against": 4}).content.decode()


def test_a_verdict_asked_for_too_late_is_empty(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    url = f"{vote_url(journey)}verdict/"
    client.post(vote_url(journey), vote())
    answer = client.get(url, {"present": 12, "votes_for": 8})
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get(url.replace("record_cell_vote", "declare")).status_code == 404
    client.force_login(bloc.sibling_secretary)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("typed", "tone"),
    [
        ({"present": "99", "votes_for": "99", "votes_against": "0", "votes_other": "0"}, "verdict-fail"),
        ({"absent_accepted": "3", "present": "9", "votes_against": ""}, ""),
        ({"votes_other": "một"}, ""),
        ({"dated": "31/02/2026"}, ""),
        ({"dated": "05/01/2026"}, ""),  # before the steps that the vote rests on
        ({"number": ""}, "verdict-pass"),
    ],
)
def test_a_vote_that_was_refused_is_not_called_carried(client, bloc, journey, typed, tone):
    client.force_login(bloc.cell_secretary)
    response = client.post(
        vote_url(journey), vote(present="11", absent_accepted="1", votes_for="9", votes_other="0") | typed
    )
    assert response.status_code == 422
    act, _aside, _rest = response.content.decode().partition("<aside>")
    tones = re.findall(r"verdict-(?:pass|warn|fail)", act)
    assert tones == ([tone] if tone else [])


def test_a_day_before_all_regulations_is_a_sentence(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    assert "verdict" in client.get(f"{vote_url(journey)}verdict/", {"dated": "31/12/2009"}).content.decode()
    response = client.post(vote_url(journey), vote(dated="31/12/2009"))
    assert response.status_code == 422
    assert "01/01/2010" in response.content.decode()


def test_whom_the_opinion_was_asked_stands_above_the_answer(client, bloc, journey):
    journey.to("bloc_decision").ask_opinion()
    client.force_login(bloc.organisation_board)
    text = client.get(f"/cases/{journey.case.pk}/").content.decode()
    assert "<li>Ban Nội chính Tỉnh ủy</li>" in text


def test_addresses_of_a_refused_form_lead_to_the_case(client, bloc, journey):
    client.force_login(bloc.cell_secretary)
    text = client.post(vote_url(journey), vote(votes_for="99")).content.decode()
    page = f"/cases/{journey.case.pk}/"
    assert f'hx-get="{page}"' in text
    assert f'href="{page}?do=record_cell_vote&amp;task={journey.task("cell_vote").pk}&amp;tab=papers"' in text


def test_a_rule_names_its_regulation_and_not_our_list_of_sources(client, bloc, journey):
    client.force_login(bloc.auditor)
    text = client.get(f"/cases/{journey.case.pk}/?tab=decisions").content.decode()
    assert "01-HD/TW 2021" in text
    assert not re.search(r"\bS\d+\b", text)


@pytest.mark.parametrize(
    ("step", "who", "verb", "today"),
    [
        ("file_check", "cell_secretary", "check_file", True),
        ("bloc_appraisal", "organisation_board", "appraise_bloc", True),
        ("bloc_decision", "standing_deputy", "ask_opinion", True),
        ("cell_vote", "cell_secretary", "withdraw", True),
        ("cell_vote", "cell_secretary", "record_cell_vote", False),
        ("bloc_decision", "standing_deputy", "decide_bloc", False),
    ],
)
def test_what_is_done_at_the_desk_is_dated_today(client, bloc, step, who, verb, today):
    case = Journey(bloc).to(step).case
    client.force_login(getattr(bloc, who))
    form = client.get(f"/cases/{case.pk}/?do={verb}").context["form"]
    assert form["dated"].value() == (timezone.localdate() if today else None)


def vote_url(journey):
    return f"/cases/{journey.case.pk}/tasks/{journey.task('cell_vote').pk}/record_cell_vote/"


def vote(**changes):
    given = {
        "present": "12", "votes_for": "9", "votes_against": "2", "votes_other": "1", "votes_invalid": "0",
        "voting": "cards", "number": "12-NQ/CB", "dated": timezone.localdate().isoformat(), "signed_by": "Bí thư",
    }  # fmt: skip
    return given | changes
