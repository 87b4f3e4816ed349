"""Values of one row's cells, each judged by itself; what is wrong is noted and reading goes on."""

from __future__ import annotations

import datetime
import re
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from orgs.loading.form import SEPARATOR
from orgs.loading.sheets import Problem, Table
from orgs.names import search_key

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CITIZEN_ID = re.compile(r"[0-9]{12}")
EARLIEST = datetime.date(1900, 1, 1)


class Row:
    """One row of a table. Every reader returns a usable value, empty where a problem was noted."""

    __slots__ = ("number", "problems", "table", "values")

    def __init__(self, table: Table, number: int, values: dict[str, Any], problems: list[Problem]) -> None:
        self.table = table
        self.number = number
        self.values = values
        self.problems = problems

    def wrong(self, key: str, what: str) -> None:
        self.problems.append(Problem(self.table.sheet.name, self.number, self.table.column(key), what))

    def text(self, key: str, most: int, *, required: bool = False) -> str:
        return self._bounded(key, plain_text(self.values[key]), most, required=required)

    def date(self, key: str, *, required: bool = False) -> datetime.date | None:
        value = self.values[key]
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                self.wrong(key, _("A date is missing."))
            return None
        return self.as_date(key, value)

    def as_date(self, key: str, value: object) -> datetime.date | None:
        day = to_date(value)
        if day is None:
            self.wrong(key, _("“%(value)s” is not a date. Write day/month/year.") % {"value": plain_text(value)})
        return day

    def citizen_id(self, key: str) -> str:
        text = plain_text(self.values[key]).replace(" ", "")
        if _CITIZEN_ID.fullmatch(text):
            return text
        if isinstance(self.values[key], int | float):
            self.wrong(key, _("A citizen ID has 12 digits. Format the column as text, so that leading zeros stay."))
        else:
            self.wrong(key, _("A citizen ID has 12 digits."))
        return ""

    def choice(self, key: str, known: Mapping[str, str], *, required: bool = False) -> str:
        """What `known` has for the words of the cell, however they are capitalised; empty for an empty cell."""
        said = self.text(key, 40, required=required)
        found = next((value for words, value in known.items() if search_key(words) == search_key(said)), "")
        if said and not found:
            sentence = _("“%(value)s” is none of: %(known)s.")
            self.wrong(key, sentence % {"value": said, "known": ", ".join(known)})
        return found

    def parts(self, key: str, mosts: tuple[int, ...], *, required: int = 0) -> list[str]:
        """A joint column taken apart into as many texts as `mosts` has lengths; the first `required` are not empty."""
        text = plain_text(self.values[key], keep_lines=True).replace("\n", SEPARATOR)
        found = [" ".join(part.split()) for part in text.split(SEPARATOR)] if text else []
        if len(found) > len(mosts):
            sentence = _("At most %(number)s parts stand here, divided by “%(separator)s”.")
            self.wrong(key, sentence % {"number": len(mosts), "separator": SEPARATOR})
        found = found[: len(mosts)] + [""] * (len(mosts) - len(found))
        return [
            self._bounded(key, part, most, required=place < required)
            for place, (part, most) in enumerate(zip(found, mosts, strict=True))
        ]

    def dated(self, key: str, most: int) -> tuple[datetime.date | None, str]:
        """A date and what goes with it, divided; both empty where the cell is."""
        if isinstance(self.values[key], datetime.date):
            return self.as_date(key, self.values[key]), ""
        day, detail = self.parts(key, (10, most))
        if not day and not detail:
            return None, ""
        if not day:
            self.wrong(key, _("A date is missing."))
            return None, detail
        return self.as_date(key, day), detail

    def _bounded(self, key: str, text: str, most: int, *, required: bool) -> str:
        if required and not text:
            self.wrong(key, _("This must be filled in."))
        if len(text) > most:
            self.wrong(key, _("At most %(most)s characters fit here.") % {"most": most})
            return text[:most]
        return sys.intern(text)  # "Kinh" stands in a register a hundred thousand times


def plain_text(value: object, *, keep_lines: bool = False) -> str:
    """The text of a cell as somebody reads it: composed letters, single spaces, dates as day/month/year."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", str(value)).splitlines()]
    return ("\n" if keep_lines else " ").join(lines).strip()


def to_date(value: object) -> datetime.date | None:
    """A date cell, or a text like 3/2/2015; None for anything else and for years no living person has seen."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, str) and (found := _DATE.fullmatch(value.strip())):
        day, month, year = (int(part) for part in found.groups())
        try:
            value = datetime.date(year, month, day)
        except ValueError:
            return None
    return value if isinstance(value, datetime.date) and value >= EARLIEST else None
