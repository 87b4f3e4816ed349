"""The verification on the case page: the ledger for who sees the file, its acts for who may act."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from admission_flow.decisions import requests
from admission_flow.decisions.given import RelativeGiven
from admission_flow.models import Verification, VerificationRequest
from tests.admission_flow.journey import RELATIVES, Journey
from tests.people import Bloc


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    return Journey(bloc, at=timezone.now() - datetime.timedelta(days=40)).to("verification")


def address(journey: Journey, verb: str = "") -> str:
    home = f"/cases/{journey.case.pk}/"
    return f"{home}tasks/{journey.task('verification').pk}/{verb}/" if verb else home


def sent(**changes: object) -> dict[str, object]:
    today = timezone.localdate().strftime("%d/%m/%Y")
    given = {"persons": "candidate", "authority": "Đảng ủy xã", "number": "12-CV/ĐU", "sent_on": today}
    return given | changes


def test_a_request_through_the_page_and_its_second_click(client: Client, journey: Journey) -> None:
    client.force_login(journey.bloc.committee_officer)
    assert client.post(address(journey, "send_request"), sent()).status_code == 302
    assert VerificationRequest.objects.get().number == "12-CV/ĐU"
    assert client.post(address(journey, "send_request"), sent()).status_code == 409
    assert VerificationRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("cell_secretary", 403), ("auditor", 403), ("training_centre", 403), ("hospital_officer", 404)]
)
def test_nobody_else_acts(client: Client, journey: Journey, who: str, status: int) -> None:
    client.force_login(getattr(journey.bloc, who))
    for verb in ("send_request", "remind", "record_answers", "record_refusal", "escalate"):
        assert client.post(address(journey, verb), sent()).status_code == status, verb
    assert not VerificationRequest.objects.exists()


def test_acts_are_offered_while_there_is_something_to_do_them_with(client: Client, journey: Journey) -> None:
    client.force_login(journey.bloc.committee_officer)

    def offered() -> list[str]:
        actions = client.get(address(journey)).context["page"].actions
        return [action.verb for action in actions if action.task]

    assert offered() == ["record_answers", "send_request"]
    (asked,) = journey.send_request(None)
    assert offered() == ["record_answers", "send_request", "remind", "record_refusal", "escalate"]
    journey.do(requests.record_refusal, "verification", asked, journey.today, "Đã chuyển đi")
    assert offered() == ["record_answers", "send_request", "escalate"]
    assert client.post(address(journey, "remind"), {}).status_code == 409


def test_who_keeps_us_waiting_is_flagged(client: Client, journey: Journey) -> None:
    asked = journey.send_request(*journey.ledger().persons[:2])
    journey.wait(38).do(requests.remind, "verification", asked[1:], journey.today)
    client.force_login(journey.bloc.committee_officer)
    response = client.get(address(journey))
    rows = response.context["page"].rows
    assert [row.to_remind for row in rows["persons"]] == [True, False, False, False]
    assert [row.state for row in rows["persons"]] == ["sent", "reminded", "to_send", "to_send"]
    assert (rows["outstanding"], rows["reminder"]["days"]) == (4, 15)
    assert f"?do=remind&amp;asked={asked[0]}#act" in response.content.decode()


def test_the_link_of_a_person_fills_in_the_form(client: Client, journey: Journey) -> None:
    father = journey.ledger().persons[1]
    client.force_login(journey.bloc.committee_officer)
    form = client.get(f"{address(journey)}?do=send_request&persons={father}").context["form"]
    assert form["persons"].value() == [str(father)]


def test_only_who_sees_the_file_sees_the_ledger(client: Client, journey: Journey) -> None:
    journey.send_request(authority="Đảng ủy xã Kín")
    for who, seen in (("auditor", True), ("cell_secretary", True), ("training_centre", False)):
        client.force_login(getattr(journey.bloc, who))
        page = client.get(f"{address(journey)}?tab=verification").content.decode()
        assert ("Đảng ủy xã Kín" in page, "do=send_request" in page) == (seen, False), who


def test_answers_and_conclusion_through_the_page(client: Client, journey: Journey) -> None:
    client.force_login(journey.bloc.committee_officer)
    today = timezone.localdate().strftime("%d/%m/%Y")
    persons = journey.ledger().persons

    def rows(*places: int) -> dict[str, str]:
        given = {"rows-TOTAL_FORMS": str(len(persons)), "rows-INITIAL_FORMS": "0"}
        for place, person in enumerate(persons):
            given[f"rows-{place}-relative"] = str(person or "")
            told = {"clear": "1", "authority": "Công an phường", "answered_on": today}
            given |= {f"rows-{place}-{name}": value if place in places else "" for name, value in told.items()}
        return given

    report = {"conclusion": "clear", "number": "12-BC/ĐU", "dated": today, "signed_by": "Bùi Thanh Tùng"}
    url = address(journey, "record_answers")
    assert client.post(url, rows(0, 1) | report).status_code == 422
    assert client.post(url, rows(0) | {"number": "12"}).status_code == 422
    assert client.post(url, rows(0) | {"conclusion": "clear"}).status_code == 422
    assert not Verification.objects.exists()
    assert client.post(url, rows(0, 1)).status_code == 302
    assert Verification.objects.count() == 2
    assert client.post(url, rows(2, 3) | report).status_code == 302
    assert journey.open_steps() == ["opinions"]
    rows_after = client.get(f"{address(journey).split('tasks')[0]}?tab=verification").context["page"].rows
    assert {row.state for row in rows_after["persons"]} == {"clear"}


def test_the_history_tells_the_letters(client: Client, journey: Journey) -> None:
    (asked,) = journey.send_request(None)
    journey.do(requests.record_refusal, "verification", asked, journey.today, "Đã chuyển đi")
    client.force_login(journey.bloc.auditor)
    refused, letter, *_rest = client.get(f"{address(journey)}?tab=history").context["page"].rows["entries"]
    assert "Đảng ủy xã Thuận Hòa, 12-CV/ĐU" in letter["detail"]
    assert "Nguyễn Thị Thanh Xuân" in letter["detail"]
    assert "Đã chuyển đi" in refused["detail"]


def test_more_persons_and_letters_cost_no_more_queries(client: Client, journey: Journey) -> None:
    client.force_login(journey.bloc.committee_officer)

    def counted(tab: str) -> int:
        client.get(f"{address(journey)}?tab={tab}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{address(journey)}?tab={tab}")
        return len(captured)

    journey.send_request(None)
    before = [counted(tab) for tab in ("verification", "history")]
    journey.send_request(authority="Công an tỉnh")
    journey.send_request(authority="Công an huyện")
    assert [counted(tab) for tab in ("verification", "history")] == before


def test_a_side_waived_says_by_whom(client: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("file_check")
    journey.send_back("file_check")
    sister = RelativeGiven("sibling", "Nguyễn Thị Em", 1996, is_member=True)
    journey.supplement(relatives=(*RELATIVES[:2], sister))
    client.force_login(bloc.auditor)
    with translation.override("en"):
        rows = client.get(f"{address(journey)}?tab=verification").context["page"].rows
    whys = {row.name: (row.state, row.why) for row in rows["persons"]}
    assert whys["Nguyễn Văn Cha"][0] == "waived"
    assert "Nguyễn Thị Em" in whys["Nguyễn Văn Cha"][1]
    assert [line["tone"] for line in rows["verdicts"]] == ["pass", "pass"]
    assert all("01-HD/TW 2021, 3.4" in line["source"] for line in rows["verdicts"])
