"""What a checked form says that the database doesn't: row by row, the old value and the new one. Writes nothing.

What is compared here is what `apply` writes: both take the values of a row from the same functions.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import models

from orgs.loading.form import REGISTER, SEATS, UNITS
from orgs.loading.progress import COMPARING, Tell, silently
from orgs.loading.rows import AuthorityRow, Form, MemberRow, SeatRow, UnitRow
from orgs.loading.standing import Roll, Standing, read_roll
from orgs.models import DelegatedAuthority, Member, Person, Seat, Unit

# Table and column, and what stands there before and after, as text that sorts and compares: days as ISO writes them.
Column = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the form that isn't in the database yet, or differs from it; `label` is what it is about."""

    sheet: str
    row: int
    new: bool
    label: str
    columns: tuple[Column, ...] = ()


class Fingerprint:
    """Of all differences, in their order: the same only where the same would be written."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, one: Difference) -> None:
        said = [one.sheet, one.row, one.new, one.label, *map(list, one.columns)]
        self._digest.update(json.dumps(said, ensure_ascii=False).encode())

    @property
    def value(self) -> str:
        return self._digest.hexdigest()


def compare(form: Form, standing: Standing, tell: Tell = silently) -> Iterator[Difference]:
    """In the order of the sheets. Two statements for each batch of people."""
    for unit in form.units:
        yield from _unit(unit, standing)
    for seat in form.seats:
        yield from _seat(seat, standing)
    done = 0
    for batch in form.batches():
        roll = read_roll(batch)
        for rows in batch.values():
            yield from _person(rows, roll)
            done += len(rows)
        tell(COMPARING, done, len(form.members))


def unit_values(row: UnitRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in UNIT_COLUMNS}


def authority_values(row: AuthorityRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in AUTHORITY_COLUMNS}


def seat_values(row: SeatRow) -> dict[str, object]:
    return {"ends": row.ends, "paper": row.paper}


UNIT_COLUMNS = ("name", "category", "governing_regulation", "valid_from", "valid_to")
AUTHORITY_COLUMNS = ("paper_number", "paper_date", "valid_from", "valid_to")
# The unit above, by its code: no column of the table, which keeps the path.
ABOVE = "above"
SEAT_COLUMNS = ("ends", "paper")


def authority_of(row: UnitRow, standing: Standing) -> DelegatedAuthority | None:
    """The delegation that the row speaks of: of the same unit from the same day."""
    begins = row.authority.valid_from if row.authority else None
    return next((one for one in standing.authorities.get(row.code, []) if one.valid_from == begins), None)


def differing(stands: models.Model, values: Mapping[str, object]) -> dict[str, object]:
    """Those of the values that the row doesn't have."""
    return {name: value for name, value in values.items() if getattr(stands, name) != value}


def columns_of(
    model: type[models.Model], stands: models.Model | None, values: Mapping[str, object]
) -> Iterator[Column]:
    """Each value with what stands there now; of a row that isn't there, each that is not empty."""
    table = model._meta.label_lower
    for name, value in values.items():
        before = getattr(stands, name) if stands is not None else None
        if before != value and (stands is not None or value not in (None, "")):
            yield table, name, _text(before), _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _unit(row: UnitRow, standing: Standing) -> Iterator[Difference]:
    unit = standing.units.get(row.code)
    columns = [*columns_of(Unit, unit, unit_values(row))]
    if unit is None:
        columns = [*columns_of(Unit, None, {"kind": row.kind}), *_above(row), *columns]
    if row.authority:
        columns += columns_of(DelegatedAuthority, authority_of(row, standing), authority_values(row.authority))
    yield from _told(UNITS.name, row.row.number, unit is None, f"{row.code} {row.name}", columns)


def _above(row: UnitRow) -> Iterator[Column]:
    if row.parent:
        yield Unit._meta.label_lower, ABOVE, "", row.parent


def _seat(row: SeatRow, standing: Standing) -> Iterator[Difference]:
    seat = standing.seat_of(row)
    values = seat_values(row) if seat else {"role": row.role, "starts": row.starts, **seat_values(row)}
    columns = columns_of(Seat, seat, values)
    yield from _told(SEATS.name, row.row.number, seat is None, f"{row.name}, {row.unit}", columns)


def _person(rows: list[MemberRow], roll: Roll) -> Iterator[Difference]:
    """What the last row of somebody says of the person counts, as it does when it is written."""
    for row in rows:
        stay = roll.stay_of(row)
        columns: list[Column] = []
        if row is rows[-1]:
            columns += columns_of(Person, roll.people.get(row.citizen_id), row.person)
        columns += columns_of(Member, stay, row.stay)
        yield from _told(REGISTER.name, row.row.number, stay is None, f"{row.name}, {row.unit}", columns)


def _told(sheet: str, row: int, new: bool, label: str, columns: Iterable[Column]) -> Iterator[Difference]:
    said = tuple(columns)
    if new or said:
        yield Difference(sheet, row, new, label, said)
