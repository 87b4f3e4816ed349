"""The whole loading: read, check, compare, write, all of it or nothing."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from journal.given_files import why_unreadable
from orgs.loading.apply import Changes, record, write, write_units
from orgs.loading.compare import Difference, Fingerprint, compare
from orgs.loading.form import REGISTER, SEATS, UNITS
from orgs.loading.more import LoadAct, more_sheets
from orgs.loading.progress import Tell, silently
from orgs.loading.rows import Form, read_form
from orgs.loading.rules import check
from orgs.loading.sheets import Problem, UnreadableError, opened
from orgs.loading.standing import Standing, check_against, read_standing
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


@dataclass(frozen=True)
class Preview:
    """What a file would write. `before`: the register that this very file was loaded as, where it was."""

    sha256: str
    as_of: datetime.date
    # Rows of each sheet, by its name.
    rows: dict[str, int]
    differences: Iterator[Difference]
    before: Register | None = None


class FormRefused(Exception):  # noqa: N818  (a refusal is not a failure)
    """Nothing was loaded; `problems` say why, in the order of sheet and row."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


class OtherThanShown(Exception):  # noqa: N818  (a refusal is not a failure)
    """Nothing was loaded: the file, or what would be written, is not what was shown before."""


@transaction.atomic
def load_bloc(
    path: Path,
    *,
    acting_user: User | None,
    at: datetime.datetime,
    reason: str,
    shown: str = "",
    tell: Tell = silently,
) -> Loading:
    """Load the form; the same file a second time changes nothing. Raises FormRefused, OtherThanShown, and then nothing
    is written.

    `shown`: the fingerprint of the differences that somebody saw and agreed to; "" where nobody was asked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    sha256 = _sha256_of(path)
    before = _loaded_before(sha256)
    if before is not None:
        return Loading(before, None, figures_on(before.bloc, before.as_of))
    form, standing = _checked(path, at, tell)
    if shown and shown != _fingerprint(form, standing):
        raise OtherThanShown
    made, changed = write_units(form, standing)
    bloc = next(unit for unit in standing.units.values() if unit.depth == 1)
    register = Register.objects.create(
        bloc=bloc, as_of=form.as_of, file_sha256=sha256, loaded_at=at, loaded_by=acting_user
    )
    changes = write(form, standing, register, acting_user=acting_user, at=at, reason=reason, tell=tell)
    for unit in (*made, *changed):
        changes.note(unit.pk, unit)
    for one in more_sheets():
        if rows := form.more.get(one.sheet.name):
            one.apply(rows, standing, changes, LoadAct(register, acting_user, at))
    record(register, changes, acting_user=acting_user, at=at)
    with connection.cursor() as cursor:
        # The planner knows nothing yet of so many new rows, and the next pages would wait for its bad guesses.
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in _FILLED)}")
    return Loading(register, changes, figures_on(register.bloc, register.as_of))


def preview(path: Path, *, at: datetime.datetime, tell: Tell = silently) -> Preview:
    """What loading the file would write. The differences are read as they are asked for. Raises FormRefused.

    What changes meanwhile is found when it is loaded: its fingerprint is another then.
    """
    sha256 = _sha256_of(path)
    before = _loaded_before(sha256)
    if before is not None:
        return Preview(sha256, before.as_of, {}, iter(()), before)
    form, standing = _checked(path, at, tell)
    return Preview(sha256, form.as_of, _numbers(form), _differences(form, standing, tell))


def _checked(path: Path, at: datetime.datetime, tell: Tell) -> tuple[Form, Standing]:
    """Raises FormRefused."""
    more = more_sheets()
    try:
        with opened(path, [one.sheet for one in more]) as book:
            readers = {one.sheet.name: one.read for one in more}
            form, problems = read_form(book, timezone.localdate(at), readers, tell)
    except UnreadableError as error:
        raise FormRefused(error.problems) from error
    standing = read_standing(form)
    check(form, standing.known)
    problems += check_against(form, standing, tell)
    for one in more:
        one.check(form.more.get(one.sheet.name, ()), form, standing)
    if problems:
        raise FormRefused(sorted(set(problems)))
    return form, standing


def _differences(form: Form, standing: Standing, tell: Tell = silently) -> Iterator[Difference]:
    yield from compare(form, standing, tell)
    for one in more_sheets():
        yield from one.compare(form.more.get(one.sheet.name, ()))


def _fingerprint(form: Form, standing: Standing) -> str:
    found = Fingerprint()
    for one in _differences(form, standing):
        found.add(one)
    return found.value


def _numbers(form: Form) -> dict[str, int]:
    own = {UNITS.name: len(form.units), SEATS.name: len(form.seats), REGISTER.name: len(form.members)}
    return own | {name: len(rows) for name, rows in form.more.items()}


def _sha256_of(path: Path) -> str:
    """Raises FormRefused for a file that can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FormRefused([Problem("", 0, "", why_unreadable(path, error))]) from error


def _loaded_before(sha256: str) -> Register | None:
    return Register.objects.filter(file_sha256=sha256).select_related("bloc").first()


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
