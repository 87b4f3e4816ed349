"""Rows of the form as values of their own, each remembering where it stood."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from orgs.loading.cells import Row, to_date
from orgs.loading.form import KIND_WORDS, REGISTER, ROLE_WORDS, SEATS, SEX_WORDS, UNITS
from orgs.loading.progress import READING, Tell, silently, told
from orgs.loading.sheets import Book, Problem, Table
from orgs.models import Member
from orgs.names import is_name, search_key
from orgs.refusals import NO_NAME

# People at a time, where the database is asked about them or written.
BATCH = 2000
_KINDS: Mapping[str, str] = {words: kind for kind, words in KIND_WORDS.items()}
_ROLES: Mapping[str, str] = {words: role for role, words in ROLE_WORDS.items()}
_SEXES = {search_key(words): sex for sex, words in SEX_WORDS.items()}


@dataclass(slots=True)
class AuthorityRow:
    paper_number: str
    paper_date: datetime.date
    valid_from: datetime.date
    valid_to: datetime.date | None


@dataclass(slots=True)
class UnitRow:
    row: Row
    code: str
    name: str
    kind: str
    parent: str
    category: str
    governing_regulation: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    authority: AuthorityRow | None


@dataclass(slots=True)
class SeatRow:
    row: Row
    citizen_id: str
    name: str
    unit: str
    role: str
    starts: datetime.date | None
    ends: datetime.date | None
    paper: str


@dataclass(slots=True)
class MemberRow:
    """A line of the register. A hundred thousand of them are kept at a time: what they say of the person and the stay
    is kept as plain values."""

    row: Row
    unit: str
    citizen_id: str
    name: str
    birth_date: datetime.date | None
    joined_on: datetime.date | None
    official_on: datetime.date | None
    moved_in: datetime.date | None
    until: datetime.date | None
    ending: str
    person_values: tuple[object, ...] = ()
    stay_values: tuple[object, ...] = ()

    @property
    def since(self) -> datetime.date | None:
        return self.moved_in or self.joined_on

    @property
    def person(self) -> dict[str, object]:
        """By the columns of Person."""
        return dict(zip(PERSON_COLUMNS, self.person_values, strict=True))

    @property
    def stay(self) -> dict[str, object]:
        """By the columns of Member."""
        dates = {"joined_on": self.joined_on, "official_on": self.official_on}
        return {**dates, "until": self.until, "ending": self.ending, **dict(_pairs(self.stay_values))}


PERSON_COLUMNS = (
    *("full_name", "birth_name", "birth_date", "sex", "ethnicity", "religion", "hometown"),
    *("general_education", "political_theory", "professional_education", "languages"),
    *("occupation_before", "occupation"),
)
STAY_TEXTS = (
    *("card_number", "biography_number", "badge_number", "service"),
    *("moved_in_from", "ending_detail", "note"),
)
STAY_COLUMNS = ("joined_on", "official_on", "until", "ending", *STAY_TEXTS)


def _pairs(values: tuple[object, ...]) -> Iterator[tuple[str, object]]:
    return zip(STAY_TEXTS, values, strict=True)


@dataclass
class Form:
    """`more`: name of a further sheet -> its rows, as whoever registered it reads them."""

    as_of: datetime.date
    units: list[UnitRow]
    seats: list[SeatRow]
    members: list[MemberRow]
    more: dict[str, list[Any]] = field(default_factory=dict)

    @cached_property
    def stays(self) -> dict[str, list[MemberRow]]:
        """Rows of the register by citizen ID, in the order of the sheet; without those that have none."""
        found: dict[str, list[MemberRow]] = {}
        for row in self.members:
            if row.citizen_id:
                found.setdefault(row.citizen_id, []).append(row)
        return found

    def batches(self, size: int = BATCH) -> Iterator[dict[str, list[MemberRow]]]:
        """`stays`, so many people at a time."""
        people = iter(self.stays.items())
        while batch := dict(islice(people, size)):
            yield batch


_T = TypeVar("_T")


def read_form(
    book: Book,
    today: datetime.date,
    more: Mapping[str, Callable[[Row], Any]] | None = None,
    tell: Tell = silently,
) -> tuple[Form, list[Problem]]:
    """Every row as far as it can be read, and what can't. `more`: name of a further sheet -> who reads its rows."""
    problems: list[Problem] = []
    as_of = to_date(book.as_of)
    if as_of is None:
        where = Problem(UNITS.name, book.as_of_row, "", _("The register's date is missing or not a date."))
        problems.append(where)
    elif as_of > today:
        sentence = _("The register's date, %(day)s, lies in the future. Correct it: later registers would be refused.")
        problems.append(Problem(UNITS.name, book.as_of_row, "", sentence % {"day": f"{as_of:%d/%m/%Y}"}))
    done = 0

    def each(name: str, read: Callable[[Row], _T]) -> list[_T]:
        nonlocal done
        rows = told(_each(book.tables[name], read, problems), READING, tell, total=book.rows, before=done)
        found = list(rows)
        done += len(found)
        return found

    form = Form(
        as_of=as_of or datetime.date.max,
        units=each(UNITS.name, _unit),
        seats=each(SEATS.name, _seat),
        members=each(REGISTER.name, _member),
        more={name: each(name, read) for name, read in (more or {}).items() if name in book.tables},
    )
    for sheet, rows in ((UNITS, form.units), (REGISTER, form.members)):
        if not rows:
            problems.append(Problem(sheet.name, 0, "", _("The sheet has no rows.")))
    return form, problems


def _each(table: Table, read: Callable[[Row], _T], problems: list[Problem]) -> Iterator[_T]:
    for number, values in table.rows():
        row = Row(table, number, values, problems)
        yield read(row)
        row.values = {}  # read; only where it stood is asked for from here on


def _unit(row: Row) -> UnitRow:
    kind = row.choice("kind", _KINDS, required=True)
    return UnitRow(
        row=row,
        code=row.text("code", 20, required=True),
        name=row.text("name", 200, required=True),
        kind=kind,
        parent=row.text("parent", 20),
        category=row.text("category", 100),
        governing_regulation=row.text("regulation", 100),
        valid_from=row.date("valid_from", required=True),
        valid_to=row.date("valid_to"),
        authority=_authority(row),
    )


def _authority(row: Row) -> AuthorityRow | None:
    number = row.text("authority_number", 50)
    dated, starts, ends = row.date("authority_date"), row.date("authority_from"), row.date("authority_to")
    if not (number or dated or starts or ends):
        return None
    if not number:
        row.wrong("authority_number", _("The paper of the delegation needs its number."))
    for key, day in (("authority_date", dated), ("authority_from", starts)):
        if day is None:
            row.wrong(key, _("A date is missing."))
    return AuthorityRow(number, dated, starts, ends) if number and dated and starts else None


def _seat(row: Row) -> SeatRow:
    name = row.text("name", 100, required=True)
    _refuse_no_name(row, "name", name)
    role = row.choice("role", _ROLES, required=True)
    return SeatRow(
        row=row,
        citizen_id=row.citizen_id("citizen_id"),
        name=name,
        unit=row.text("unit", 20, required=True),
        role=role,
        starts=row.date("starts", required=True),
        ends=row.date("ends"),
        paper=row.text("paper", 100),
    )


def _member(row: Row) -> MemberRow:
    name, birth_name = row.parts("names", (100, 100), required=1)
    _refuse_no_name(row, "names", name, birth_name)
    sex, ethnicity, religion = row.parts("sex", (10, 50, 50), required=1)
    if sex and search_key(sex) not in _SEXES:
        row.wrong("sex", _("“%(value)s” is none of: %(known)s.") % _choices(sex, SEX_WORDS.values()))
    general, theory, professional, languages = row.parts("education", (50, 50, 100, 100))
    before, now = row.parts("occupation", (100, 100))
    joined, official = row.parts("dates", (10, 10), required=1)
    card, biography, badge = row.parts("numbers", (20, 20, 40))
    moved_in, origin = row.dated("moved_in", 200)
    if moved_in and not origin:
        row.wrong("moved_in", _("After the date, write where from."))
    until, ending, detail = _ending(row)
    citizen_id, birth_date = row.citizen_id("citizen_id"), row.date("birth_date", required=True)
    return MemberRow(
        row=row,
        unit=row.text("unit", 20, required=True),
        citizen_id=citizen_id,
        name=name,
        birth_date=birth_date,
        joined_on=row.as_date("dates", joined) if joined else None,
        official_on=row.as_date("dates", official) if official else None,
        moved_in=moved_in,
        until=until,
        ending=ending,
        person_values=(
            *(name, birth_name if birth_name != name else "", birth_date, _SEXES.get(search_key(sex), "")),
            *(ethnicity, religion, row.text("hometown", 200)),
            *(general, theory, professional, languages, before, now),
        ),
        stay_values=(card, biography, badge, row.text("service", 60), origin, detail, row.text("note", 300)),
    )


def _refuse_no_name(row: Row, key: str, *names: str) -> None:
    if not all(is_name(name) for name in names if name):
        row.wrong(key, str(NO_NAME))


def _ending(row: Row) -> tuple[datetime.date | None, str, str]:
    """First day no longer there, kind of ending, and its detail. Only one of the three columns may be filled."""
    columns = {"moved_out": Member.Ending.MOVED, "died": Member.Ending.DIED, "left": Member.Ending.LEFT}
    filled = [(key, *row.dated(key, 200)) for key in columns if row.text(key, 300)]
    for key, _day, _detail in filled[1:]:
        row.wrong(key, _("A stay ends once: moved out, died or left. Clear the other column."))
    if not filled:
        return None, "", ""
    key, day, detail = filled[0]
    if day and not detail and key == "moved_out":
        row.wrong(key, _("After the date, write where to."))
    return day, str(columns[key]) if day else "", detail


def _choices(value: str, known: Iterable[str]) -> dict[str, str]:
    return {"value": value, "known": ", ".join(known)}
