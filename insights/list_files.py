"""A list made into a file for one person, with an entry in that person's stream: it names people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, NamedTuple

from django.db import transaction

from insights import tables
from insights.refusals import TooMany
from journal import record
from orgs.models import User

# An office's list is far shorter, and a spreadsheet program takes no more of use.
MOST_ROWS = 50_000

# Title, the words of the columns, rows.
Table = tuple[str, list[str], Iterable[Sequence[object]]]


class ListFile(NamedTuple):
    file: IO[bytes]
    title: str
    rows: int


def made(
    which: str,
    kind: str,
    table: Table,
    about: Mapping[str, object],
    *,
    acting_user: User,
    at: datetime.datetime,
    before: Sequence[tables.Sheet] = (),
) -> ListFile:
    """The rows as XLSX or CSV; `which` and `about` are for the journal, ids and numbers only. Raises TooMany.

    `before`: sheets that a workbook has in front of that of the rows.
    """
    title, columns, rows = table
    counted = Counted(rows, MOST_ROWS)
    if kind == tables.XLSX:
        file = tables.write_book([*before, tables.Sheet(title, columns, counted)])
    else:
        file = tables.write_csv(columns, counted)
    refs = {"list": which, "kind": kind, "rows": counted.number, "sha256": tables.sha256_of(file), **about}
    with transaction.atomic():
        record.append(f"user:{acting_user.pk}", "export_list", acting_user=acting_user, at=at, refs=refs)
    return ListFile(file, title, counted.number)


class Counted:
    """Rows that are counted as they go by. Raises TooMany."""

    def __init__(self, rows: Iterable[Sequence[object]], most: int) -> None:
        self._rows = rows
        self._most = most
        self.number = 0

    def __iter__(self) -> Iterator[Sequence[object]]:
        for row in self._rows:
            self.number += 1
            if self.number > self._most:
                raise TooMany(self._most)
            yield row
