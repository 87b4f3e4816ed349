"""A checked form written into the database, set by set, and told to the journal: an entry a unit, one for the whole."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import models

from journal.facts import Fact, fact_of
from journal.record import Act, append_many
from orgs import seating
from orgs.accounts import ensure_accounts
from orgs.loading.compare import (
    AUTHORITY_COLUMNS,
    SEAT_COLUMNS,
    UNIT_COLUMNS,
    authority_of,
    authority_values,
    differing,
    seat_values,
    unit_values,
)
from orgs.loading.progress import WRITING, Tell
from orgs.loading.rows import BATCH, PERSON_COLUMNS, STAY_COLUMNS, Form, MemberRow
from orgs.loading.standing import Roll, Standing, read_roll
from orgs.models import DelegatedAuthority, Member, Person, Register, Seat, Unit, User
from orgs.tree import plant

_M = TypeVar("_M", bound=models.Model)
_ENTRIES = 100


@dataclass
class Changes:
    """How many rows of which table were made or changed; and of each the fact, at its unit, for the journal."""

    counts: Counter[type[models.Model]] = field(default_factory=Counter)
    facts: dict[int, list[Fact]] = field(default_factory=dict)

    def note(self, unit_id: int, row: models.Model) -> None:
        self.counts[type(row)] += 1
        self.facts.setdefault(unit_id, []).append(fact_of(row))

    def number(self, model: type[models.Model]) -> int:
        return self.counts[model]

    def __bool__(self) -> bool:
        return bool(self.counts)


def write(
    form: Form,
    standing: Standing,
    register: Register,
    *,
    acting_user: User | None,
    at: datetime.datetime,
    reason: str,
    tell: Tell,
) -> Changes:
    """Write what the form has and the database has not. Inside the transaction of the caller, who records it."""
    changes = Changes()
    _write_authorities(form, standing, changes)
    done = 0
    for batch in form.batches():
        roll = read_roll(batch)
        _write_people(batch, roll, standing, changes)
        _write_stays(batch, roll, standing, register, changes)
        done += sum(map(len, batch.values()))
        tell(WRITING, done, len(form.members))
    _write_seats(form, standing, changes, acting_user=acting_user, at=at, reason=reason)
    return changes


def write_units(form: Form, standing: Standing) -> tuple[list[Unit], list[Unit]]:
    """Those made and those changed."""
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
        if unit and _set(unit, unit_values(row)) and unit.pk:
            unit.fill_keys()
            changed.append(unit)
    made = plant(new)
    _update(changed, [*UNIT_COLUMNS, "search_name"])
    return made, changed


def record(register: Register, changes: Changes, *, acting_user: User | None, at: datetime.datetime) -> None:
    """Everything written becomes a fact in the stream of its unit; the register one in the bloc's."""
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
        for unit_id, rows in changes.facts.items()
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
    # Some at a time, so that the facts of a large register aren't all turned into entries at once; in the order of
    # streams, in which all heads are locked.
    acts.sort(key=lambda act: act.stream)
    changes.facts.clear()
    while acts:
        append_many(acts[:_ENTRIES])
        del acts[:_ENTRIES]


def _write_authorities(form: Form, standing: Standing, changes: Changes) -> None:
    made, changed = [], []
    for row in form.units:
        if row.authority is None:
            continue
        values = authority_values(row.authority)
        known = authority_of(row, standing)
        if known is None:
            made.append(DelegatedAuthority(unit=standing.units[row.code], **values))
        elif _set(known, values):
            changed.append(known)
    _insert(DelegatedAuthority, made)
    _update(changed, AUTHORITY_COLUMNS)
    _note(changes, (*made, *changed))


def _write_people(batch: dict[str, list[MemberRow]], roll: Roll, standing: Standing, changes: Changes) -> None:
    """Where somebody has several stays, the last row speaks."""
    made, changed = [], []
    for citizen_id, rows in batch.items():
        values = rows[-1].person
        person = roll.people.get(citizen_id)
        if person is None:
            person = roll.people[citizen_id] = Person(citizen_id=citizen_id, **values)
            made.append(person)
        elif _set(person, values):
            changed.append(person)
        person.fill_keys()
    _insert(Person, made)
    _update(changed, [*PERSON_COLUMNS, "search_name", "sort_key"])
    for person in (*made, *changed):
        changes.note(standing.units[batch[person.citizen_id][-1].unit].pk, person)


def _write_stays(
    batch: dict[str, list[MemberRow]], roll: Roll, standing: Standing, register: Register, changes: Changes
) -> None:
    made, changed = [], []
    for citizen_id, rows in batch.items():
        for row in rows:
            stay = roll.stay_of(row)
            if stay is None and row.since:
                unit, person = standing.units[row.unit], roll.people[citizen_id]
                made.append(Member(person=person, unit=unit, register=register, since=row.since, **row.stay))
            elif stay is not None and _set(stay, row.stay):
                changed.append(stay)
    # Ended stays first: nobody is in two units on one day.
    _update(changed, STAY_COLUMNS)
    _insert(Member, made)
    _note(changes, (*made, *changed))


def _write_seats(
    form: Form, standing: Standing, changes: Changes, *, acting_user: User | None, at: datetime.datetime, reason: str
) -> None:
    made, changed = [], []
    holders = Person.objects.filter(citizen_id__in={row.citizen_id for row in form.seats})
    people = {person.citizen_id: person for person in holders}
    for row in form.seats:
        seat = standing.seat_of(row)
        if seat is None and row.starts:
            unit, person = standing.units[row.unit], people[row.citizen_id]
            made.append(Seat(person=person, unit=unit, role=row.role, starts=row.starts, **seat_values(row)))
        elif seat is not None and _set(seat, seat_values(row)):
            changed.append(seat)
    _update(changed, SEAT_COLUMNS)
    _insert(Seat, made)
    _note(changes, (*made, *changed))
    homes = {seat.person_id: seat.unit_id for seat in reversed(made)}
    for account in ensure_accounts({seat.person_id: seat.person for seat in made}.values()):
        assert account.person_id is not None
        changes.note(homes[account.person_id], account)
    for grant in seating.grant(made, by=acting_user, at=at, reason=reason):
        changes.note(grant.seat.unit_id, grant)


def _note(changes: Changes, rows: Iterable[Seat | Member | DelegatedAuthority]) -> None:
    for row in rows:
        changes.note(row.unit_id, row)


def _set(row: models.Model, values: dict[str, object]) -> bool:
    """Assign; whether anything differed."""
    found = differing(row, values)
    for name, value in found.items():
        setattr(row, name, value)
    return bool(found)


def _insert(model: type[_M], rows: list[_M]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def _update(rows: list[_M], columns: Collection[str]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, list(columns), batch_size=BATCH)
