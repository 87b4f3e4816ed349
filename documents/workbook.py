"""A unit's registers of one year as a workbook, as the office prints and binds them at the end of the year."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from documents.entries import day_words
from documents.models import Incoming, Outgoing, Register
from documents.queries import OUTGOING
from orgs.models import Unit

# A spreadsheet program may take a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LINE = Border(*[Side(style="thin")] * 4)
# Widths of the columns, in characters.
_OUTGOING_WIDTHS = (16, 12, 48, 24, 24, 30)
_INCOMING_WIDTHS = (9, 12, 28, 16, 12, 44, 26, 22, 30)
_HEAD_ROW = 4


def workbook_of(unit: Unit, show: str, year: str, rows: Sequence[Any]) -> bytes:
    """One sheet a register: of outgoing papers one a kind, of incoming ones one. `rows` in the order of the sheets."""
    book = Workbook()
    book.remove(book.active)
    if show == OUTGOING:
        for kind, papers in groupby(rows, key=lambda row: row.register.kind):
            title = _("Register of outgoing papers: %(kind)s") % {"kind": Register.Kind(kind).label}
            _fill(book.create_sheet(kind), (unit.name, title, year), _outgoing_words(), _OUTGOING_WIDTHS)
            for paper in papers:
                _line(book[kind], _outgoing(paper))
    if show != OUTGOING or not rows:
        title = _("Register of outgoing papers") if show == OUTGOING else _("Register of incoming papers")
        words, widths = (
            (_outgoing_words(), _OUTGOING_WIDTHS) if show == OUTGOING else (_incoming_words(), _INCOMING_WIDTHS)
        )
        sheet = book.create_sheet(year)
        _fill(sheet, (unit.name, title, year), words, widths)
        for paper in rows:
            _line(sheet, _incoming(paper))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _outgoing_words() -> list[str]:
    return [_("Number and symbol"), _("Date"), _("About"), _("Signed by"), _("Entered by"), _("Remarks")]


def _outgoing(row: Outgoing) -> list[object]:
    return [row.symbol, row.dated, row.about, row.signed_by, row.issued_by.display_name, _remarks(row)]


def _incoming_words() -> list[str]:
    return [
        _("Number"),
        _("Received on"),
        _("From"),
        _("Sender's number"),
        _("Sender's date"),
        _("About"),
        _("Forwarded to"),
        _("Entered by"),
        _("Remarks"),
    ]


def _incoming(row: Incoming) -> list[object]:
    forwarded = row.forwarded_to
    if row.forwarded_at:
        forwarded = f"{forwarded} ({day_words(timezone.localdate(row.forwarded_at))})"
    own = [row.number, row.received_on, row.sender, row.their_number, row.their_date]
    return [*own, row.about, forwarded, row.recorded_by.display_name, _remarks(row)]


def _remarks(row: Outgoing | Incoming) -> str:
    if row.voided_at is None:
        return ""
    day = day_words(timezone.localdate(row.voided_at))
    return _("Void since %(day)s: %(reason)s") % {"day": day, "reason": row.void_reason}


def _fill(sheet: Worksheet, titles: Sequence[str], words: Sequence[str], widths: Sequence[int]) -> None:
    """The head of the page, the words of the columns, and how it is printed."""
    for row, title in enumerate(titles, start=1):
        write(sheet.cell(row, 1), title)
        sheet.cell(row, 1).font = Font(bold=True, size=13 if row == 2 else 11)
    for column, (word, width) in enumerate(zip(words, widths, strict=True), start=1):
        cell = sheet.cell(_HEAD_ROW, column)
        write(cell, word)
        cell.font = Font(bold=True)
        cell.border = _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.center.text = "&P/&N"


def _line(sheet: Worksheet, values: Sequence[object]) -> None:
    row = sheet.max_row + 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        write(cell, value)
        cell.border = _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def write(cell: Cell, value: object) -> None:
    """A number, a date, or a text that stays one whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        if value is not None and not isinstance(value, int):
            cell.number_format = "dd/mm/yyyy"
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    # Else a program that saves the sheet anew would read it as a formula then.
    cell.quotePrefix = value.startswith(_FORMULA)
