"""The whole loading: read, check, write, all of it or nothing."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from orgs.loading.apply import Changes, apply
from orgs.loading.rows import read_form
from orgs.loading.rules import check
from orgs.loading.sheets import Problem, UnreadableError, read_book
from orgs.loading.standing import check_against, read_standing
from orgs.members import Headcount
from orgs.models import Grant, Member, Person, Register, Seat, Unit, UnitPermission, User
from orgs.queries import Figures, figures_on

_FILLED = (Unit, Person, Member, Seat, Grant, UnitPermission, User)
# One loading at a time; the number is this verb's own, as advisory locks are known by number.
_LOCK = 7_14_2015


@dataclass(frozen=True)
class Loading:
    """`changes` is None where the very same file was loaded before."""

    register: Register
    changes: Changes | None
    figures: Figures


class FormRefused(Exception):  # noqa: N818  (a refusal is not a failure)
    """Nothing was loaded; `problems` say why, in the order of sheet and row."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


@transaction.atomic
def load_bloc(path: Path, *, acting_user: User | None, at: datetime.datetime, reason: str) -> Loading:
    """Load the form; the same file a second time changes nothing. Raises FormRefused, and then nothing is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    try:
        book = read_book(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        before = Register.objects.filter(file_sha256=sha256).select_related("bloc").first()
        if before is not None:
            return Loading(before, None, figures_on(before.bloc, before.as_of))
    except UnreadableError as error:
        raise FormRefused(error.problems) from error
    form, problems = read_form(book, timezone.localdate(at))
    standing = read_standing(form)
    check(form, standing.known)
    problems += check_against(form, standing)
    if problems:
        raise FormRefused(sorted(set(problems)))
    register, changes = apply(form, standing, sha256, acting_user=acting_user, at=at, reason=reason)
    with connection.cursor() as cursor:
        # The planner knows nothing yet of so many new rows, and the next pages would wait for its bad guesses.
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in _FILLED)}")
    return Loading(register, changes, figures_on(register.bloc, register.as_of))


def summary_line(figures: Figures) -> str:
    """The line of the office's own report, in its language and its way of writing numbers."""
    headcount: Headcount = figures.headcount
    return (
        f"{_number(figures.grassroots_organisations)} tổ chức cơ sở đảng: "
        f"{_number(figures.grassroots_committees)} đảng bộ cơ sở ({_number(figures.cells)} chi bộ trực thuộc, "
        f"{_number(figures.departmental_committees)} đảng bộ bộ phận), "
        f"{_number(figures.grassroots_cells)} chi bộ cơ sở; {_number(headcount.members)} đảng viên"
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
