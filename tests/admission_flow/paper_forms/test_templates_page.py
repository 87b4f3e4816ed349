"""The administrator's pages of templates: looked at, refused with all that is wrong, used, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.forms.built_in import built_in
from documents.forms.preview import text_of
from documents.models import FormTemplate, StoredFile
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import statements
from tests.admission_flow.untouched import nothing_written
from tests.documents import samples
from tests.documents.forms.templates import template
from tests.people import Bloc, reading_english

ADDRESS = "/forms/6-knd/"
OWN = "Mẫu riêng của cơ quan: {{ full_name }}, {{ votes_for }}"


@pytest.fixture
def administrator(client: Client, bloc: Bloc, files_dir: Path) -> Client:
    reading_english()
    client.force_login(bloc.administrator)
    return client


def post(client: Client, content: bytes, name: str = "mau.docx", **more: str):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content), **more})


def test_from_its_upload_to_the_paper_of_a_case(administrator: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    assert "the one that came with the system" in administrator.get("/forms/").content.decode()
    answer = post(administrator, template(OWN))
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    page = administrator.get(ADDRESS).content.decode()
    assert "Version 1 of “Resolution of the cell” is in use from now on." in page
    assert "version 1" in administrator.get("/forms/").content.decode()
    administrator.force_login(bloc.auditor)
    content = administrator.get(f"/cases/{journey.case.pk}/forms/6-knd/docx/").content
    assert text_of(content) == "Mẫu riêng của cơ quan: Nguyễn Thị Thanh Xuân, 12"


def test_the_table_of_fields(administrator: Client) -> None:
    page = administrator.get(ADDRESS).content.decode()
    assert "<code>{{ votes_for }}</code>" in page
    assert "<code>{%tr for one in introducers %}</code>" in page
    assert "<code>{{ one.name }}</code>" in page
    assert "relatives" not in page


def test_only_looked_at(administrator: Client) -> None:
    with nothing_written(but=("django_session",)):
        page = post(administrator, template(OWN), look="1").content.decode()
    assert "Mẫu riêng của cơ quan: Lê Thị Mẫu, 10" in page
    assert "mau.docx" in page
    shown = administrator.get(ADDRESS, {"show": "0"}).content.decode()
    assert "CHI BỘ PHÒNG MẪU" in shown


@pytest.mark.parametrize("more", [{}, {"look": "1"}], ids=["use", "look"])
def test_all_that_is_wrong_stands_at_the_field(administrator: Client, more: dict[str, str]) -> None:
    answer = post(administrator, template("{{ salary }}", "{{ full_name.__class__ }}", "{{ 9**9 }}"), **more)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Unknown field: “salary”" in page
    assert "“__class__” begins with an underscore" in page
    assert "Not allowed in a template: “{{ 9**9 }}”" in page
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (samples.pdf(), "mau.docx", "is no DOCX"),
        (b"", "mau.docx", "is empty"),
        (b"x" * 2_100_000, "mau.docx", "too large"),
        (template("{{ full_name }}"), f"{'m' * 160}.docx", "longer than 150"),
    ],
    ids=["pdf", "empty", "large", "name"],
)
def test_files_that_are_no_templates(administrator: Client, content: bytes, name: str, told: str) -> None:
    answer = post(administrator, content, name)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert administrator.post(ADDRESS).status_code == 422
    assert not FormTemplate.objects.exists()


def test_back_to_an_earlier_one(administrator: Client) -> None:
    post(administrator, template(OWN))
    post(administrator, template("Hai {{ full_name }}"))
    assert text_of(administrator.get(f"{ADDRESS}1/").content) == OWN
    assert administrator.get(f"{ADDRESS}0/").content == built_in("6-KNĐ")
    assert administrator.post(f"{ADDRESS}1/use/").status_code == 302
    assert administrator.post(f"{ADDRESS}0/use/").status_code == 302
    page = administrator.get(ADDRESS).content.decode().rpartition("<aside>")[2]
    assert page.index("Version 4") < page.index("Version 3") < page.index("as version 1") < page.index("Version 2")
    again = administrator.post(f"{ADDRESS}0/use/")
    assert (again.status_code, "in use already" in again.content.decode()) == (409, True)
    assert administrator.post(f"{ADDRESS}9/use/").status_code == 404
    assert administrator.get(f"{ADDRESS}9/").status_code == 404
    assert administrator.get(ADDRESS, {"show": "9"}).status_code == 404
    assert administrator.get(ADDRESS, {"show": "²"}).status_code == 404
    assert administrator.get("/forms/no-such/").status_code == 404


def test_for_nobody_else(client: Client, bloc: Bloc, files_dir: Path) -> None:
    User.objects.update(language="en")
    for who in ("organisation_board", "office", "auditor", "bloc_secretary", "seatless"):
        client.force_login(getattr(bloc, who))
        answer = client.get("/forms/")
        assert (who, answer.status_code) == (who, 403)
        assert "kept by the system&#x27;s administrator" in answer.content.decode()
        assert 'href="/forms/"' not in client.get("/").content.decode()
        for call in (client.get(ADDRESS), client.get(f"{ADDRESS}0/"), post(client, template(OWN)),
                     client.post(f"{ADDRESS}0/use/")):  # fmt: skip
            assert (who, call.status_code) == (who, 403)
    assert not FormTemplate.objects.exists()
    client.logout()
    assert client.get("/forms/").status_code == 302


def test_a_place_of_the_administrator(administrator: Client) -> None:
    assert 'href="/forms/"' in administrator.get("/").content.decode()


def test_the_statements_do_not_grow(administrator: Client) -> None:
    for address in ("/forms/", ADDRESS):
        administrator.get(address)
        with CaptureQueriesContext(connection) as few:
            administrator.get(address)
        for number in range(3):
            post(administrator, template(f"{number} {{{{ full_name }}}} {address}"))
        administrator.get(address)
        with CaptureQueriesContext(connection) as many:
            administrator.get(address)
        assert statements(many) <= statements(few) + 1
