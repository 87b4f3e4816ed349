"""The sheet of admissions that were over before the system: read, checked, compared and written with the form's own."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from admission_flow.models import Case
from orgs.loading.apply import Changes
from orgs.loading.cells import Row
from orgs.loading.compare import Difference, columns_of, differing
from orgs.loading.form import Sheet
from orgs.loading.more import LoadAct, MoreSheet
from orgs.loading.named import (
    COLUMNS,
    Named,
    batches_of,
    check_named,
    keep_people,
    kinds_of,
    known_people,
    read_named,
    who_is_new,
)
from orgs.loading.rows import BATCH, Form
from orgs.loading.rules import LEAST_AGE, birthday
from orgs.loading.standing import Standing
from orgs.models import Person
from planning.models import PastAdmission

PAST = Sheet(
    "Hồ sơ những năm trước",
    (
        *COLUMNS,
        ("number", "Kết nạp: số quyết định"),
        ("decided_on", "Kết nạp: ngày quyết định"),
        ("ceremony_on", "Kết nạp: ngày tổ chức lễ"),
        ("recognised_number", "Công nhận chính thức: số quyết định"),
        ("recognised_on", "Công nhận chính thức: chính thức từ ngày"),
        ("ending", "Kết thúc khác"),
        ("ended_on", "Kết thúc khác: ngày"),
        ("note", "Ghi chú"),
    ),
)
O = PastAdmission.Outcome  # noqa: E741
ENDING_WORDS = {O.STRUCK_OFF: "Xóa tên", O.MOVED: "Chuyển đi", O.DIED: "Từ trần", O.LEFT: "Ra khỏi Đảng"}
_ENDINGS: Mapping[str, str] = {words: ending for ending, words in ENDING_WORDS.items()}
_COLUMNS = ("number", "ceremony_on", "outcome", "recognised_number", "ended_on", "note")


@dataclass(slots=True)
class PastRow(Named):
    number: str
    decided_on: datetime.date | None
    ceremony_on: datetime.date | None
    recognised_number: str
    recognised_on: datetime.date | None
    ending: str
    ended_on: datetime.date | None
    note: str

    @property
    def values(self) -> dict[str, object]:
        """By the columns of PastAdmission, beside those that say which it is."""
        return {
            "number": self.number,
            "ceremony_on": self.ceremony_on,
            "outcome": O.RECOGNISED.value if self.recognised_on else self.ending,
            "recognised_number": self.recognised_number,
            "ended_on": self.recognised_on or self.ended_on,
            "note": self.note,
        }


@dataclass(frozen=True)
class _Loaded:
    """What the database has of the people of the sheet: by citizen ID, and by it and the day of the decision."""

    people: Mapping[str, Person]
    admissions: Mapping[tuple[str, datetime.date | None], PastAdmission]
    cases: Mapping[tuple[str, datetime.date | None], str]


def read(row: Row) -> PastRow:
    return PastRow(
        **read_named(row),
        number=row.text("number", 50, required=True),
        decided_on=row.date("decided_on", required=True),
        ceremony_on=row.date("ceremony_on"),
        recognised_number=row.text("recognised_number", 50),
        recognised_on=row.date("recognised_on"),
        ending=row.choice("ending", _ENDINGS),
        ended_on=row.date("ended_on"),
        note=row.text("note", 300),
    )


def check(rows: Sequence[PastRow], form: Form, standing: Standing) -> None:
    """Four statements for each batch of people."""
    kinds = kinds_of(form, standing)
    loaded = _loaded(rows)
    first: dict[tuple[str, datetime.date | None], PastRow] = {}
    for row in rows:
        check_named(row, form, kinds, loaded.people.get(row.citizen_id))
        _check_dates(row, form.as_of)
        _check_register(row, form)
        known = first.setdefault((row.citizen_id, row.decided_on), row)
        if known is not row and row.citizen_id and row.decided_on:
            row.row.wrong("decided_on", _("Row %(row)s has this admission too.") % {"row": known.row.number})
        if number := loaded.cases.get((row.citizen_id, row.decided_on)):
            sentence = _("The system has this admission itself: case %(number)s.")
            row.row.wrong("decided_on", sentence % {"number": number})


def compare(rows: Sequence[PastRow]) -> Iterator[Difference]:
    loaded = _loaded(rows)
    for row in rows:
        known = loaded.admissions.get((row.citizen_id, row.decided_on))
        values = {"decided_on": row.decided_on, **row.values}
        columns = [*who_is_new(row, loaded.people.get(row.citizen_id)), *columns_of(PastAdmission, known, values)]
        if known is not None and known.unit.code != row.unit:
            columns.append((PastAdmission._meta.label_lower, "unit", known.unit.code, row.unit))
        if known is None or columns:
            yield Difference(PAST.name, row.row.number, known is None, f"{row.name}, {row.unit}", tuple(columns))


def apply(rows: Sequence[PastRow], standing: Standing, changes: Changes, act: LoadAct) -> None:
    """People whom no register names are known from here on by what the sheet says of them."""
    loaded = _loaded(rows)
    people = keep_people(rows, loaded.people, standing, changes)
    made, changed = [], []
    for row in rows:
        unit, known = standing.units[row.unit], loaded.admissions.get((row.citizen_id, row.decided_on))
        if known is None and row.decided_on:
            made.append(
                PastAdmission(
                    person=people[row.citizen_id],
                    unit=unit,
                    register=act.register,
                    decided_on=row.decided_on,
                    **row.values,
                )
            )
        elif known is not None and (found := differing(known, {"unit_id": unit.pk, **row.values})):
            for name, value in found.items():
                setattr(known, name, value)
            changed.append(known)
    PastAdmission.objects.bulk_create(made, batch_size=BATCH)
    if changed:
        PastAdmission.objects.bulk_update(changed, ["unit", *_COLUMNS], batch_size=BATCH)
    for one in (*made, *changed):
        changes.note(one.unit_id, one)


SHEET = MoreSheet(PAST, PastAdmission, read, check, compare, apply)


def _loaded(rows: Sequence[PastRow]) -> _Loaded:
    admissions: dict[tuple[str, datetime.date | None], PastAdmission] = {}
    cases: dict[tuple[str, datetime.date | None], str] = {}
    for some in batches_of(row.citizen_id for row in rows):
        past = PastAdmission.objects.filter(person__citizen_id__in=some).select_related("person", "unit")
        admissions |= {(one.person.citizen_id, one.decided_on): one for one in past}
        own = Case.objects.filter(candidate__person__citizen_id__in=some, admitted_on__isnull=False)
        told = own.values_list("candidate__person__citizen_id", "admitted_on", "number")
        cases |= {(citizen_id, day): number for citizen_id, day, number in told}
    return _Loaded(known_people(rows), admissions, cases)


def _check_dates(row: PastRow, as_of: datetime.date) -> None:
    cells, decided = row.row, row.decided_on
    if row.birth_date and decided and decided < birthday(row.birth_date, LEAST_AGE):
        sentence = _("Joined before turning %(age)s. Check this date and the birth date.")
        cells.wrong("decided_on", sentence % {"age": LEAST_AGE})
    for key in ("ceremony_on", "recognised_on", "ended_on"):
        day: datetime.date | None = getattr(row, key)
        if day and decided and day < decided:
            cells.wrong(key, _("This date lies before the one it follows."))
    for key in ("decided_on", "ceremony_on", "recognised_on", "ended_on"):
        day = getattr(row, key)
        if day and day > as_of:
            cells.wrong(key, _("%(day)s lies after the register's date.") % {"day": f"{day:%d/%m/%Y}"})
    if row.recognised_number and not row.recognised_on:
        cells.wrong("recognised_on", _("A date is missing."))
    if row.recognised_on and (row.ending or row.ended_on):
        cells.wrong("ending", _("It ended once: recognised, or in another way. Clear the other column."))
    elif row.ending and not row.ended_on:
        cells.wrong("ended_on", _("A date is missing."))
    elif row.ended_on and not row.ending:
        cells.wrong("ending", _("Beside the day, write how it ended."))


def _check_register(row: PastRow, form: Form) -> None:
    """Who was admitted and did not leave stands in the register with the same two days."""
    stays = form.stays.get(row.citizen_id, ())
    if not stays or row.ending or row.decided_on is None:
        return
    same = [stay for stay in stays if stay.joined_on == row.decided_on]
    if not same:
        sentence = _("The register has another day of joining: row %(row)s.")
        row.row.wrong("decided_on", sentence % {"row": stays[-1].row.number})
    elif row.recognised_on and row.recognised_on not in {stay.official_on for stay in same}:
        sentence = _("The register has another day of becoming official: row %(row)s.")
        row.row.wrong("recognised_on", sentence % {"row": same[-1].row.number})
