"""The lists of cases, of one's work and of a unit's as files: the rows that their pages show, with the same right."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from admission_flow.models import Task
from admission_flow.queries.cases import CaseFilters, CaseRow, every_case
from admission_flow.queries.listing import Filters
from admission_flow.queries.unit_work import UnitRow, every_row
from admission_flow.queries.work import WorkFilters, WorkRow, every_step
from insights.list_files import ListFile, Table, made
from orgs import access
from orgs.models import Seat, Unit, User
from orgs.refusals import NotYours

CASES, WORK, UNIT_WORK = "cases", "my_work", "unit_work"


def list_file(
    which: str, kind: str, filters: Filters, seats: Iterable[Seat], *, acting_user: User, at: datetime.datetime
) -> ListFile:
    """The list as filtered, as XLSX or CSV; and an entry in the stream of who takes it, since it names people.

    `which` is one of LISTS, `kind` one of `tables.LISTS`. Raises TooMany.
    """
    # What was looked for is somebody's name; that something was, is told.
    refs = {"filters": filters.address(find=""), "searched": bool(filters.search)}
    table = LISTS[which](acting_user, filters, seats, at)
    return made(which, kind, table, refs, acting_user=acting_user, at=at)


def unit_work_file(kind: str, unit: Unit, on: str, *, acting_user: User, at: datetime.datetime) -> ListFile:
    """The same of the steps that wait at a unit, for who says who does what there; `on` as of `unit_work`.

    Raises NotYours, TooMany.
    """
    if not access.leads(acting_user, unit, at):
        raise NotYours(_("Who does what at this unit, its head says. Ask there."))
    words = [_("Case number"), _("Candidate"), _("To do"), _("Who is on it"), *_waiting_words()]
    rows = map(_unit_row, every_row(acting_user, unit, on, at=at))
    table = (_("Work of %(code)s") % {"code": unit.code}, words, rows)
    return made(UNIT_WORK, kind, table, {"unit": unit.code}, acting_user=acting_user, at=at)


def _cases(person: User, filters: Filters, seats: Iterable[Seat], at: datetime.datetime) -> Table:
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


def _work(person: User, filters: Filters, seats: Iterable[Seat], at: datetime.datetime) -> Table:
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


LISTS: Mapping[str, Callable[[User, Filters, Iterable[Seat], datetime.datetime], Table]] = {
    CASES: _cases,
    WORK: _work,
}
FILTERS: Mapping[str, type[Filters]] = {CASES: CaseFilters, WORK: WorkFilters}
