"""The list behind a number as a file: the same rows, the same right, and the journal knows who took it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from admission_flow.models import Case
from insights import list_files
from insights.waits.tallying import roll_up_all
from journal.models import Entry
from orgs.models import Person
from tests.admission_flow.journey import Journey
from tests.people import Bloc


@pytest.fixture
def case(bloc: Bloc) -> Case:
    journey = Journey(bloc).to("verification")
    sum(roll_up_all(at=timezone.now()))
    return journey.case


def taken(person: Any, kind: str, **asked: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(f"/board/cases.{kind}", asked)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_rows_of_the_page_with_days_as_days(bloc: Bloc, case: Case) -> None:
    sheet = load_workbook(io.BytesIO(body(taken(bloc.standing_deputy, "xlsx", state="open")))).active
    rows = list(sheet.values)
    assert rows[0][1] == "Số hồ sơ"
    assert {row[1] for row in rows[1:]} == {case.number}
    assert len(rows) == 3, "verification and opinions are open"
    assert rows[1][5].date() == timezone.localdate(case.task_set.get(step="verification").opened_at)


def test_a_name_that_would_be_a_formula_stays_a_name(bloc: Bloc, case: Case) -> None:
    Person.objects.filter(candidate=case.candidate).update(full_name="=1+1")
    text = body(taken(bloc.standing_deputy, "csv", state="open")).decode("utf-8-sig")
    assert {row[0] for row in list(csv.reader(io.StringIO(text)))[1:]} == {"'=1+1"}
    sheet = load_workbook(io.BytesIO(body(taken(bloc.standing_deputy, "xlsx", state="open")))).active
    assert sheet["A2"].data_type == "s"


def test_the_journal_keeps_who_took_it_without_a_name(bloc: Bloc, case: Case) -> None:
    body(taken(bloc.committee_secretary, "csv", state="open"))
    entry = Entry.objects.get(stream=f"user:{bloc.committee_secretary.pk}", verb="export_list")
    assert (entry.refs["list"], entry.refs["rows"], entry.refs["filters"]) == ("board_cases", 2, "?state=open")
    assert case.candidate.person.full_name not in str(entry.refs)


def test_another_committees_secretary_gets_an_empty_list(bloc: Bloc, case: Case) -> None:
    rows = body(taken(bloc.departmental_secretary, "csv", state="open", unit=str(case.unit_id))).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(rows)))) == 1


def test_who_sees_nothing_gets_nothing(bloc: Bloc, case: Case) -> None:
    for person in (bloc.seatless, bloc.administrator):
        assert taken(person, "xlsx", state="open").status_code == 403
    assert Client().get("/board/cases.xlsx").status_code == 302
    assert taken(bloc.standing_deputy, "exe", state="open").status_code == 404


def test_too_many_rows_are_said(bloc: Bloc, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "MOST_ROWS", 1)
    response = taken(bloc.standing_deputy, "xlsx", state="open")
    assert response.status_code == 302
    assert response.url == "/board/cases/?state=open"
    assert not Entry.objects.filter(verb="export_list").exists()
