"""The acts beside the way through their pages: offered where accepted, refused with the right answer, shown after."""

from __future__ import annotations

import pytest
from django.test import Client

from admission_flow.models import Case, Correction, Paper
from tests.admission_flow.journey import Journey


@pytest.fixture
def as_(client: Client):
    def signed_in(user) -> Client:
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return signed_in


def url(journey: Journey, verb: str) -> str:
    return f"/cases/{journey.case.pk}/{verb}/"


def page(client: Client, journey: Journey, query: str = "") -> str:
    response = client.get(f"/cases/{journey.case.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_transfer(bloc, as_) -> None:
    journey = Journey(bloc).to("file_check")
    helper = bloc.delegated_cell_secretary.person
    typed = {
        "unit": bloc.delegated_cell.pk, "helper": helper.full_name, "reason": "Điều động", "number": "03-CN/ĐU",
        "dated": f"{journey.today:%d/%m/%Y}", "signed_by": "Bí thư",
    }  # fmt: skip
    assert "?do=transfer" not in page(as_(bloc.cell_secretary), journey)
    assert as_(bloc.cell_secretary).post(url(journey, "transfer"), typed).status_code == 403
    client = as_(bloc.committee_secretary)
    assert f'value="{bloc.delegated_cell.pk}"' in page(client, journey, "?do=transfer")
    for wrong in ({"helper": "Không Có Ai"}, {"unit": ""}, {"unit": bloc.cell.pk}, {"number": ""}, {"dated": "x"}):
        assert client.post(url(journey, "transfer"), typed | wrong).status_code == 422
    response = client.post(url(journey, "transfer"), typed)
    assert (response.status_code, response["Location"]) == (302, "/cases/")
    journey.case = Case.objects.get(pk=journey.case.pk)
    assert (journey.case.unit, journey.case.helper) == (bloc.delegated_cell, helper)
    assert client.post(url(journey, "transfer"), typed).status_code == 404
    history = page(as_(bloc.delegated_cell_secretary), journey)
    for word in ("03-CN/ĐU", "Điều động", bloc.delegated_cell.name):
        assert word in history
    for tab in ("profile", "papers", "decisions"):
        page(as_(bloc.delegated_secretary), journey, f"?tab={tab}")


def test_out_of_the_bloc(bloc, as_) -> None:
    journey = Journey(bloc).to("course")
    typed = {
        "outside": "Đảng bộ thành phố Huế", "reason": "Chuyển ngành", "number": "04", "signed_by": "Bí thư",
        "dated": f"{journey.today:%d/%m/%Y}",
    }  # fmt: skip
    client = as_(bloc.committee_secretary)
    response = client.post(url(journey, "transfer"), typed)
    assert (response.status_code, response["Location"]) == (302, f"/cases/{journey.case.pk}/")
    assert "Đảng bộ thành phố Huế" in page(client, journey)
    assert client.post(url(journey, "transfer"), typed).status_code == 409
    assert client.get("/cases/?show=transferred").status_code == 200


def test_cancel_admission(bloc, as_) -> None:
    journey = Journey(bloc).to("ceremony")
    journey.to_the_end()
    typed = {
        "ground": "procedure", "reason": "Sai thẩm quyền", "number": "88-QĐ/ĐUK", "signed_by": "Phó Bí thư",
        "dated": f"{journey.today:%d/%m/%Y}",
    }  # fmt: skip
    assert as_(bloc.cell_secretary).post(url(journey, "cancel_admission"), typed).status_code == 403
    client = as_(bloc.standing_deputy)
    assert 'name="ground"' in page(client, journey, "?do=cancel_admission")
    assert client.post(url(journey, "cancel_admission"), typed | {"reason": ""}).status_code == 422
    assert client.post(url(journey, "cancel_admission"), typed).status_code == 302
    assert client.post(url(journey, "cancel_admission"), typed).status_code == 409
    for who in (bloc.cell_secretary, bloc.standing_deputy):
        shown = page(as_(who), journey)
        assert "88-QĐ/ĐUK" in shown
        assert "Sai thẩm quyền" in shown
    for query in ("?tab=papers", "?tab=decisions"):
        page(client, journey, query)
    assert client.get("/cases/?show=cancelled").status_code == 200


def test_correction(bloc, as_) -> None:
    journey = Journey(bloc).to("cell_vote")
    paper = Paper.objects.get(case=journey.case, code="NQ-CB")
    typed = {"fact": f"paper.{paper.pk}.number", "value": "99-NQ/CB", "reason": "Ghi nhầm số"}
    client = as_(bloc.cell_secretary)
    assert f'value="paper.{paper.pk}.number" selected' in page(
        client, journey, f"?do=propose_correction&fact={typed['fact']}"
    )
    assert client.post(url(journey, "propose_correction"), typed | {"reason": ""}).status_code == 422
    assert client.post(url(journey, "propose_correction"), typed | {"fact": "paper.1.code"}).status_code == 422
    assert client.post(url(journey, "propose_correction"), typed).status_code == 302
    assert client.post(url(journey, "propose_correction"), typed).status_code == 409
    assert "99-NQ/CB" in page(client, journey)
    correction = Correction.objects.get()
    answer = {"correction": correction.pk, "accepted": "1"}
    assert client.post(url(journey, "decide_correction"), answer).status_code == 403
    assert as_(bloc.sibling_secretary).post(url(journey, "decide_correction"), answer).status_code == 404
    client = as_(bloc.committee_secretary)
    assert "99-NQ/CB" in page(client, journey, "?do=decide_correction")
    assert client.post(url(journey, "decide_correction"), answer | {"accepted": ""}).status_code == 422
    assert client.post(url(journey, "decide_correction"), answer | {"accepted": "0"}).status_code == 422
    assert client.post(url(journey, "decide_correction"), answer).status_code == 302
    assert client.post(url(journey, "decide_correction"), answer).status_code == 409
    paper.refresh_from_db()
    assert paper.number == "99-NQ/CB"
    shown = page(as_(bloc.cell_secretary), journey, "?tab=papers")
    for word in ("<del>01</del>", "99-NQ/CB", "Ghi nhầm số", bloc.committee_secretary.display_name):
        assert word in shown
    assert "99-NQ/CB" in page(as_(bloc.cell_secretary), journey, "?tab=history")


def test_who_sees_only_the_list_proposes_on_its_own_facts_alone(bloc, as_) -> None:
    journey = Journey(bloc).to("file_check")
    shown = page(as_(bloc.training_centre), journey, "?do=propose_correction")
    certificate = Paper.objects.get(case=journey.case, code="CN-NTVĐ")
    assert f'value="paper.{certificate.pk}.number"' in shown
    assert shown.count('value="paper.') == 3
    assert "person." not in shown
    assert "Phường Trần Phú" not in shown


def test_return_with_nothing_to_supply(bloc, as_) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    task = journey.task("bloc_appraisal").pk
    address = f"/cases/{journey.case.pk}/tasks/{task}/return_for_supplement/"
    client = as_(bloc.organisation_board)
    assert 'value="cell_vote"' in page(client, journey, "?do=return_for_supplement")
    assert client.post(address, {"reason": "Biên bản sai", "items": ""}).status_code == 422
    assert client.post(address, {"reason": "x", "items": "", "again": ["departmental_appraisal"]}).status_code == 422
    assert client.post(address, {"reason": "Biên bản sai", "items": "", "again": ["cell_vote"]}).status_code == 302
    assert client.post(address, {"reason": "Biên bản sai", "items": "", "again": ["cell_vote"]}).status_code == 409
    assert journey.open_steps() == ["cell_vote"]
    assert "Biên bản sai" in page(as_(bloc.cell_secretary), journey)
