"""Sheets that rooms above this one add to the form: each may stand in a file or not.

A room registers its sheet when its app is ready, and reads, checks, compares and writes its own rows; the form's three
sheets know none of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from orgs.loading.apply import Changes
from orgs.loading.cells import Row
from orgs.loading.compare import Difference
from orgs.loading.form import Sheet
from orgs.loading.rows import Form
from orgs.loading.standing import Standing
from orgs.models import Register, User


@dataclass(frozen=True)
class LoadAct:
    """Of the register that is being loaded: what the rows of a further sheet are written with."""

    register: Register
    acting_user: User | None
    at: datetime.datetime


@dataclass(frozen=True)
class MoreSheet:
    """What becomes of the rows of one sheet. `read` and `check` note what is wrong at the row; `apply` comes after the
    form's own rows are written, in the same transaction, and notes what it wrote in `Changes` for the journal."""

    sheet: Sheet
    # What a row of the sheet becomes.
    model: type[Model]
    read: Callable[[Row], Any]
    check: Callable[[Sequence[Any], Form, Standing], None]
    compare: Callable[[Sequence[Any]], Iterator[Difference]]
    apply: Callable[[Sequence[Any], Standing, Changes, LoadAct], None]


_MORE: dict[str, MoreSheet] = {}


def register(one: MoreSheet) -> None:
    """A second call with the same name takes the place of the first."""
    _MORE[one.sheet.name] = one


def more_sheets() -> tuple[MoreSheet, ...]:
    return tuple(_MORE.values())
