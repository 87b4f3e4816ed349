"""A checked form written into the database, set by set, and told to the journal: an entry a unit, one for the whole."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import models

from journal.facts import Fact, fact_of
from journal.record import Act, append_many
from orgs import seating
from orgs.accounts import ensure_accounts
from orgs.loading.rows import Form, MemberRow, SeatRow
from orgs.loading.standing import Standing
from orgs.models import DelegatedAuthority, Grant, Member, Person, Register, Seat, Unit, User
from orgs.tree import plant

_M = TypeVar("_M", bound=models.Model)
_BATCH = 2000
_STAY_TEXTS = (
    *("card_number", "biography_number", "badge_number", "service"),
    *("moved_in_from", "ending_detail", "note"),
)


@dataclass
class Changes:
    """Rows made and rows changed, for the journal and for the line that says what was done."""

    made: list[models.Model] = field(default_factory=list)
    changed: list[models.Model] = field(default_factory=list)

    def touched(self, model: type[_M]) -> list[_M]:
        return [row for row in (*self.made, *self.changed) if isinstance(row, model)]

    def __bool__(self) -> bool:
        return bool(self.made or self.changed)


def apply(
    form: Form, standing: Standing, sha256: str, *, acting_user: User | None, at: datetime.datetime, reason: str
) -> tuple[Register, Changes]:
    """Write what the form has and the database has not. Inside the transaction of the caller."""
    changes = Changes()
    _write_units(form, standing, changes)
    _write_authorities(form, standing, changes)
    _write_people(form, standing, changes)
    bloc = next(unit for unit in standing.units.values() if unit.depth == 1)
    register = Register.objects.create(
        bloc=bloc, as_of=form.as_of, file_sha256=sha256, loaded_at=at, loaded_by=acting_user
    )
    _write_stays(form, standing, register, changes)
    _write_seats(form, standing, changes, acting_user=acting_user, at=at, reason=reason)
    _record(form, register, standing, changes, acting_user=acting_user, at=at)
    return register, changes


def _write_units(form: Form, standing: Standing, changes: Changes) -> None:
    codes = {row.code: row for row in form.units}
    new: list[tuple[Unit, Unit | None]] = []

    def unit_of(code: str) -> Unit | None:
        """The unit, those above it first, wherever the form lists them."""
        if code and code not in standing.units:
            row = codes[code]
            above = unit_of(row.parent)
            standing.units[code] = Unit(code=code, kind=row.kind)
            new.append((standing.units[code], above))
        return standing.units.get(code)

    changed = []
    for row in form.units:
        unit = unit_of(row.code)
        columns = ("name", "category", "governing_regulation", "valid_from", "valid_to")
        if unit and _set(unit, {name: getattr(row, name) for name in columns}) and unit.pk:
            unit.fill_keys()
            changed.append(unit)
    changes.made += plant(new)
    _update(changed, [*columns, "search_name"], changes)


def _write_authorities(form: Form, standing: Standing, changes: Changes) -> None:
    made, changed = [], []
    columns = ("paper_number", "paper_date", "valid_from", "valid_to")
    for row in form.units:
        if row.authority is None:
            continue
        values = {name: getattr(row.authority, name) for name in columns}
        known = [one for one in standing.authorities.get(row.code, []) if one.valid_from == row.authority.valid_from]
        if not known:
            made.append(DelegatedAuthority(unit=standing.units[row.code], **values))
        elif _set(known[0], values):
            changed.append(known[0])
    _insert(DelegatedAuthority, made, changes)
    _update(changed, [*columns], changes)


def _write_people(form: Form, standing: Standing, changes: Changes) -> None:
    made, changed = [], []
    columns: set[str] = set()
    # Where somebody has several stays, the last row speaks.
    for row in form.members:
        person = standing.people.get(row.citizen_id)
        if person is None:
            person = standing.people[row.citizen_id] = Person(citizen_id=row.citizen_id, **row.person)
            made.append(person)
        elif _set(person, row.person) and person.pk:
            changed.append(person)
        person.fill_keys()
        columns = set(row.person)
    _insert(Person, made, changes)
    _update(changed, [*columns, "search_name", "sort_key"], changes)


def _write_stays(form: Form, standing: Standing, register: Register, changes: Changes) -> None:
    made, changed = [], []
    for row in form.members:
        values = _stay_values(row)
        stay = standing.stay_of(row)
        if stay is None and row.since:
            unit, person = standing.units[row.unit], standing.people[row.citizen_id]
            made.append(Member(person=person, unit=unit, register=register, since=row.since, **values))
        elif stay is not None and _set(stay, values):
            changed.append(stay)
    # Ended stays first: nobody is in two units on one day.
    _update(changed, ["joined_on", "official_on", "until", "ending", *_STAY_TEXTS], changes)
    _insert(Member, made, changes)


def _stay_values(row: MemberRow) -> dict[str, object]:
    dates = {"joined_on": row.joined_on, "official_on": row.official_on, "until": row.until, "ending": row.ending}
    return {**dates, **row.stay}


def _write_seats(
    form: Form, standing: Standing, changes: Changes, *, acting_user: User | None, at: datetime.datetime, reason: str
) -> None:
    made, changed = [], []
    for row in form.seats:
        seat = standing.seat_of(row)
        if seat is None and row.starts:
            unit, person = standing.units[row.unit], standing.people[row.citizen_id]
            made.append(
                Seat(person=person, unit=unit, role=row.role, starts=row.starts, ends=row.ends, paper=row.paper)
            )
        elif seat is not None and _set(seat, {"ends": row.ends, "paper": row.paper}):
            changed.append(seat)
    _update(changed, ["ends", "paper"], changes)
    _insert(Seat, made, changes)
    changes.made += ensure_accounts({seat.person_id: seat.person for seat in made}.values())
    changes.made += seating.grant(made, by=acting_user, at=at, reason=reason)


def _record(
    form: Form,
    register: Register,
    standing: Standing,
    changes: Changes,
    *,
    acting_user: User | None,
    at: datetime.datetime,
) -> None:
    """Everything written becomes a fact in the stream of its unit; the register one in the bloc's."""
    facts: dict[int, list[Fact]] = {}
    placed: list[SeatRow | MemberRow] = [*form.seats, *form.members]
    homes = {standing.people[row.citizen_id].pk: standing.units[row.unit].pk for row in placed}
    for unit_id, row in _by_unit(changes, homes):
        facts.setdefault(unit_id, []).append(fact_of(row))
    refs = {"register": register.pk, "as_of": register.as_of.isoformat(), "sha256": register.file_sha256}
    acts = [
        Act(
            stream=f"unit:{unit_id}",
            verb="load_unit",
            acting_user=acting_user,
            at=at,
            refs={"register": register.pk},
            facts=rows,
        )
        for unit_id, rows in facts.items()
    ]
    acts.append(
        Act(
            stream=f"unit:{register.bloc_id}",
            verb="load_register",
            acting_user=acting_user,
            at=at,
            refs=refs,
            facts=[fact_of(register)],
        )
    )
    append_many(acts)


def _by_unit(changes: Changes, homes: Mapping[int, int]) -> Iterable[tuple[int, models.Model]]:
    """`homes`: person id -> id of the unit of that person's last row in the form."""
    for row in (*changes.made, *changes.changed):
        if isinstance(row, Unit):
            yield row.pk, row
        elif isinstance(row, Person):
            yield homes[row.pk], row
        elif isinstance(row, User) and row.person_id is not None:
            yield homes[row.person_id], row
        elif isinstance(row, Grant):
            yield row.seat.unit_id, row
        elif isinstance(row, Seat | Member | DelegatedAuthority):
            yield row.unit_id, row


def _set(row: models.Model, values: dict[str, object]) -> bool:
    """Assign; whether anything differed."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _insert(model: type[_M], rows: list[_M], changes: Changes) -> None:
    model._default_manager.bulk_create(rows, batch_size=_BATCH)
    changes.made += rows


def _update(rows: list[_M], columns: Collection[str], changes: Changes) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, list(columns), batch_size=_BATCH)
    changes.changed += rows
