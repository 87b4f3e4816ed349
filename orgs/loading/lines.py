"""Rows of the form made from what is loaded, as of a day: what `rows` reads is what stands here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from orgs.loading.form import KIND_WORDS, ROLE_WORDS, SEPARATOR, SEX_WORDS
from orgs.models import DelegatedAuthority, Member, Seat, Unit

Line = dict[str, object]


def member_parts(stay: Member, day: datetime.date) -> dict[str, list[str]]:
    """The parts of each joint column of the register, by its key; what came after `day` isn't known yet."""
    person = stay.person
    official = stay.official_on if stay.official_on and stay.official_on <= day else None
    return {
        "names": [person.full_name, person.birth_name],
        "sex": [SEX_WORDS.get(person.sex, ""), person.ethnicity, person.religion],
        "education": [
            *(person.general_education, person.political_theory),
            *(person.professional_education, person.languages),
        ],
        "occupation": [person.occupation_before, person.occupation],
        "dates": [_day(stay.joined_on), _day(official)],
        "numbers": [stay.card_number, stay.biography_number, stay.badge_number],
        "moved_in": [_day(stay.since), stay.moved_in_from] if stay.moved_in_from else [],
        **{key: _ending(stay, ending, day) for key, ending in _ENDINGS.items()},
    }


def member_line(stay: Member, number: int, day: datetime.date) -> Line:
    """A row of the register by the keys of its columns. `stay` has its person and unit at hand."""
    person = stay.person
    whole = {"hometown": person.hometown, "service": stay.service, "note": stay.note}
    own = {"unit": stay.unit.code, "birth_date": person.birth_date, "citizen_id": person.citizen_id, "number": number}
    return {**own, **whole, **{key: joined(parts) for key, parts in member_parts(stay, day).items()}}


def unit_lines(units: Sequence[Unit], authorities: Mapping[int, DelegatedAuthority]) -> Iterator[Line]:
    """Rows of the units, which hold all above each of them. `authorities`: unit id -> the paper in force."""
    codes = {unit.path: unit.code for unit in units}
    for unit in units:
        line: Line = {
            "code": unit.code,
            "name": unit.name,
            "kind": KIND_WORDS[unit.kind],
            "parent": codes.get(unit.path[: -Unit.steplen], ""),
            "category": unit.category,
            "regulation": unit.governing_regulation,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
        }
        if paper := authorities.get(unit.pk):
            line |= {"authority_number": paper.paper_number, "authority_date": paper.paper_date}
            line |= {"authority_from": paper.valid_from, "authority_to": paper.valid_to}
        yield line


def seat_lines(seats: Iterable[Seat]) -> Iterator[Line]:
    """`seats` have their persons and units at hand."""
    for seat in seats:
        yield {
            "citizen_id": seat.person.citizen_id,
            "name": seat.person.full_name,
            "unit": seat.unit.code,
            "role": ROLE_WORDS[seat.role],
            "starts": seat.starts,
            "ends": seat.ends,
            "paper": seat.paper,
        }


def joined(parts: Sequence[str]) -> str:
    """As the form divides them; parts at the end that are not there are left out."""
    told = [part.replace(SEPARATOR, ",") for part in parts]
    while told and not told[-1]:
        told.pop()
    return f"{SEPARATOR} ".join(told)


_ENDINGS = {"moved_out": Member.Ending.MOVED, "died": Member.Ending.DIED, "left": Member.Ending.LEFT}
# The form wants to know where to; who ended the stay may not have known it.
_NOT_KNOWN = "không rõ"


def _ending(stay: Member, ending: str, day: datetime.date) -> list[str]:
    if stay.until is None or stay.until > day or stay.ending != ending:
        return []
    return [_day(stay.until), stay.ending_detail or (_NOT_KNOWN if ending == Member.Ending.MOVED else "")]


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
