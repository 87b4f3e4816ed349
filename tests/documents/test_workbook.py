"""The workbook of a register: every number, void ones with why, and no text that becomes a formula."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from documents.incoming import forward_incoming
from documents.outgoing import make_void
from tests.documents.office import arrival, letter, today, who

pytestmark = pytest.mark.django_db


def workbook(client, query):
    response = client.get(f"/registers/export/?{query}")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in response["Content-Disposition"]
    return load_workbook(io.BytesIO(response.content))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]


def test_a_sheet_a_kind_with_every_number(client, bloc):
    letter(bloc, after=0)
    make_void(letter(bloc).pk, "Viết nhầm", **who(bloc.standing_deputy))
    letter(bloc)
    letter(bloc, kind="BC", after=4)
    letter(bloc, dated=datetime.date(2025, 5, 5), after=0, about="Năm trước")
    letter(bloc, bloc.cell, bloc.cell_secretary, after=0, about="Của chi bộ")
    client.force_login(bloc.auditor)
    book = workbook(client, f"unit=DUK&year={today().year}")
    assert book.sheetnames == ["BC", "CV"]
    letters = book["CV"]
    assert letters["A1"].value == bloc.unit.name
    assert [row[0] for row in rows(letters)] == ["01-CV/ĐUK", "02-CV/ĐUK", "03-CV/ĐUK"]
    assert "Viết nhầm" in rows(letters)[1][5]
    assert rows(letters)[0][1].date() == today()
    assert letters["B5"].number_format == "dd/mm/yyyy"
    assert rows(letters)[0][4] == "Nguyễn Thị Thu Trang"
    assert [row[0] for row in rows(book["BC"])] == ["05-BC/ĐUK"]
    assert workbook(client, f"unit=DUK&year={today().year}&kind=BC").sheetnames == ["BC"]


def test_what_arrived_with_its_stamp(client, bloc):
    row = arrival(bloc, after=0, their_number="15-CV/TU", their_date=datetime.date(2026, 1, 5))
    forward_incoming(row.pk, "Ban Tổ chức", **who(bloc.standing_deputy))
    client.force_login(bloc.standing_deputy)
    book = workbook(client, f"show=incoming&unit=DUK&year={today().year}")
    (line,) = rows(book[str(today().year)])
    assert (line[0], line[3], line[4].date()) == (1, "15-CV/TU", datetime.date(2026, 1, 5))
    assert line[6] == f"Ban Tổ chức ({today():%d/%m/%Y})"


def test_a_register_that_has_not_begun_is_an_empty_sheet(client, bloc):
    client.force_login(bloc.standing_deputy)
    assert rows(workbook(client, "unit=DUK&year=2024")["2024"]) == []


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+84 1", "-1+2", "@SUM(A1)", "=1", "#N/A", "a\x07b"])
def test_a_text_stays_a_text(client, bloc, text):
    letter(bloc, after=0, about=text, signed_by=text)
    arrival(bloc, after=0, sender=text, their_number=text)
    client.force_login(bloc.standing_deputy)
    year = today().year
    sheets = [
        workbook(client, f"unit=DUK&year={year}")["CV"],
        workbook(client, f"show=incoming&unit=DUK&year={year}")[str(year)],
    ]
    for sheet, column in ((sheets[0], 3), (sheets[0], 4), (sheets[1], 3), (sheets[1], 4)):
        cell = sheet.cell(5, column)
        assert (cell.data_type, cell.value) == ("s", text.replace("\x07", ""))
        assert cell.quotePrefix == (text[0] in "=+-@")
