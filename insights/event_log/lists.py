"""The lists of cases, of one's work and of a unit's as files: the rows that their pages show, with the same right."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from admission_flow.models import Task
from admission_flow.queries.cases import CaseFilters, CaseRow, every_case
from admission_flow.queries.listing import Filters
from admission_flow.queries.unit_work import UnitRow, every_row
from admission_flow.queries.work import WorkFilters, WorkRow, every_step
from insights import tables
from insights.event_log.refusals import TooMany
from journal import record
from orgs import access
from orgs.models import Seat, Unit, User
from orgs.refusals import NotYours

# Rows of a list as a file: an office's list is far shorter, and a spreadsheet program takes no more of use.
MOST_ROWS = 50_000
CASES, WORK, UNIT_WORK = "cases", "my_work", "unit_work"


# Title, the words of the columns, rows.
_Table = tuple[str, list[str], Iterable[Sequence[object]]]


class ListFile(NamedTuple):
    file: IO[bytes]
    title: str
    rows: int


def list_file(
    which: str, kind: str, filters: Filters, seats: Iterable[Seat], *, acting_user: User, at: datetime.datetime
) -> ListFile:
    """The list as filtered, as XLSX or CSV; and an entry in the stream of who takes it, since it names people.

    `which` is one of LISTS, `kind` one of `tables.LISTS`. Raises TooMany.
    """
    # What was looked for is somebody's name; that something was, is told.
    refs = {"filters": filters.address(find=""), "searched": bool(filters.search)}
    table = LISTS[which](acting_user, filters, seats, at)
    return _made(which, kind, table, refs, acting_user=acting_user, at=at)


def unit_work_file(kind: str, unit: Unit, on: str, *, acting_user: User, at: datetime.datetime) -> ListFile:
    """The same of the steps that wait at a unit, for who says who does what there; `on` as of `unit_work`.

    Raises NotYours, TooMany.
    """
    if not access.leads(acting_user, unit, at):
        raise NotYours(_("Who does what at this unit, its head says. Ask there."))
    words = [_("Case number"), _("Candidate"), _("To do"), _("Who is on it"), *_waiting_words()]
    rows = map(_unit_row, every_row(acting_user, unit, on, at=at))
    table = (_("Work of %(code)s") % {"code": unit.code}, words, rows)
    return _made(UNIT_WORK, kind, table, {"unit": unit.code}, acting_user=acting_user, at=at)


def _made(
    which: str, kind: str, table: _Table, about: Mapping[str, object], *, acting_user: User, at: datetime.datetime
) -> ListFile:
    title, columns, rows = table
    counted = Counted(rows, MOST_ROWS)
    file = tables.write(kind, title, columns, counted)
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


def _cases(person: User, filters: Filters, seats: Iterable[Seat], at: datetime.datetime) -> _Table:
    assert isinstance(filters, CaseFilters)
    columns = [
        *(_("Candidate"), _("Case number"), _("Unit"), _("Committee"), _("Where it stands"), _("Closed on")),
        *_waiting_words(),
    ]
    return _("Cases"), columns, map(_case, every_case(person, at=at, filters=filters, seats=seats))


def _case(row: CaseRow) -> Sequence[object]:
    stands = "; ".join(row.steps) if row.is_open else row.ended.word
    waits = _waiting(row) if row.is_open else (None,) * 5
    return row.name, row.number, row.unit, row.committee, stands, row.closed_on, *waits


def _work(person: User, filters: Filters, seats: Iterable[Seat], at: datetime.datetime) -> _Table:
    assert isinstance(filters, WorkFilters)
    columns = [
        *(_("Candidate"), _("Case number"), _("Unit"), _("To do"), _("Returned from"), _("Taken by")),
        *_waiting_words(),
    ]
    return _("My work"), columns, map(_step, every_step(person, at=at, filters=filters, seats=seats))


def _step(row: WorkRow) -> Sequence[object]:
    return row.name, row.number, row.cell, row.title, row.returned_from, row.taken_by, *_waiting(row)


def _unit_row(row: UnitRow) -> Sequence[object]:
    due = (None, None, None) if row.held else (row.due_on, _due_by(row.due_kind), row.left)
    return row.number, row.name, row.title, row.taken_by, *due, row.waited, row.held_since


def _waiting_words() -> tuple[str, ...]:
    return _("Due on"), _("Due by"), _("Working days left"), _("Days waited"), _("On hold since")


def _waiting(row: CaseRow | WorkRow) -> tuple[object, ...]:
    """While it is on hold nothing is due."""
    due = (None, None, None) if row.held_since else (row.due_on, _due_by(row.due_kind), row.left)
    return *due, row.waited, row.held_since


def _due_by(kind: str) -> str | None:
    return str(Task.DueKind(kind).label) if kind else None


LISTS: Mapping[str, Callable[[User, Filters, Iterable[Seat], datetime.datetime], _Table]] = {
    CASES: _cases,
    WORK: _work,
}
FILTERS: Mapping[str, type[Filters]] = {CASES: CaseFilters, WORK: WorkFilters}
