"""What the database holds already, and what in a form stands against it."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from orgs import roles
from orgs.loading.form import REGISTER
from orgs.loading.progress import CHECKING, Tell, silently
from orgs.loading.rows import BATCH, Form, MemberRow, SeatRow
from orgs.loading.rules import Known
from orgs.loading.sheets import Problem
from orgs.models import DelegatedAuthority, Member, Person, Register, Seat, Unit


@dataclass
class Standing:
    """Rows already loaded, by what the form calls them; people and their stays are read batch by batch, see `Roll`."""

    units: dict[str, Unit]
    # By unit code.
    seats: dict[str, list[Seat]]
    authorities: dict[str, list[DelegatedAuthority]]
    # Citizen ID -> name of who holds a seat in the form and stands in the database.
    holders: dict[str, str]

    @property
    def known(self) -> Known:
        return Known({code: unit.kind for code, unit in self.units.items()}, self.holders)

    def seat_of(self, row: SeatRow) -> Seat | None:
        """The seat that this row speaks of: same person, unit and role from the same day."""
        for seat in self.seats.get(row.unit, []):
            if (seat.person.citizen_id, seat.role, seat.starts) == (row.citizen_id, row.role, row.starts):
                return seat
        return None


@dataclass
class Roll:
    """Some people with their stays, the oldest first, by citizen ID."""

    people: dict[str, Person]
    stays: dict[str, list[Member]]

    def stay_of(self, row: MemberRow) -> Member | None:
        """The stay that this row of the register speaks of: the same person in the same unit at the same time."""
        for stay in self.stays.get(row.citizen_id, []):
            ended_before = row.until is not None and row.until <= stay.since
            begins_after = stay.until is not None and row.since is not None and stay.until <= row.since
            if stay.unit.code == row.unit and not ended_before and not begins_after:
                return stay
        return None


def read_standing(form: Form) -> Standing:
    """In four statements."""
    standing = Standing({unit.code: unit for unit in Unit.objects.order_by("path")}, {}, {}, {})
    for seat in Seat.objects.select_related("person", "unit").order_by("starts", "pk"):
        standing.seats.setdefault(seat.unit.code, []).append(seat)
    for authority in DelegatedAuthority.objects.select_related("unit").order_by("valid_from"):
        standing.authorities.setdefault(authority.unit.code, []).append(authority)
    holders = Person.objects.filter(citizen_id__in={row.citizen_id for row in form.seats})
    standing.holders = dict(holders.values_list("citizen_id", "full_name"))
    return standing


def read_roll(citizen_ids: Iterable[str]) -> Roll:
    """In two statements."""
    people = Person.objects.filter(citizen_id__in=list(citizen_ids))
    roll = Roll({person.citizen_id: person for person in people}, {})
    stays = Member.objects.filter(person__in=[person.pk for person in roll.people.values()])
    for stay in stays.select_related("person", "unit").order_by("since"):
        roll.stays.setdefault(stay.person.citizen_id, []).append(stay)
    return roll


def check_against(form: Form, standing: Standing, tell: Tell = silently) -> list[Problem]:
    """Note every row that contradicts what is loaded; returns what concerns no single row. Two statements for each
    `BATCH` of people."""
    _check_units(form, standing)
    _check_seats(form, standing)
    spoken_of: set[int] = set()
    done = 0
    for batch in form.batches():
        roll = read_roll(batch)
        for rows in batch.values():
            _check_person(rows, roll, form)
            spoken_of |= {stay.pk for row in rows if (stay := roll.stay_of(row))}
            done += len(rows)
        tell(CHECKING, done, len(form.members))
    return _dates_taken(form) + _unaccounted(form, spoken_of)


def _check_units(form: Form, standing: Standing) -> None:
    above = {unit.path: unit.code for unit in standing.units.values()}
    top = next((unit for unit in standing.units.values() if unit.depth == 1), None)
    for row in form.units:
        unit = standing.units.get(row.code)
        if row.kind == Unit.Kind.BLOC and top is not None and row.code != top.code:
            row.row.wrong("code", _("The bloc loaded before has the code “%(code)s”.") % {"code": top.code})
        if unit is None:
            continue
        if row.kind and unit.kind != row.kind:
            row.row.wrong("kind", _("This unit is loaded as another kind. A changed organisation gets a new code."))
        if above.get(unit.path[: -Unit.steplen], "") != row.parent:
            row.row.wrong("parent", _("This unit is loaded under another one. A changed organisation gets a new code."))
    for row in form.units:
        for loaded in standing.authorities.get(row.code, []):
            new = row.authority
            if new is None or loaded.valid_from == new.valid_from:
                continue
            if _share_days(loaded.valid_from, loaded.valid_to, new.valid_from, new.valid_to):
                row.row.wrong("authority_from", _("A delegation loaded before covers some of these days."))


def _check_person(rows: list[MemberRow], roll: Roll, form: Form) -> None:
    for row in rows:
        person = roll.people.get(row.citizen_id)
        if person and row.birth_date and person.birth_date != row.birth_date:
            row.row.wrong("birth_date", _("The person known by this citizen ID has another birth date."))
        stay = roll.stay_of(row)
        if stay is None:
            for other in roll.stays.get(row.citizen_id, []):
                if other.until is None and row.until is None and not _closes(other, rows):
                    row.row.wrong("citizen_id", _present_elsewhere(other, form.as_of))
        elif stay.until is not None and row.until != stay.until:
            day = f"{stay.until:%d/%m/%Y}"
            row.row.wrong("citizen_id", _("Loaded as gone from this unit on %(day)s.") % {"day": day})


def _present_elsewhere(stay: Member, as_of: datetime.date) -> str:
    if stay.since > as_of:
        # A candidate is no member yet, so nobody is admitted here who was present in another unit.
        sentence = _(
            "Admitted in %(unit)s on %(day)s, after the register's date, so not a member here before. Check "
            "the citizen ID."
        )
        return sentence % {"unit": stay.unit.code, "day": f"{stay.since:%d/%m/%Y}"}
    return _("Loaded as present in %(unit)s. Add the row that says how that ended.") % {"unit": stay.unit.code}


def _closes(stay: Member, rows: list[MemberRow]) -> bool:
    """Whether one of these rows, all of that person, ends the stay."""
    return any(row.unit == stay.unit.code and row.until is not None for row in rows)


def _check_seats(form: Form, standing: Standing) -> None:
    for row in form.seats:
        if row.starts is None or standing.seat_of(row) is not None:
            continue
        for seat in standing.seats.get(row.unit, []):
            same_person = seat.person.citizen_id == row.citizen_id
            if seat.role != row.role or not (same_person or row.role in roles.SINGLE_ROLES):
                continue
            if _share_days(seat.starts, seat.ends, row.starts, row.ends) and not _is_shortened(seat, form, row.starts):
                row.row.wrong("starts", _("The seat is loaded as held on some of these days."))
                break


def _is_shortened(seat: Seat, form: Form, starts: datetime.date) -> bool:
    """Whether the form itself ends that seat before this term begins."""
    return any(
        (row.citizen_id, row.unit, row.role, row.starts)
        == (seat.person.citizen_id, seat.unit.code, seat.role, seat.starts)
        and row.ends is not None
        and row.ends < starts
        for row in form.seats
    )


def _dates_taken(form: Form) -> list[Problem]:
    last = Register.objects.order_by("-as_of").first()
    if last is None or last.as_of < form.as_of:
        return []
    sentence = _("A register of %(day)s is loaded. A register is never changed; load a later one.")
    return [Problem(REGISTER.name, 0, "", sentence % {"day": f"{last.as_of:%d/%m/%Y}"})]


def _unaccounted(form: Form, spoken_of: Container[int]) -> list[Problem]:
    """Members present on the register's date of whose stay it says nothing; who came later can't stand in it."""
    if form.as_of == datetime.date.max:  # not given, which is said elsewhere
        return []
    sentence = _(
        "Loaded as present in %(unit)s and not in this register: %(name)s, citizen ID %(citizen_id)s. Add the row that "
        "says how the stay ended."
    )
    open_stays = Member.objects.filter(until=None, since__lte=form.as_of).order_by("pk")
    found = open_stays.values_list("pk", "person__citizen_id", "person__full_name", "unit__code")
    return [
        Problem(REGISTER.name, 0, "", sentence % {"unit": unit, "name": name, "citizen_id": citizen_id})
        for pk, citizen_id, name, unit in found.iterator(chunk_size=BATCH)
        # Who is listed as present in another unit was asked about at that row.
        if pk not in spoken_of and all(row.until is not None for row in form.stays.get(citizen_id, ()))
    ]


def _share_days(
    starts: datetime.date, ends: datetime.date | None, first: datetime.date, last: datetime.date | None
) -> bool:
    return (ends is None or first <= ends) and (last is None or starts <= last)
