"""An .xlsx file taken apart into rows by the form's columns; nothing is judged here but the shape of the file."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
_MACROS = "vbaProject.bin"
_ROW, _PIECE = b"<row ", 1_000_000
_NO_WORKBOOK = (zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError, TypeError)


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


# So many bytes may a form unpack to: three times what a hundred thousand members need. A small file that unpacks to
# more is made to fill the memory.
MOST_UNPACKED = 300_000_000


class Table:
    """The filled rows of one sheet under its header, read from the file as they are asked for."""

    def __init__(self, sheet: Sheet, page: Any, header: int, places: dict[str, int]) -> None:
        self.sheet = sheet
        self.letters = {key: get_column_letter(place + 1) for key, place in places.items()}
        self._page = page
        self._header = header
        self._places = places

    def column(self, key: str) -> str:
        words = dict(self.sheet.columns)[key]
        return f"{self.letters[key]} ({words})"

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number in the sheet, and value by the column's key. Raises UnreadableError."""
        first = self._header + 1
        for number, row in enumerate(_rows(self._page, first), start=first):
            values = {key: row[place] if place < len(row) else None for key, place in self._places.items()}
            if any(value is not None and str(value).strip() for value in values.values()):
                yield number, values


@dataclass
class Book:
    """`rows`: about how many there are, for whoever waits."""

    tables: dict[str, Table]
    as_of: Any
    as_of_row: int
    rows: int


class UnreadableError(Exception):
    """The file isn't of the form at all; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(*problems)


@contextmanager
def opened(path: Path, optional: Iterable[Sheet] = ()) -> Iterator[Book]:
    """The book, whose rows are read while it is open; of the sheets that are `optional`, those that it has.

    Raises UnreadableError for a file that is not there, not .xlsx, or lacks a sheet or a column.
    """
    # From an open file, so that its content decides and not its name.
    with _telling_why(path):
        if path.stat().st_size > LARGEST:
            raise UnreadableError([Problem("", 0, "", _("The file is larger than a register can be."))])
        file = path.open("rb")
    with file:
        with _telling_why(path):
            with zipfile.ZipFile(file) as parts:
                if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                    sentence = _("The file unpacks to far more than a register holds, and was not unpacked.")
                    raise UnreadableError([Problem("", 0, "", sentence)])
                if any(part.filename.endswith(_MACROS) for part in parts.infolist()):
                    sentence = _("The workbook holds macros. Save it without them, as “Excel Workbook (.xlsx)”.")
                    raise UnreadableError([Problem("", 0, "", sentence)])
                rows = _count_rows(parts)
            workbook = load_workbook(file, read_only=True, data_only=True)
            pages = {search_key(page.title): page for page in workbook.worksheets}
        yield _book(pages, optional, rows)


def _book(pages: dict[str, Any], optional: Iterable[Sheet], rows: int) -> Book:
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    beyond = [sheet for sheet in optional if search_key(sheet.name) in pages]
    for sheet in (*SHEETS, *beyond):
        page = pages.get(search_key(sheet.name))
        if page is None:
            problems.append(Problem(sheet.name, 0, "", _("The sheet is missing.")))
            continue
        table = _table(sheet, page, problems)
        if table is not None:
            tables[sheet.name] = table
    as_of, as_of_row = None, 0
    units = pages.get(search_key(SHEETS[0].name))
    for number, row in enumerate(_rows(units, 1, _HEADER_WITHIN) if units is not None else (), start=1):
        for place, value in enumerate(row):
            if isinstance(value, str) and search_key(value).rstrip(" :") == search_key(AS_OF_LABEL):
                as_of, as_of_row = next((cell for cell in row[place + 1 :] if cell is not None), None), number
    if problems:
        raise UnreadableError(problems)
    return Book(tables, as_of, as_of_row, rows)


def _count_rows(parts: zipfile.ZipFile) -> int:
    """Of all sheets, by their marks: not every program announces how many there are."""
    number = 0
    for part in parts.infolist():
        if part.filename.startswith("xl/worksheets/"):
            with parts.open(part) as xml:
                before = b""
                while piece := xml.read(_PIECE):
                    number += (before + piece).count(_ROW)
                    before = piece[1 - len(_ROW) :]
    return number


def _rows(page: Any, first: int, last: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Raises UnreadableError where the file breaks off on the way."""
    with _telling_why():
        rows = page.iter_rows(min_row=first, max_row=last, values_only=True)
    while True:
        with _telling_why():
            row = next(rows, None)
        if row is None:
            return
        yield row


class _telling_why:  # noqa: N801  # used as a statement; a generator would cost more, at every row
    """What openpyxl fails with on a file that is none of its own, in a sentence."""

    def __init__(self, path: Path = Path()) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        # What openpyxl finds to be another kind of file it refuses as an OSError too, with no number of the system's.
        if isinstance(error, OSError) and error.errno is not None:
            raise UnreadableError([Problem("", 0, "", why_unreadable(self._path, error))]) from error
        if isinstance(error, (OSError, *_NO_WORKBOOK)):
            sentence = _(
                "This is not an .xlsx workbook. Save it from the spreadsheet program as “Excel Workbook (.xlsx)”."
            )
            raise UnreadableError([Problem("", 0, "", sentence)]) from error
        if isinstance(error, AttributeError | IndexError):  # openpyxl fails so on a chart sheet without a chart
            sentence = _("A sheet can't be read, such as an empty chart. Keep only the form's sheets in the file.")
            raise UnreadableError([Problem("", 0, "", sentence)]) from error


def _table(sheet: Sheet, page: Any, problems: list[Problem]) -> Table | None:
    wanted = {_header_key(words): key for key, words in sheet.columns}
    best: dict[str, int] = {}
    header = 0
    for number, row in enumerate(_rows(page, 1, _HEADER_WITHIN), start=1):
        found = {wanted[_header_key(cell)]: place for place, cell in enumerate(row) if _header_key(cell) in wanted}
        if len(found) > len(best):
            best, header = found, number
    missing = [words for key, words in sheet.columns if key not in best]
    if missing:
        sentence = _("The header has no such column.")
        problems += [Problem(sheet.name, header, words, sentence) for words in missing]
        return None
    return Table(sheet, page, header, best)


def _header_key(cell: object) -> str:
    return search_key(cell).rstrip(" .:") if isinstance(cell, str) else ""
