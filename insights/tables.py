"""Lists as files: XLSX and CSV, of rows that come one after the other, and how one is handed out.

Whatever a cell's text begins with, it stays a text: a spreadsheet program would else calculate what somebody typed.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import hashlib
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, NamedTuple

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from insights import handing_out

XLSX, CSV, JSONL = "xlsx", "csv", "jsonl"
# What a list may be asked as.
LISTS = (XLSX, CSV)
KINDS = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    JSONL: "application/jsonl; charset=utf-8",
}
# A spreadsheet program may take a text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Of a sheet's name.
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_NARROWEST, _WIDEST = 10, 40

Row = Sequence[object]


class Sheet(NamedTuple):
    """One sheet of a workbook; `above` are rows over the head."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Row]
    above: Sequence[Row] = ()


def write_xlsx(title: str, columns: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """A workbook of one sheet; see `write_book`."""
    return write_book([Sheet(title, columns, rows)])


def write_book(sheets: Iterable[Sheet]) -> IO[bytes]:
    """A workbook, open at its beginning and gone when it is closed. Rows are not kept in memory.

    Numbers and days stay such, moments become local ones, None an empty cell.
    """
    book = Workbook(write_only=True)
    for one in sheets:
        _fill(book, one)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # handed out open
    book.save(file)
    file.seek(0)
    return file


def _fill(book: Workbook, one: Sheet) -> None:
    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", one.title)[:_LONGEST_TITLE])
    sheet.freeze_panes = f"A{len(one.above) + 2}"
    for number, column in enumerate(one.columns, start=1):
        width = max(_NARROWEST, min(_WIDEST, len(column) + 8))
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = [_cell(sheet, column) for column in one.columns]
    for cell in head:
        cell.font = Font(bold=True)
    try:
        for row in one.above:
            sheet.append([_cell(sheet, value) for value in row])
        sheet.append(head)
        for row in one.rows:
            sheet.append([_cell(sheet, value) for value in row])
    finally:
        sheet.close()  # also where the rows were refused on the way


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """Commas, UTF-8 with the mark by which a spreadsheet program knows it. Open at its beginning, gone when closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # handed out open
    file.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    lines = csv.writer(text)
    lines.writerow([_plain(column) for column in columns])
    for row in rows:
        lines.writerow([_plain(value) for value in row])
    text.flush()
    text.detach()
    file.seek(0)
    return file


def write(kind: str, title: str, columns: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """`kind` is XLSX or CSV."""
    return write_xlsx(title, columns, rows) if kind == XLSX else write_csv(columns, rows)


def sha256_of(file: IO[bytes]) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a temporary file reads into
    file.seek(0)
    return digest


def handed_out(request: HttpRequest, file: IO[bytes], kind: str, name: str) -> StreamingHttpResponse:
    """The file piece by piece, and closed then. `name` without its ending, and with nothing of a person."""
    return handing_out.handed_out(request, file, f"{name}.{kind}", KINDS[kind])


def _cell(sheet: WriteOnlyWorksheet, value: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, datetime.datetime):
        cell.value = timezone.localtime(value).replace(tzinfo=None)
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, datetime.date):
        cell.value = value
        cell.number_format = "dd/mm/yyyy"
    elif value is None or isinstance(value, bool | int | float):
        cell.value = value
    else:
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        cell.value = text
        cell.data_type = "s"
        # Else a program that saves the sheet anew would read it as a formula then.
        cell.quotePrefix = text.startswith(FORMULA)
    return cell


def _plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if value is None or isinstance(value, bool | int | float):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA) else text
