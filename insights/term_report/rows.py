"""The rows that a report counts, and how they are kept with it. Pure.

Ids and codes, no names: the list behind a number reads the names when somebody who may asks for it. `child` is the unit
directly under that of the report, 0 for the unit itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self


@dataclass(frozen=True)
class Row:
    """Somebody or something that counts on a day. `case` is None where no case tells of it."""

    day: datetime.date
    child: int
    unit: int
    person: int
    case: int | None


@dataclass(frozen=True)
class Admitted(Row):
    """`age` in whole years on that day; `kinds` by the groupings, from `groups`."""

    age: int
    kinds: Mapping[str, str]


@dataclass(frozen=True)
class Recognised(Row):
    """Official from that day on."""


@dataclass(frozen=True)
class Gone(Row):
    """`how`: moved, died, struck_off, expelled, resigned or other."""

    how: str


@dataclass(frozen=True)
class Happened(Row):
    """Of a case: `what` is nominated, or the outcome by which it was closed."""

    what: str


@dataclass(frozen=True)
class Attended(Row):
    """In a class that ended on that day: its id, kind, and how it went."""

    training_class: int
    kind: str
    state: str
    grade: str


@dataclass(frozen=True)
class Place:
    """A unit that was there on the last day; `above` its kind of unit above."""

    unit: int
    kind: str
    above: str


@dataclass(frozen=True)
class Child:
    """A unit directly under that of the report, with its members on the last day and what it was to admit in the
    period, None where it had no plan."""

    unit: int
    name: str
    kind: str
    members: int
    target: int | None


@dataclass(frozen=True)
class Reach:
    """Of one audience of a resolution: people present, people due, and units that reached all of it."""

    audience: str
    present: int
    due: int
    units: int


@dataclass(frozen=True)
class RolledOut:
    """A resolution in force in the period, and how far it was rolled out by its end in the unit's subtree."""

    resolution: int
    number: str
    dated: datetime.date
    title: str
    units: int
    done: int
    asks_programme: bool
    adopted: int
    audiences: tuple[Reach, ...]


@dataclass(frozen=True)
class Targets:
    """What was to be admitted by one kind of plan: in the whole period, by part, and by group of `planning`."""

    whole: int | None = None
    by_part: Mapping[str, int] = field(default_factory=dict)
    by_group: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """Everything. `official` of `members`; `before` were members on the day before the first."""

    unit: int
    unit_name: str
    unit_kind: str
    first: datetime.date
    last: datetime.date
    members: int
    official: int
    before: int
    places: tuple[Place, ...]
    children: tuple[Child, ...]
    congress: Targets
    assigned: Targets
    rolled_out: tuple[RolledOut, ...]
    classes: Mapping[str, int]
    admitted: tuple[Admitted, ...]
    recognised: tuple[Recognised, ...]
    gone: tuple[Gone, ...]
    happened: tuple[Happened, ...]
    attended: tuple[Attended, ...]

    def as_json(self) -> dict[str, Any]:
        return _plain(asdict(self))

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        given = dict(stored)
        for name, kind in _ROWS.items():
            given[name] = tuple(_made(kind, one) for one in stored[name])
        given["rolled_out"] = tuple(
            _made(RolledOut, {**one, "audiences": tuple(Reach(**reach) for reach in one["audiences"])})
            for one in stored["rolled_out"]
        )
        given["congress"], given["assigned"] = Targets(**stored["congress"]), Targets(**stored["assigned"])
        given["first"], given["last"] = map(datetime.date.fromisoformat, (stored["first"], stored["last"]))
        return cls(**given)


_ROWS: dict[str, type[Any]] = {
    "places": Place, "children": Child, "admitted": Admitted, "recognised": Recognised, "gone": Gone,
    "happened": Happened, "attended": Attended,
}  # fmt: skip
_DAYS = ("day", "dated")


def _made(kind: type[Any], stored: Mapping[str, Any]) -> Any:
    given = dict(stored)
    for one in fields(kind):
        if one.name in _DAYS:
            given[one.name] = datetime.date.fromisoformat(given[one.name])
    return kind(**given)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
