"""The list of cases and one's work as files: what the page shows, to who sees the page."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from insights import list_files
from journal.models import Entry
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import numbered, open_cases, statements
from tests.people import Bloc

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    User.objects.update(language="en")


def taken(client: Client, who: User, address: str) -> bytes:
    client.force_login(who)
    response = client.get(address)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def as_csv(client: Client, who: User, query: str = "", which: str = "cases") -> list[dict[str, str]]:
    content = taken(client, who, f"/insights/lists/{which}.csv{query}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_cases_as_on_the_page(client: Client, bloc: Bloc) -> None:
    today = timezone.localdate()
    open_cases(bloc, ["Lê Thị Hai"], due_on=today - timedelta(days=30))
    open_cases(bloc, ["Lê Thị Một"], unit=bloc.sibling_cell, due_on=today + timedelta(days=30))
    ended = Journey(bloc).to("course")
    ended.withdraw()
    rows = as_csv(client, bloc.committee_secretary, "?sort=name")
    assert [row["Candidate"] for row in rows] == ["Lê Thị Hai", "Lê Thị Một", "Nguyễn Thị Thanh Xuân"]
    late, _soon, gone = rows
    assert late["Where it stands"] == "Declaration"
    assert (late["Unit"], late["Committee"]) == (bloc.cell.name, bloc.committee.name)
    assert int(late["Working days left"]) < 0
    assert (gone["Where it stands"], gone["Due on"]) == ("withdrawn", "")
    assert gone["Closed on"] == f"{today:%d/%m/%Y}"


def test_real_days_and_numbers_in_the_workbook(client: Client, bloc: Bloc) -> None:
    due = timezone.localdate() + timedelta(days=10)
    open_cases(bloc, ["Lê Thị Hai"], due_on=due)
    book = load_workbook(io.BytesIO(taken(client, bloc.cell_secretary, "/insights/lists/cases.xlsx")))
    head, row = book.active.iter_rows()
    line = dict(zip([cell.value for cell in head], row, strict=True))
    assert line["Due on"].value.date() == due
    assert line["Due on"].number_format == "dd/mm/yyyy"
    assert line["Days waited"].value == 0
    assert line["Due by"].value == "the office's own"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Một", "Hai"}),
        ("?step=verification", {"Hai"}),
        ("?show=late", {"Hai"}),
        ("?show=withdrawn", set()),
        ("?unit=999999", {"Một", "Hai"}),
        ("?find=7", {"Một", "Hai"}),
    ],
)
def test_as_filtered(client: Client, bloc: Bloc, query: str, names: set[str]) -> None:
    open_cases(bloc, ["Lê Thị Một"])
    open_cases(bloc, ["Lê Thị Hai"], step="verification", due_on=timezone.localdate() - timedelta(days=9))
    rows = as_csv(client, bloc.committee_secretary, query)
    assert {row["Candidate"].split()[-1] for row in rows} == names


def test_what_was_looked_for_narrows_it_and_stands_nowhere(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Lê Thị Một", "Trần Văn Hai"])
    client.force_login(bloc.cell_secretary)
    address = client.post("/cases/", {"q": "mot"}).url
    shown = client.get(address).content.decode()
    assert "/insights/lists/cases.csv?find=1" in shown
    content = b"".join(client.get("/insights/lists/cases.csv?find=1").streaming_content).decode("utf-8-sig")
    assert [row["Candidate"] for row in csv.DictReader(io.StringIO(content))] == ["Lê Thị Một"]
    refs = Entry.objects.get(verb="export_list").refs
    assert (refs["searched"], refs["filters"]) == (True, "")


def test_ones_own_view_and_no_more(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Lê Thị Một"])
    open_cases(bloc, ["Lê Thị Hai"], unit=bloc.sibling_cell)
    assert [row["Candidate"] for row in as_csv(client, bloc.sibling_secretary)] == ["Lê Thị Hai"]
    assert len(as_csv(client, bloc.office)) == 2
    for who in (bloc.hospital_secretary, bloc.administrator, bloc.seatless, bloc.former_secretary):
        assert as_csv(client, who) == []


def test_ones_work(client: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    journey.take(journey.task("declaration"))
    (row,) = as_csv(client, bloc.cell_secretary, which="my_work")
    assert (row["Case number"], row["To do"], row["Taken by"]) == (journey.case.number, "Declaration", "Trần Quốc Bảo")
    assert as_csv(client, bloc.committee_secretary, which="my_work") == []


def test_who_took_it_stands_in_the_journal_without_a_name(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Lê Thị Một"])
    as_csv(client, bloc.auditor, "?show=open")
    entry = Entry.objects.get(verb="export_list")
    assert (entry.stream, entry.actor_id) == (f"user:{bloc.auditor.pk}", bloc.auditor.pk)
    assert {key: entry.refs[key] for key in ("list", "kind", "rows", "filters")} == {
        "list": "cases",
        "kind": "csv",
        "rows": 1,
        "filters": "?show=open",
    }
    assert "Một" not in str(entry.refs)


def test_it_asks_for_sign_in_and_knows_two_lists(client: Client, bloc: Bloc) -> None:
    assert client.get("/insights/lists/cases.csv").status_code == 302
    client.force_login(bloc.auditor)
    for address in ("cases.pdf", "others.csv", "unit_work.csv"):
        assert client.get(f"/insights/lists/{address}").status_code == 404
    assert client.post("/insights/lists/cases.csv").status_code == 405


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_name_stays_a_text(client: Client, bloc: Bloc, kind: str) -> None:
    names = ["=HYPERLINK(1)", "+84", "-1", "@SUM(A1)"]
    open_cases(bloc, names)
    content = taken(client, bloc.cell_secretary, f"/insights/lists/cases.{kind}?sort=name")
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
        assert {row[0] for row in rows} == {f"'{name}" for name in names}
    else:
        cells = [row[0] for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
        assert {(cell.data_type, cell.value) for cell in cells} == {("s", name) for name in names}


@pytest.mark.parametrize("which", ["cases", "my_work"])
def test_a_thousand_cost_no_more_statements(client: Client, bloc: Bloc, which: str) -> None:
    open_cases(bloc, numbered(2), due_on=timezone.localdate())
    as_csv(client, bloc.cell_secretary, which=which)
    found = []
    for number in (0, 1000):
        open_cases(bloc, numbered(number), due_on=timezone.localdate())
        with CaptureQueriesContext(connection) as captured:
            rows = as_csv(client, bloc.cell_secretary, which=which)
        found.append(statements(captured))
    assert len(rows) == 1002
    assert found[0] == found[1]


def test_more_than_a_file_holds_is_said_on_the_page(
    client: Client, bloc: Bloc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_files, "MOST_ROWS", 1)
    open_cases(bloc, numbered(2))
    client.force_login(bloc.cell_secretary)
    response = client.get("/insights/lists/cases.csv?show=open", follow=True)
    assert response.redirect_chain == [("/cases/?show=open", 302)]
    assert "This is more than one file holds (1 rows)." in response.content.decode()
    assert not Entry.objects.filter(verb="export_list").exists()


def test_the_work_of_a_unit_for_its_head(client: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    open_cases(bloc, ["Lê Thị Hai"])
    journey.take(journey.task("declaration"))

    def rows(query: str = "") -> list[tuple[str, str]]:
        content = taken(client, bloc.cell_secretary, f"/insights/units/SNV-01/work.csv{query}").decode("utf-8-sig")
        return [(row["Candidate"], row["Who is on it"]) for row in csv.DictReader(io.StringIO(content))]

    mine = ("Nguyễn Thị Thanh Xuân", "Trần Quốc Bảo")
    assert sorted(rows()) == [("Lê Thị Hai", ""), mine]
    assert rows("?on=nobody") == [("Lê Thị Hai", "")]
    assert rows(f"?on={bloc.cell_secretary.pk}") == [mine]
    assert len(rows("?on=x")) == 2
    assert {one.refs["unit"] for one in Entry.objects.filter(verb="export_list")} == {"SNV-01"}


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("committee_secretary", "SNV-01/work.csv", 403),
        ("sibling_secretary", "SNV-01/work.xlsx", 403),
        ("cell_secretary", "SNV-01/work.pdf", 404),
        ("cell_secretary", "SNV-09/work.csv", 404),
    ],
)
def test_the_work_of_a_unit_for_nobody_else(client: Client, bloc: Bloc, who: str, address: str, status: int) -> None:
    client.force_login(getattr(bloc, who))
    assert client.get(f"/insights/units/{address}").status_code == status
    assert not Entry.objects.filter(verb="export_list").exists()
