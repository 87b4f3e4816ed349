"""Somebody whom a further sheet of the form names: read, held against the register and what is known, kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from orgs.loading.apply import Changes
from orgs.loading.cells import Row
from orgs.loading.compare import Column, columns_of
from orgs.loading.form import SEX_WORDS
from orgs.loading.rows import BATCH, Form
from orgs.loading.rules import check_cell
from orgs.loading.standing import Standing
from orgs.models import Person
from orgs.names import is_name, search_key
from orgs.refusals import NO_NAME

_SEXES = {words: sex for sex, words in SEX_WORDS.items()}
# Keys and headers of the columns that say who it is, and of which cell.
COLUMNS = (
    ("citizen_id", "Số căn cước công dân"),
    ("name", "Họ và tên"),
    ("birth_date", "Ngày sinh"),
    ("sex", "Nam, nữ"),
    ("unit", "Mã tổ chức"),
)


@dataclass(slots=True)
class Named:
    row: Row
    citizen_id: str
    name: str
    birth_date: datetime.date | None
    sex: str
    unit: str


def read_named(row: Row) -> dict[str, Any]:
    """By the fields of `Named`."""
    name = row.text("name", 100, required=True)
    if name and not is_name(name):
        row.wrong("name", str(NO_NAME))
    return {
        "row": row,
        "citizen_id": row.citizen_id("citizen_id"),
        "name": name,
        "birth_date": row.date("birth_date", required=True),
        "sex": row.choice("sex", _SEXES),
        "unit": row.text("unit", 20, required=True),
    }


def known_people(rows: Iterable[Named]) -> dict[str, Person]:
    """By citizen ID. One statement for each `BATCH` of people."""
    people: dict[str, Person] = {}
    for some in batches_of(row.citizen_id for row in rows):
        people |= {person.citizen_id: person for person in Person.objects.filter(citizen_id__in=some)}
    return people


def batches_of(citizen_ids: Iterable[str]) -> Iterable[list[str]]:
    """Each once, in their order; the empty one is none."""
    wanted = sorted({citizen_id for citizen_id in citizen_ids if citizen_id})
    return (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))


def kinds_of(form: Form, standing: Standing) -> dict[str, str]:
    """Kind of each unit by code, as it is once the form is loaded."""
    return {**standing.known.units, **{row.code: row.kind for row in form.units}}


def check_named(row: Named, form: Form, kinds: Mapping[str, str], person: Person | None) -> None:
    """In a cell; with one name, one birth date and one sex, here, in the register and in the database."""
    check_cell(row, kinds)
    stays = form.stays.get(row.citizen_id, ())
    name, born = (stays[-1].name, stays[-1].birth_date) if stays else ("", None)
    if person is not None and not stays:
        name, born = person.full_name, person.birth_date
    if name and row.name and search_key(name) != search_key(row.name):
        row.row.wrong("name", _("The register has another name for this citizen ID."))
    if born and row.birth_date and born != row.birth_date:
        row.row.wrong("birth_date", _("The person known by this citizen ID has another birth date."))
    if not stays and person is None and not row.sex:
        row.row.wrong("sex", _("This must be filled in."))


def who_is_new(row: Named, person: Person | None) -> list[Column]:
    """What the sheet says of somebody nobody knows yet, beside the name."""
    values = {"birth_date": row.birth_date, "sex": row.sex}
    return [] if person is not None else [*columns_of(Person, None, values)]


def keep_people(
    rows: Sequence[Named], known: Mapping[str, Person], standing: Standing, changes: Changes
) -> dict[str, Person]:
    """By citizen ID: those known, and the others made of what the sheet says of them."""
    people = dict(known)
    new: list[tuple[Named, Person]] = []
    for row in rows:
        if row.citizen_id not in people and row.birth_date:
            person = Person(citizen_id=row.citizen_id, full_name=row.name, birth_date=row.birth_date, sex=row.sex)
            person.fill_keys()
            people[row.citizen_id] = person
            new.append((row, person))
    Person.objects.bulk_create([person for _row, person in new], batch_size=BATCH)
    for row, person in new:
        changes.note(standing.units[row.unit].pk, person)
    return people
