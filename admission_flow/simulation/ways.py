"""The way of a case as rows of steps; the steps of one row stand side by side."""

from __future__ import annotations

from collections.abc import Container

from admission_flow.flows import PATH
from admission_flow.simulation import fates
from admission_flow.simulation.fates import Fate
from admission_flow.simulation.roster import Cell

Rows = list[tuple[str, ...]]


def path_of(cell: Cell, delegated: bool, certificate: str) -> Rows:
    """The rows of steps after the nomination that a case goes through when nothing is in its way."""
    absent = {"nominate"}
    if certificate == fates.GIVEN:
        absent.add("course")
    if cell.department is None:
        absent.add("departmental_appraisal")
    if cell.committee is None:
        absent.add("grassroots_approval")
    if delegated:
        absent |= {"bloc_appraisal", "bloc_decision"}
    return [row for row in PATH if not absent & set(row)]


def rows_before(rows: Rows, step: str) -> Rows:
    return rows[: next(place for place, row in enumerate(rows) if step in row)]


def rows_from(rows: Rows, step: str) -> Rows:
    """These rows from the step on; empty where it isn't among them. A supplement may lead back to the inquiries."""
    if step == "supplement":
        return [("supplement",), *rows_from(rows, "verification")]
    return next((rows[place:] for place, row in enumerate(rows) if step in row), [])


def with_detours(rows: Rows, fate: Fate, done: Container[str] = ()) -> Rows:
    """These rows, and after each step that will send the file back what is to be gone through once more.

    Steps in `done` have sent it back already.
    """
    way: Rows = []
    for place, row in enumerate(rows):
        way.append(row)
        step = row[0]
        if step in done:
            continue
        if step == "file_check" and fate.unclear:
            way += [("supplement",), ("verification",), row]
        change = fate.returns.get(step)
        if change in (fates.BIOGRAPHY, fates.RELATIVES):
            way += [("supplement",), *rows_from(rows[:place], "verification"), row]
        elif change:
            way += [("supplement",), row]
    return way
