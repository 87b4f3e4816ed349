"""The register of decisions: which stand in it, in which order, who reads what of them, and its files."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from admission_flow.models import Decision, Regulation
from insights.event_log import register_files
from journal.models import Entry
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import numbered, open_cases, statements
from tests.people import Bloc

pytestmark = pytest.mark.django_db
ADDRESS = "/insights/decisions/"


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    User.objects.update(language="en")


def shown(client: Client, who: User, query: str = "", status: int = 200) -> Any:
    client.force_login(who)
    response = client.get(f"{ADDRESS}{query}")
    assert response.status_code == status
    return response


def numbers(client: Client, who: User, query: str = "") -> list[str]:
    return [row.number for row in shown(client, who, query).context["found"].rows]


def taken(client: Client, who: User, kind: str, query: str = "") -> io.BytesIO:
    client.force_login(who)
    response = client.get(f"{ADDRESS}register.{kind}{query}")
    assert response.status_code == 200
    return io.BytesIO(b"".join(response.streaming_content))


def decided(bloc: Bloc, count: int, **changes: Any) -> list[Decision]:
    """Decisions on admission as plain rows, of today, numbered in the order of a string."""
    tasks = open_cases(bloc, numbered(count), step="bloc_decision")
    given = {"step": "bloc_decision", "outcome": "admitted", "dated": timezone.localdate(), "signed_by": "Phó bí thư"}
    common = {"regulation": Regulation.on(timezone.localdate()), "decided_by": bloc.standing_deputy}
    return Decision.objects.bulk_create(
        Decision(
            case=task.process,
            task=task,
            number=f"{number}-QĐ/ĐUK",
            at=timezone.now(),
            **{**given, **common, **changes},
        )
        for number, task in enumerate(tasks, start=1)
    )


def test_admitted_not_admitted_and_cancelled(client: Client, bloc: Bloc) -> None:
    admitted = Journey(bloc).to("ceremony")
    admitted.ceremony()
    admitted.cancel_admission()
    refused = Journey(bloc).to("bloc_decision")
    refused.bloc_decision("not_admitted", reason="Chưa đủ điều kiện")
    below = Journey.in_unit(bloc, "delegated_cell").to("ceremony")
    rows = shown(client, bloc.auditor).context["found"].rows
    assert [(row.case, row.outcome, row.overtaken) for row in rows] == [
        (admitted.case.number, "admitted", True),
        (admitted.case.number, "cancelled", False),
        (refused.case.number, "not_admitted", False),
        (below.case.number, "admitted", False),
    ]
    assert rows[0].votes["votes_for"] == 9
    assert rows[1].votes is None
    bodies = ["Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh"] * 3 + ["Đảng ủy Sở Tài chính"]
    assert [row.body for row in rows] == bodies


def test_in_the_order_of_day_and_number(client: Client, bloc: Bloc) -> None:
    decided(bloc, 12)
    earlier = timezone.localdate() - timedelta(days=1)
    decided(bloc, 1, dated=earlier)
    found = numbers(client, bloc.auditor, f"?first={earlier:%d/%m/%Y}")
    assert found == ["1-QĐ/ĐUK", *(f"{number}-QĐ/ĐUK" for number in range(1, 13))]


def test_a_period_a_unit_an_outcome(client: Client, bloc: Bloc) -> None:
    today = timezone.localdate()
    decided(bloc, 2)
    decided(bloc, 1, outcome="not_admitted")
    decided(bloc, 1, dated=today.replace(year=today.year - 1))
    assert len(numbers(client, bloc.auditor)) == 3
    assert len(numbers(client, bloc.auditor, f"?first=01/01/{today.year - 1}")) == 4
    assert len(numbers(client, bloc.auditor, "?outcome=not_admitted")) == 1
    assert len(numbers(client, bloc.auditor, "?unit=SNV-01")) == 3
    assert numbers(client, bloc.auditor, "?unit=BVDK") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?first=31/02/2026", "Write the date as day/month/year"),
        ("?last=x", "Write the date as day/month/year"),
        ("?first=02/01/2026&last=01/01/2026", "Exchange them."),
        ("?unit=XYZ", "Select a valid choice."),
        ("?outcome=returned", "Select a valid choice."),
    ],
)
def test_what_is_asked_wrong_is_said(client: Client, bloc: Bloc, query: str, sentence: str) -> None:
    assert sentence in shown(client, bloc.auditor, query, 422).content.decode()
    for kind in ("xlsx", "docx"):
        response = client.get(f"{ADDRESS}register.{kind}{query}", follow=True)
        assert sentence in response.content.decode()
    assert not Entry.objects.filter(verb__endswith="decisions").exists()


def test_an_empty_period_says_what_to_do(client: Client, bloc: Bloc) -> None:
    page = shown(client, bloc.auditor, "?first=01/01/2012&last=02/01/2012").content.decode()
    assert "No decision in this period" in page
    assert "register.xlsx" not in page
    assert "No decision in this period" in shown(client, bloc.cell_secretary).content.decode()
    assert "You see no cases" in shown(client, bloc.seatless).content.decode()


def test_who_sees_the_list_only_reads_initials_and_no_vote(client: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    name = journey.case.candidate.person.full_name
    for who in (bloc.office, bloc.training_centre):
        page = shown(client, who)
        (row,) = page.context["found"].rows
        assert (row.name, row.votes, row.outcome) == ("NX", None, "admitted")
        assert name not in page.content.decode()
        text = "\n".join(str(line) for line in load_workbook(taken(client, who, "xlsx")).active.values)
        assert name not in text
        assert journey.case.number in text
        assert name not in docx_text(taken(client, who, "docx"))
    assert not Entry.objects.filter(verb="look_decisions").exists()
    assert name in shown(client, bloc.committee_secretary).content.decode()


def test_somebody_elses_decisions_are_not_there(client: Client, bloc: Bloc) -> None:
    decided(bloc, 1)
    for who in (bloc.sibling_secretary, bloc.hospital_secretary):
        assert numbers(client, who) == []
    shown(client, bloc.sibling_secretary, "?unit=SNV-01", 422)
    assert client.get(f"{ADDRESS}register.csv").status_code == 404
    client.logout()
    assert client.get(ADDRESS).status_code == 302
    assert client.get(f"{ADDRESS}register.xlsx").status_code == 302


def test_a_look_is_kept_once_a_quarter_of_an_hour_and_every_file(client: Client, bloc: Bloc) -> None:
    decided(bloc, 1)
    for _turn in range(2):
        shown(client, bloc.auditor)
        taken(client, bloc.auditor, "xlsx")
    shown(client, bloc.auditor, "?unit=SNV")
    looks = Entry.objects.filter(verb="look_decisions", stream=f"user:{bloc.auditor.pk}")
    assert sorted(one.refs["unit"] for one in looks) == ["DUK", "SNV"]
    files = Entry.objects.filter(verb="export_decisions", stream=f"user:{bloc.auditor.pk}")
    assert [(one.refs["kind"], one.refs["rows"]) for one in files] == [("xlsx", 1)] * 2


def test_the_workbook_has_days_and_numbers(client: Client, bloc: Bloc) -> None:
    Journey(bloc).to("ceremony")
    head, row = load_workbook(taken(client, bloc.auditor, "xlsx")).active.iter_rows()
    line = dict(zip([cell.value for cell in head], row, strict=True))
    assert line["Date"].value.date() == timezone.localdate()
    assert (line["For"].value, line["For"].data_type) == (9, "n")
    assert (line["Candidate"].value, line["Outcome"].value) == ("Nguyễn Thị Thanh Xuân", "admitted")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1"])
def test_a_text_stays_a_text(client: Client, bloc: Bloc, text: str) -> None:
    decided(bloc, 1, signed_by=text)
    _head, row = load_workbook(taken(client, bloc.auditor, "xlsx")).active.iter_rows()
    assert [(cell.data_type, cell.quotePrefix) for cell in row if cell.value == text] == [("s", True)]


def docx_text(file: io.BytesIO) -> str:
    document = Document(file)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_paper_has_the_partys_heading_and_every_decision(client: Client, bloc: Bloc) -> None:
    decided(bloc, 3)
    text = docx_text(taken(client, bloc.auditor, "docx"))
    for words in ("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH", "SỔ QUYẾT ĐỊNH", "3-QĐ/ĐUK", "kết nạp"):
        assert words in text
    assert "Không có quyết định nào" in docx_text(taken(client, bloc.auditor, "docx", "?unit=BVDK"))


def test_too_many_for_a_paper(client: Client, bloc: Bloc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(register_files.MOST, "docx", 1)
    decided(bloc, 2)
    client.force_login(bloc.auditor)
    response = client.get(f"{ADDRESS}register.docx", follow=True)
    assert "This is more than one file holds (1 rows)." in response.content.decode()
    assert taken(client, bloc.auditor, "xlsx")


def test_a_thousand_cost_no_more_statements(client: Client, bloc: Bloc) -> None:
    decided(bloc, 2)
    shown(client, bloc.auditor)
    taken(client, bloc.auditor, "xlsx")
    found = []
    for number in (0, 1000):
        decided(bloc, number)
        with CaptureQueriesContext(connection) as page:
            shown(client, bloc.auditor)
        with CaptureQueriesContext(connection) as file:
            taken(client, bloc.auditor, "xlsx")
        found.append((statements(page), statements(file)))
    assert found[0] == found[1]
    assert load_workbook(taken(client, bloc.auditor, "xlsx")).active.max_row == 1003
