"""An .xlsx file taken apart into rows by the form's columns; nothing is judged here but the shape of the file."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from journal.given_files import why_unreadable
from orgs.loading.form import AS_OF_LABEL, SHEETS, Sheet
from orgs.names import search_key

# A register of a hundred thousand members has some 20 MB; what is larger is another file.
LARGEST = 50_000_000
# The header stands within the first rows, under a title and the register's date.
_HEADER_WITHIN = 15


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, and where: `row` as numbered in the sheet, 0 for the sheet; `column` as letter and words."""

    sheet: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        where = [self.sheet] if self.sheet else []
        if self.row:
            where.append(_("row %(row)s") % {"row": self.row})
        if self.column:
            where.append(_("column %(column)s") % {"column": self.column})
        return ": ".join([", ".join(where), self.what] if where else [self.what])


@dataclass
class Table:
    """The filled rows of one sheet under its header: number in the sheet, and value by the column's key."""

    sheet: Sheet
    letters: dict[str, str]
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def column(self, key: str) -> str:
        words = dict(self.sheet.columns)[key]
        return f"{self.letters[key]} ({words})"


@dataclass
class Book:
    tables: dict[str, Table]
    as_of: Any
    as_of_row: int


class UnreadableError(Exception):
    """The file isn't of the form at all; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(*problems)


def read_book(path: Path) -> Book:
    """Raises UnreadableError for a file that is not there, not .xlsx, or lacks a sheet, a column or every row."""
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    as_of, as_of_row = None, 0
    grids = _grids(path)
    by_key = {search_key(name): rows for name, rows in grids.items()}
    for sheet in SHEETS:
        rows = by_key.get(search_key(sheet.name))
        if rows is None:
            problems.append(Problem(sheet.name, 0, "", _("The sheet is missing.")))
            continue
        table = _table(sheet, rows, problems)
        if table is not None:
            tables[sheet.name] = table
    for number, row in enumerate(by_key.get(search_key(SHEETS[0].name), [])[:_HEADER_WITHIN], start=1):
        for place, value in enumerate(row):
            if isinstance(value, str) and search_key(value).rstrip(" :") == search_key(AS_OF_LABEL):
                as_of, as_of_row = next((cell for cell in row[place + 1 :] if cell is not None), None), number
    if problems:
        raise UnreadableError(problems)
    return Book(tables, as_of, as_of_row)


def _grids(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError([Problem("", 0, "", _("The file is larger than a register can be."))])
        # From an open file, so that its content decides and not its name.
        with path.open("rb") as file:
            workbook = load_workbook(file, read_only=True, data_only=True)
            return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}
    except OSError as error:
        raise UnreadableError([Problem("", 0, "", why_unreadable(path, error))]) from error
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError) as error:
        sentence = _("This is not an .xlsx workbook. Save it from the spreadsheet program as “Excel Workbook (.xlsx)”.")
        raise UnreadableError([Problem("", 0, "", sentence)]) from error
    except (AttributeError, IndexError) as error:  # openpyxl fails so on a chart sheet without a chart
        sentence = _("A sheet can't be read, such as an empty chart. Keep only the form's sheets in the file.")
        raise UnreadableError([Problem("", 0, "", sentence)]) from error


def _table(sheet: Sheet, rows: list[tuple[Any, ...]], problems: list[Problem]) -> Table | None:
    wanted = {_header_key(words): key for key, words in sheet.columns}
    best: dict[str, int] = {}
    header = 0
    for number, row in enumerate(rows[:_HEADER_WITHIN], start=1):
        found = {wanted[_header_key(cell)]: place for place, cell in enumerate(row) if _header_key(cell) in wanted}
        if len(found) > len(best):
            best, header = found, number
    missing = [words for key, words in sheet.columns if key not in best]
    if missing:
        sentence = _("The header has no such column.")
        problems += [Problem(sheet.name, header, words, sentence) for words in missing]
        return None
    table = Table(sheet, {key: get_column_letter(place + 1) for key, place in best.items()})
    for number, row in enumerate(rows[header:], start=header + 1):
        values = {key: row[place] if place < len(row) else None for key, place in best.items()}
        if any(value is not None and str(value).strip() for value in values.values()):
            table.rows.append((number, values))
    return table


def _header_key(cell: object) -> str:
    return search_key(cell).rstrip(" .:") if isinstance(cell, str) else ""
