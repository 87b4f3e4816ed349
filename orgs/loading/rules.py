"""What is wrong between the rows of a form. Pure: the form's own rows, and the units and people known already."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from orgs import roles
from orgs.loading.cells import Row
from orgs.loading.form import KIND_WORDS
from orgs.loading.rows import Form, MemberRow, SeatRow, UnitRow
from orgs.models import Unit
from orgs.models.units import NO_UNIT_CODE, UNIT_CODE
from orgs.names import search_key
from orgs.tree import fits

# The youngest age of a member (Charter 2011, Art. 1).
LEAST_AGE = 18

_R = TypeVar("_R")


@dataclass(frozen=True)
class Known:
    """What the database holds already: kind of each unit by code, and by citizen ID the names of those of
    the form's seat holders who are in it."""

    units: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def check(form: Form, known: Known) -> None:
    """Note every problem at its row."""
    kinds = {**known.units, **{row.code: row.kind for row in form.units}}
    _check_units(form.units, kinds)
    for member in form.members:
        _check_member(member, form.as_of, kinds)
    _check_people(form.stays.values())
    names = {**known.people, **{citizen_id: rows[-1].name for citizen_id, rows in form.stays.items()}}
    for seat in form.seats:
        _check_seat(seat, kinds, names)
    _check_terms(form.seats)
    _check_elected(form.seats, form.members, form.as_of)


def _check_units(units: list[UnitRow], kinds: Mapping[str, str]) -> None:
    parents = {row.code: row.parent for row in units}
    for _code, same in _grouped(units, lambda row: row.code):
        for row in same[1:]:
            row.row.wrong("code", _("The code stands in row %(row)s too.") % {"row": same[0].row.number})
    for row in units:
        if row.code and not re.fullmatch(UNIT_CODE, row.code):
            row.row.wrong("code", str(NO_UNIT_CODE))
        if row.kind:
            _check_place(row, kinds, parents)
        _refuse_reversed(row.row, "valid_to", row.valid_from, row.valid_to)
        if row.authority:
            if row.kind != Unit.Kind.GRASSROOTS_COMMITTEE:
                row.row.wrong("authority_number", _("Authority can be delegated to a grassroots committee only."))
            _refuse_reversed(row.row, "authority_from", row.authority.paper_date, row.authority.valid_from)
            _refuse_reversed(row.row, "authority_to", row.authority.valid_from, row.authority.valid_to)
    tops = [row for row in units if row.kind == Unit.Kind.BLOC]
    for row in tops[1:]:
        row.row.wrong("kind", _("There is one bloc, and row %(row)s has it.") % {"row": tops[0].row.number})
    if not tops and units:
        units[0].row.wrong("kind", _("None of the units is the bloc."))


def _check_place(row: UnitRow, kinds: Mapping[str, str], parents: Mapping[str, str]) -> None:
    if row.parent and row.parent not in kinds:
        row.row.wrong("parent", _("There is no unit with the code “%(code)s”.") % {"code": row.parent})
    elif row.parent and _in_a_circle(row.code, parents):
        row.row.wrong("parent", _("Going up from this unit leads back to it."))
    elif not row.parent and not fits(row.kind, None):
        row.row.wrong("parent", _("This unit needs a unit above it."))
    elif not fits(row.kind, kinds[row.parent] if row.parent else None) and kinds.get(row.parent) != "":
        words = {"kind": KIND_WORDS[row.kind], "above": _kind_words(kinds.get(row.parent, ""))}
        row.row.wrong("parent", _("A unit of the kind “%(kind)s” can't stand under “%(above)s”.") % words)


def _kind_words(kind: str) -> str:
    return KIND_WORDS.get(kind, "")


def _in_a_circle(code: str, parents: Mapping[str, str]) -> bool:
    seen, above = {code}, parents.get(code, "")
    while above and above not in seen:
        seen.add(above)
        above = parents.get(above, "")
    return above == code


def _check_member(row: MemberRow, as_of: datetime.date, kinds: Mapping[str, str]) -> None:
    check_cell(row, kinds)
    cells = row.row
    if row.birth_date and row.joined_on and row.joined_on < birthday(row.birth_date, LEAST_AGE):
        cells.wrong(
            "dates", _("Joined before turning %(age)s. Check this date and the birth date.") % {"age": LEAST_AGE}
        )
    if row.joined_on and row.official_on and row.official_on < row.joined_on:
        cells.wrong("dates", _("Official before joining."))
    if row.joined_on and row.moved_in and row.moved_in < row.joined_on:
        cells.wrong("moved_in", _("Moved in before joining the Party."))
    if row.since and row.until and row.until < row.since:
        cells.wrong(_ending_key(row), _("This lies before the member came to the unit."))
    for key, day in (
        ("birth_date", row.birth_date),
        ("dates", row.joined_on),
        ("dates", row.official_on),
        ("moved_in", row.moved_in),
        (_ending_key(row), row.until),
    ):
        if day and day > as_of:
            cells.wrong(key, _("%(day)s lies after the register's date.") % {"day": f"{day:%d/%m/%Y}"})


class InACell(Protocol):
    """A row of any sheet that names the cell of somebody."""

    @property
    def row(self) -> Row: ...
    @property
    def unit(self) -> str: ...


def check_cell(row: InACell, kinds: Mapping[str, str]) -> None:
    if row.unit and row.unit not in kinds:
        row.row.wrong("unit", _("There is no unit with the code “%(code)s”.") % {"code": row.unit})
    elif row.unit and kinds[row.unit] and kinds[row.unit] not in Unit.CELLS:
        row.row.wrong("unit", _("Members are listed in their cell, not in a committee."))


def _check_people(people: Iterable[list[MemberRow]]) -> None:
    """Somebody may have several stays, one after the other, and is the same person in each."""
    for stays in people:
        first = stays[0]
        for row in stays[1:]:
            if search_key(row.name) != search_key(first.name):
                row.row.wrong(
                    "names", _("Row %(row)s has another name for this citizen ID.") % {"row": first.row.number}
                )
            if row.birth_date != first.birth_date:
                row.row.wrong("birth_date", _("Row %(row)s has another birth date.") % {"row": first.row.number})
        here = [row for row in stays if row.until is None]
        for row in here[1:]:
            row.row.wrong("citizen_id", _("Row %(row)s has this person present too.") % {"row": here[0].row.number})
        dated = sorted((row for row in stays if row.since), key=lambda row: (row.since, row.until or datetime.date.max))
        for before, after in pairwise(dated):
            if before.until and after.since and after.since < before.until:
                sentence = _("This stay begins before the one of row %(row)s ended.")
                after.row.wrong("citizen_id", sentence % {"row": before.row.number})


def _check_seat(row: SeatRow, kinds: Mapping[str, str], names: Mapping[str, str]) -> None:
    if row.unit and row.unit not in kinds:
        row.row.wrong("unit", _("There is no unit with the code “%(code)s”.") % {"code": row.unit})
    elif row.unit and row.role and kinds[row.unit] and row.role not in roles.roles_at(kinds[row.unit]):
        kind = _kind_words(kinds[row.unit])
        row.row.wrong("role", _("A unit of the kind “%(kind)s” has no such seat.") % {"kind": kind})
    _refuse_reversed(row.row, "ends", row.starts, row.ends)
    if row.citizen_id and row.citizen_id not in names:
        row.row.wrong("citizen_id", _("Nobody in the register has this citizen ID."))
    elif row.citizen_id and row.name and search_key(names[row.citizen_id]) != search_key(row.name):
        row.row.wrong("name", _("The register has another name for this citizen ID."))


def _check_terms(seats: list[SeatRow]) -> None:
    for _key, same in _grouped(seats, lambda row: (row.citizen_id, row.unit, row.role)):
        for before, after in _overlaps(same):
            after.row.wrong(
                "starts", _("Row %(row)s has the same seat on some of these days.") % {"row": before.row.number}
            )
    single = [row for row in seats if row.role in roles.SINGLE_ROLES]
    for _key, same in _grouped(single, lambda row: (row.unit, row.role)):
        for before, after in _overlaps(same):
            if before.citizen_id != after.citizen_id:
                sentence = _("Somebody else holds this seat on some of these days: row %(row)s.")
                after.row.wrong("starts", sentence % {"row": before.row.number})


def _check_elected(seats: list[SeatRow], members: list[MemberRow], as_of: datetime.date) -> None:
    """Where the register can say so: who is probationary can't be elected."""
    here = {row.citizen_id: row for row in members if row.citizen_id and row.until is None}
    for seat in seats:
        member = here.get(seat.citizen_id)
        if seat.role not in roles.ELECTED_ROLES or member is None or seat.starts is None:
            continue
        if seat.starts < (member.official_on or as_of):
            seat.row.wrong("starts", _("The person was no official member when this term began."))


def _overlaps(rows: Iterable[SeatRow]) -> Iterator[tuple[SeatRow, SeatRow]]:
    """Each row that begins before the longest of the earlier ones has ended, after that one."""
    longest: SeatRow | None = None
    for row in sorted((row for row in rows if row.starts), key=lambda row: row.starts or datetime.date.min):
        if longest and row.starts and (longest.ends is None or row.starts <= longest.ends):
            yield longest, row
        if longest is None or (longest.ends is not None and (row.ends is None or row.ends > longest.ends)):
            longest = row


def _refuse_reversed(cells: Row, key: str, first: datetime.date | None, last: datetime.date | None) -> None:
    if first and last and last < first:
        cells.wrong(key, _("This date lies before the one it follows."))


def _ending_key(row: MemberRow) -> str:
    return {"died": "died", "left": "left"}.get(row.ending, "moved_out")


def birthday(born: datetime.date, age: int) -> datetime.date:
    """The day of turning that old; who was born on 29 February turns on 1 March.

    The last day of all where the calendar has no such year: that birth date lies in the future, and is told so.
    """
    if born.year + age > datetime.MAXYEAR:
        return datetime.date.max
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return datetime.date(born.year + age, 3, 1)


def _grouped(rows: Iterable[_R], key: Callable[[_R], object]) -> list[tuple[object, list[_R]]]:
    """Rows of the same key together, in their order; rows whose key is empty are left out."""
    groups: dict[object, list[_R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return [(name, same) for name, same in groups.items() if name]
