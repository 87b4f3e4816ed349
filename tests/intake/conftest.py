"""The organisation board's form: the bloc's own register, taken from its page and changed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from intake import working
from intake.models import Upload
from orgs.loading.form import REGISTER, SEATS, Sheet
from orgs.models import User
from tests.people import Bloc


@pytest.fixture
def board(client: Client, bloc: Bloc) -> Client:
    """Signed in as the organisation board, which reads English."""
    User.objects.update(language="en")
    client.force_login(bloc.organisation_board)
    return client


@pytest.fixture
def book(board: Client) -> Workbook:
    return form_of(board)


def form_of(client: Client) -> Workbook:
    """The whole form as of today."""
    response = client.get("/members/register.xlsx")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    # The cast's former secretary held the seat before being official, which the form refuses.
    book[SEATS.name].delete_rows(row_of(book, "Huỳnh Tấn Đạt", SEATS, "name"))
    return book


def row_of(book: Workbook, name: str, sheet: Sheet = REGISTER, key: str = "names") -> int:
    """The number of the row in which this stands."""
    place = sheet.keys.index(key)
    return next(row[0].row for row in book[sheet.name].iter_rows() if row[place].value == name)


def change(book: Workbook, row: int, sheet: Sheet = REGISTER, **values: Any) -> None:
    for key, value in values.items():
        book[sheet.name].cell(row, sheet.keys.index(key) + 1).value = value


def add(book: Workbook, like: int, sheet: Sheet = REGISTER, **values: Any) -> int:
    """Another row at the end, like that one but for these."""
    page = book[sheet.name]
    page.append([cell.value for cell in page[like]])
    change(book, page.max_row, sheet, **values)
    return int(page.max_row)


def fill_sheet(book: Workbook, sheet: Sheet, *rows: dict[str, Any]) -> None:
    """Rows at the end of a further sheet, which is made where the form has none."""
    page = book[sheet.name] if sheet.name in book.sheetnames else book.create_sheet(sheet.name)
    if page.max_row <= 1:
        page.append(list(sheet.headers))
    for row in rows:
        page.append([row.get(key) for key in sheet.keys])


def as_file(book: Workbook, name: str = "so.xlsx") -> SimpleUploadedFile:
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def uploaded(client: Client, book: Workbook) -> Upload:
    """Uploaded on the page and read by the worker."""
    response = client.post("/loading/", {"file": as_file(book)})
    assert response.status_code == 302, response.content.decode()
    upload = Upload.objects.latest("pk")
    assert response.url == f"/loading/{upload.pk}/"
    working.read(upload.pk, upload.attempt)
    upload.refresh_from_db()
    return upload


def agreed(client: Client, upload: Upload) -> Upload:
    """The button pressed as the page shows it, and carried out by the worker."""
    page = client.get(f"/loading/{upload.pk}/").content.decode()
    assert f'name="shown" value="{upload.fingerprint}"' in page
    response = client.post(f"/loading/{upload.pk}/load/", {"shown": upload.fingerprint})
    assert response.status_code == 302
    upload.refresh_from_db()
    working.load(upload.pk, upload.attempt)
    upload.refresh_from_db()
    return upload
