"""The page of a case's forms: who sees it, what it shows, what leaves it, and what stands in the journal of it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admission_flow.models import PaperFile
from admission_flow.paper_forms.catalogue import FORMS
from documents import store
from documents.forms import office, pdf
from documents.forms.preview import text_of
from journal.models import Entry
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import statements
from tests.admission_flow.untouched import nothing_written
from tests.documents.forms.templates import template
from tests.documents.test_store import alter
from tests.people import Bloc

CANDIDATE = "Nguyễn Thị Thanh Xuân"


@pytest.fixture
def journey(bloc: Bloc, files_dir: Path) -> Journey:
    walked = Journey(bloc).to("grassroots_approval")
    User.objects.update(language="en")
    return walked


@pytest.fixture
def address(journey: Journey) -> str:
    return f"/cases/{journey.case.pk}/forms/"


def entries(user: User, verb: str) -> list[Entry]:
    return list(Entry.objects.filter(stream=f"user:{user.pk}", verb=verb).order_by("seq"))


def test_the_list_and_a_preview(client: Client, bloc: Bloc, address: str) -> None:
    client.force_login(bloc.auditor)
    page = client.get(address).content.decode()
    assert "Resolution of the cell" in page
    assert f'href="{address}6-knd/docx/"' in page
    assert "Resolution of the departmental committee" not in page
    assert "made-form" not in page
    shown = client.get(address, {"show": "6-knd"}).content.decode()
    assert 'lang="vi"' in shown
    assert "NGHỊ QUYẾT" in shown
    assert CANDIDATE in shown
    assert len(entries(bloc.auditor, "look")) == 1


def test_it_is_found_from_the_papers_of_the_case(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.auditor)
    assert f'href="{address}"' in client.get(f"/cases/{journey.case.pk}/?tab=papers").content.decode()


def test_what_was_typed_is_no_markup(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    candidate = journey.case.candidate
    candidate.life_history = '<script>alert(1)</script> & "a"\n{{ full_name.__class__ }}'
    candidate.save(update_fields=["life_history"])
    client.force_login(bloc.auditor)
    page = client.get(address, {"show": "2-knd"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;a&quot;<br>{{ full_name.__class__ }}" in page
    assert candidate.life_history in text_of(client.get(f"{address}2-knd/docx/").content)


def test_a_download_is_an_entry_each_time(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.committee_secretary)
    answer = client.get(f"{address}6-knd/docx/")
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store, private")
    named = unquote(answer["Content-Disposition"])
    assert named == f"attachment; filename*=utf-8''6-KNĐ {journey.case.number}.docx"
    assert CANDIDATE in text_of(answer.content)
    client.get(f"{address}6-knd/docx/")
    first, second = entries(bloc.committee_secretary, "download_form")
    assert first.refs == second.refs
    assert first.refs == {
        "case": journey.case.number,
        "case_id": journey.case.pk,
        "form": "6-KNĐ",
        "ending": "docx",
        "template": 0,
        "sha256": hashlib.sha256(answer.content).hexdigest(),
    }


def test_the_head_alone_is_not_told(client: Client, bloc: Bloc, address: str) -> None:
    client.force_login(bloc.auditor)
    assert client.head(f"{address}6-knd/docx/").status_code == 405
    assert client.post(f"{address}6-knd/docx/").status_code == 405


@pytest.mark.parametrize("more", ["", "?show=6-knd", "6-knd/docx/", "6-knd/pdf/"])
def test_for_others_it_is_not_there(client: Client, bloc: Bloc, address: str, more: str) -> None:
    for who in ("sibling_secretary", "training_centre", "office", "administrator", "seatless", "former_secretary"):
        client.force_login(getattr(bloc, who))
        with nothing_written(but=("django_session",)):
            assert (who, client.get(address + more).status_code) == (who, 404)
    client.logout()
    assert client.get(address + more).status_code == 302


def test_what_the_case_does_not_have(client: Client, bloc: Bloc, address: str) -> None:
    client.force_login(bloc.auditor)
    for more in ("?show=7-knd", "?show=16-knd", "7-knd/docx/", "3-knd-999999/docx/", "nothing/docx/"):
        assert (more, client.get(address + more).status_code) == (more, 404)


def test_attached_to_its_paper_with_one_click(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.cell_secretary)
    assert "Attach to its paper" in client.get(address).content.decode()
    paper = journey.case.papers.get(code="6-KNĐ")
    answer = client.post(f"{address}6-knd/attach/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/cases/{journey.case.pk}/?tab=papers#files-{paper.pk}",
    )
    file = PaperFile.objects.get()
    assert (file.paper, file.version, file.classification) == (paper, 1, "confidential")
    assert CANDIDATE in text_of(store.read(file.file))
    assert Entry.objects.filter(stream=f"case:{journey.case.pk}", verb="attach_file").count() == 1
    assert "Attach as version 2" in client.get(address).content.decode()


def test_a_second_click_attaches_nothing(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.cell_secretary)
    client.post(f"{address}6-knd/attach/")
    answer = client.post(f"{address}6-knd/attach/")
    assert answer.status_code == 409
    assert "attached already, as version 1" in answer.content.decode()
    person = journey.case.candidate.person
    person.hometown = "Xã khác"
    person.save(update_fields=["hometown"])
    assert client.post(f"{address}6-knd/attach/").status_code == 302
    assert PaperFile.objects.latest("version").why == "Made anew from what is recorded."


def test_who_may_not_attach(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    expected = {"auditor": 403, "committee_secretary": 403, "sibling_secretary": 404, "administrator": 404}
    for who, status in expected.items():
        client.force_login(getattr(bloc, who))
        assert (who, client.post(f"{address}6-knd/attach/").status_code) == (who, status)
    client.force_login(bloc.auditor)
    assert "/attach/" not in client.get(address).content.decode()
    client.force_login(bloc.cell_secretary)
    assert client.post(f"{address}8-knd/attach/").status_code == 404
    assert client.get(f"{address}6-knd/attach/").status_code == 405
    assert not PaperFile.objects.exists()


def test_on_hold_and_closed_it_is_read_and_not_attached(
    client: Client, bloc: Bloc, journey: Journey, address: str
) -> None:
    client.force_login(bloc.cell_secretary)
    journey.hold()
    assert "/attach/" not in client.get(address).content.decode()
    assert client.post(f"{address}6-knd/attach/").status_code == 409
    journey.resume()
    journey.withdraw()
    assert client.post(f"{address}6-knd/attach/").status_code == 409
    assert client.get(f"{address}6-knd/docx/").status_code == 200


def test_the_statements_do_not_grow(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.cell_secretary)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    client.post(f"{address}6-knd/attach/")
    client.post(f"{address}2-knd/attach/")
    for key in [one for one in client.get(address).content.decode().split('"') if "/3-knd-" in one and "attach" in one]:
        assert client.post(key).status_code == 302
    journey.grassroots_approval()
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert PaperFile.objects.count() == 4
    assert statements(many) <= statements(few) <= 30


def test_as_pdf_where_the_server_makes_them(
    client: Client, bloc: Bloc, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(bloc.auditor)
    monkeypatch.setattr(pdf, "is_here", lambda: False)
    assert "/pdf/" not in client.get(address).content.decode()
    assert client.get(f"{address}6-knd/pdf/").status_code == 404
    monkeypatch.setattr(pdf, "is_here", lambda: True)
    monkeypatch.setattr(pdf, "to_pdf", lambda docx: b"%PDF-" + docx[:2])
    assert f'href="{address}6-knd/pdf/"' in client.get(address).content.decode()
    answer = client.get(f"{address}6-knd/pdf/")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-PK", "application/pdf")
    assert [one.refs["ending"] for one in entries(bloc.auditor, "download_form")] == ["pdf"]


def test_a_pdf_that_could_not_be_made(
    client: Client, bloc: Bloc, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(docx: bytes) -> bytes:
        raise pdf.NoPdf("Không tạo được PDF.")

    monkeypatch.setattr(pdf, "is_here", lambda: True)
    monkeypatch.setattr(pdf, "to_pdf", fails)
    client.force_login(bloc.auditor)
    answer = client.get(f"{address}6-knd/pdf/")
    assert (answer.status_code, "Không tạo được PDF." in answer.content.decode()) == (503, True)
    assert entries(bloc.auditor, "download_form") == []


def test_a_template_that_was_altered_on_the_server(client: Client, bloc: Bloc, address: str) -> None:
    given = (template("{{ full_name }}"), "mau.docx", FORMS["6-knd"].fields)
    row = office.upload_template("6-KNĐ", *given, acting_user=bloc.administrator, at=timezone.now())
    assert row.file is not None
    alter(store.path_of(row.file.sha256))
    client.force_login(bloc.auditor)
    for more in ("?show=6-knd", "6-knd/docx/"):
        answer = client.get(address + more)
        assert (answer.status_code, "is missing or is not what was attached" in answer.content.decode()) == (500, True)
    assert entries(bloc.auditor, "download_form") == []
