"""The list of admissions that were over before the system: whose names are told, and the same as a file."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journal.models import Entry
from orgs.models import Register, Unit, User
from planning.models import PastAdmission
from tests.admission_flow.many import statements
from tests.people import Bloc, make_person

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def register(bloc: Bloc) -> Register:
    User.objects.update(language="en")
    return Register.objects.create(
        bloc=bloc.unit, as_of=DAY(2015, 12, 31), file_sha256="0" * 64, loaded_at=timezone.now(), loaded_by=None
    )


def add(register: Register, unit: Unit, name: str, decided_on: datetime.date, number: str = "15-QĐ/ĐUK") -> None:
    PastAdmission.objects.create(
        person=make_person(name), unit=unit, register=register, number=number, decided_on=decided_on
    )


def names(client: Client, who: User, query: str = "") -> list[str]:
    client.force_login(who)
    return [row.name for row in client.get(f"/members/past/{query}").context["rows"]]


def test_names_for_who_sees_the_files_and_initials_elsewhere(client: Client, bloc: Bloc, register: Register) -> None:
    add(register, bloc.cell, "Vũ Văn Ra", DAY(2011, 3, 2))
    add(register, bloc.departmental_cell, "Lê Thị Mai", DAY(2012, 3, 2))
    assert names(client, bloc.auditor) == ["Vũ Văn Ra", "Lê Thị Mai"]
    assert names(client, bloc.office) == ["VR", "LM"]
    assert names(client, bloc.cell_secretary) == ["Vũ Văn Ra"]
    assert names(client, bloc.auditor, "?unit=DUK&first=01/01/2012&last=31/12/2012") == ["Lê Thị Mai"]
    taken = b"".join(client.get("/members/past.csv?unit=BVDK").streaming_content).decode("utf-8-sig")
    assert "Lê Thị Mai" in taken
    assert "Vũ Văn Ra" not in taken
    assert Entry.objects.get(verb="export_list").refs["list"] == "past_admissions"
    assert Entry.objects.filter(verb="look_past_admissions").exists()


def test_for_the_wrong_person_it_does_not_exist(client: Client, bloc: Bloc) -> None:
    for who in (bloc.seatless, bloc.administrator, bloc.former_secretary):
        client.force_login(who)
        assert client.get("/members/past/").status_code == 404
        assert client.get("/members/past.csv").status_code == 404
    client.force_login(bloc.cell_secretary)
    assert client.get("/members/past/?unit=BVDK").status_code == 422


def test_many_cost_no_more_statements(client: Client, bloc: Bloc, register: Register) -> None:
    names(client, bloc.auditor)
    found = []
    for number in (1, 30):
        for n in range(number):
            add(register, bloc.cell, "Vũ Văn Ra", DAY(2011, 3, 2), number=f"{number}-{n}")
        client.force_login(bloc.auditor)
        client.get("/members/past/")
        with CaptureQueriesContext(connection) as captured:
            rows = client.get("/members/past/").context["rows"]
        found.append(statements(captured))
    assert len(rows) == 31
    assert found[0] == found[1]
