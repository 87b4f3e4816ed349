"""The certificates of a closed class as forms: for the centre that issues them, with no more than it may see."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admission_flow.paper_forms.catalogue import FORMS
from documents import store
from documents.forms import office
from documents.forms.preview import text_of
from journal.models import Entry
from tests.admission_flow.many import statements
from tests.admission_flow.recognising import recognising
from tests.documents.forms.templates import template
from tests.documents.test_store import alter
from tests.people import Bloc
from tests.training.classes import SIGNER, Centre, waiting


@pytest.fixture
def centre(bloc: Bloc) -> Centre:
    """A class of three, closed; one did not pass."""
    centre = Centre(bloc)
    enrolled = centre.held(waiting(bloc, 2) + waiting(bloc, 1, "departmental_cell"))
    centre.grade(enrolled[0])
    centre.close()
    return centre


def address(centre: Centre) -> str:
    return f"/classes/{centre.found.pk}/certificates/"


def taken(client: Client, centre: Centre) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(client.get(address(centre)).content)) as archive:
        return [text_of(archive.read(name)) for name in archive.namelist()]


def test_one_each_with_what_the_class_knows(client: Client, bloc: Bloc, centre: Centre) -> None:
    client.force_login(bloc.training_centre)
    assert address(centre) in client.get(f"/classes/{centre.found.pk}/").content.decode()
    answer = client.get(address(centre))
    assert unquote(answer["Content-Disposition"]).endswith("CN-NTVĐ 01-2026.zip")
    one, other = taken(client, centre)
    assert "Số 01-CN/TTCT" in one
    assert "Số 02-CN/TTCT" in other
    for told in (one, other):
        assert "Nguyễn Thị Thanh Xuân" in told
        assert SIGNER in told
        assert f"từ ngày {centre.found.starts:%d/%m/%Y} đến ngày {centre.found.ends:%d/%m/%Y}" in told
        assert "kết quả xếp loại: khá" in told
        assert "sinh ngày ……" in told
        assert "03/02/1994" not in told
    assert "ĐẢNG ỦY BỘ PHẬN KHỐI NỘI" in other.upper()
    entries = Entry.objects.filter(stream=f"user:{bloc.training_centre.pk}", verb="download_certificates")
    assert [entry.refs["certificates"] for entry in entries] == [2, 2]
    assert "Xuân" not in str([entry.refs for entry in entries])


def test_for_others_they_are_not_there(client: Client, bloc: Bloc, centre: Centre) -> None:
    expected = {"cell_secretary": 403, "organisation_board": 403, "administrator": 404, "seatless": 404}
    for who, status in expected.items():
        client.force_login(getattr(bloc, who))
        assert (who, client.get(address(centre)).status_code) == (who, status)
    client.force_login(bloc.cell_secretary)
    assert address(centre) not in client.get(f"/classes/{centre.found.pk}/").content.decode()
    assert not Entry.objects.filter(verb="download_certificates").exists()
    client.force_login(bloc.training_centre)
    assert (client.head(address(centre)).status_code, client.post(address(centre)).status_code) == (405, 405)


def test_there_are_none_before_the_end_nor_of_the_other_kind(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.training_centre)
    centre = Centre(bloc)
    centre.held(waiting(bloc))
    assert client.get(address(centre)).status_code == 404
    assert address(centre) not in client.get(f"/classes/{centre.found.pk}/").content.decode()
    centre.held([recognising(bloc).case], number="02-2026", kind="new_member")
    centre.close()
    assert client.get(address(centre)).status_code == 404


def test_a_template_gets_no_more_than_the_list_shows(
    client: Client, bloc: Bloc, centre: Centre, files_dir: Path
) -> None:
    words = template("{{ full_name }}: {{ citizen_id }} {{ hometown }} {{ birth_date }}")
    given = (words, "mau.docx", FORMS["cn-ntvd"].fields)
    row = office.upload_template("CN-NTVĐ", *given, acting_user=bloc.administrator, at=timezone.now())
    client.force_login(bloc.training_centre)
    assert set(taken(client, centre)) == {"Nguyễn Thị Thanh Xuân: …… …… ……"}
    assert row.file is not None
    alter(store.path_of(row.file.sha256))
    answer = client.get(address(centre))
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (500, True)


def test_the_statements_do_not_grow(client: Client, bloc: Bloc, centre: Centre) -> None:
    client.force_login(bloc.training_centre)
    few = cost(client, centre)
    other = Centre(bloc)
    other.held(waiting(bloc, 6), number="02-2026")
    other.close()
    assert cost(client, other) == few


def cost(client: Client, centre: Centre) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(centre)).status_code == 200
    return statements(captured)
