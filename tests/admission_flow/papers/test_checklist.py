"""The papers of a file by route and stage, with the codes of section 4 (12-HD/BTCTW 2022, S49, S53)."""

import pytest
from django.test import Client

from admission_flow.flows import step_node
from admission_flow.papers import FORMS, checklist, made_at, missing_for_meeting
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.people import Bloc

CONSIDERED = ["NQ-CB", "3-KNĐ", "CN-NTVĐ", "1-KNĐ", "2-KNĐ", "BC-TTLL", "5-KNĐ"]


@pytest.mark.parametrize(
    ("route", "department", "agreed"),
    [
        ("ordinary", False, ["6-KNĐ", "8-KNĐ", "9-KNĐ"]),
        ("departmental", True, ["6-KNĐ", "7-KNĐ", "8-KNĐ", "9-KNĐ"]),
        ("grassroots_cell", False, ["6-KNĐ", "9-KNĐ"]),
        ("delegated", False, ["6-KNĐ", "9-KNĐ"]),
        ("delegated", True, ["6-KNĐ", "7-KNĐ", "9-KNĐ"]),
    ],
)
def test_by_route_s49_s53(route: str, department: bool, agreed: list[str]) -> None:
    items = checklist(route, department=department)
    assert [one.codes[0] for one in items if one.stage == "considered"] == CONSIDERED
    assert [one.codes[0] for one in items if one.stage == "agreed"] == agreed


def test_one_introduction_is_enough() -> None:
    assert missing_for_meeting({*CONSIDERED} - {"3-KNĐ"} | {"4A-KNĐ"}) == []
    assert missing_for_meeting({"NQ-CB", "4-KNĐ"}) == ["CN-NTVĐ", "1-KNĐ", "2-KNĐ", "BC-TTLL", "5-KNĐ"]
    assert missing_for_meeting(()) == CONSIDERED


def test_every_form_belongs_to_a_step_of_the_flow() -> None:
    assert all(step_node(form.step) for form in FORMS.values())
    assert made_at("grassroots_approval", "delegated") == ("9-KNĐ",)
    assert made_at("grassroots_approval", "ordinary") == ("8-KNĐ",)
    assert made_at("bloc_decision", "delegated") == ()


def test_on_the_papers_tab(client: Client, bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell").to("cell_vote")
    User.objects.filter(pk=bloc.departmental_cell_secretary.pk).update(language="en")
    client.force_login(bloc.departmental_cell_secretary)
    answer = client.get(f"/cases/{journey.case.pk}/?tab=papers")
    considered, agreed = answer.context["page"].rows["checklist"]
    assert {row["state"] for row in considered["rows"]} == {"present"}
    assert [(row["code"], row["state"]) for row in agreed["rows"]] == [
        (code, "missing") for code in ("6-KNĐ", "7-KNĐ", "8-KNĐ", "9-KNĐ")
    ]
    assert "Departmental appraisal; made by the departmental committee" in answer.content.decode()
