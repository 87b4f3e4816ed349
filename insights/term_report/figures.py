"""The figures of a report, counted from its rows. Pure.

A figure is a choice of rows and their number, so that the list behind it has as many lines by construction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from insights.term_report.groups import BY_KEY
from insights.term_report.period import Period
from insights.term_report.rows import Admitted, Row, Taken

ADMITTED, RECOGNISED, GONE, HAPPENED, ATTENDED = "admitted", "recognised", "gone", "happened", "attended"
ROWS_OF = (ADMITTED, RECOGNISED, GONE, HAPPENED, ATTENDED)


@dataclass(frozen=True)
class Choice:
    """Which rows: `of` one of ROWS_OF; of the part of the period with this key; `by` a grouping, or for other rows what
    they tell, and the `kind` of it; of the unit directly under with this id. Empty is all."""

    of: str
    part: str = ""
    by: str = ""
    kind: str = ""
    child: str = ""

    @classmethod
    def read(cls, given: dict[str, str]) -> Self | None:
        """From an address; None for what was made by no page."""
        found = cls(**{one.name: given.get(one.name, "") for one in fields(cls)})
        return found if found.of in ROWS_OF else None

    @property
    def address(self) -> str:
        return urlencode({one.name: value for one in fields(self) if (value := getattr(self, one.name))})

    @property
    def tells_of_a_person(self) -> bool:
        """More than lists do: by what people are told apart stands in their files."""
        return self.of == ADMITTED and bool(self.by)


@dataclass(frozen=True)
class Figure:
    number: int
    choice: Choice


@dataclass(frozen=True)
class Figures:
    """What a report says, of its rows."""

    taken: Taken

    @property
    def period(self) -> Period:
        return Period(self.taken.first, self.taken.last)

    def rows(self, choice: Choice) -> list[Row]:
        found: Sequence[Any] = getattr(self.taken, choice.of)
        if choice.part:
            part = next((one for one in self.period.parts() if str(one.key) == choice.part), None)
            found = [row for row in found if part and part.first <= row.day <= part.last]
        if choice.by:
            found = [row for row in found if _told(row, choice.by) == choice.kind]
        if choice.child:
            found = [row for row in found if str(row.child) == choice.child]
        return list(found)

    def of(self, choice: Choice) -> Figure:
        return Figure(len(self.rows(choice)), choice)

    def by_part(self, of: str) -> list[Figure]:
        return [self.of(Choice(of, part=str(part.key))) for part in self.period.parts()]

    def by_kind(self, grouping: str) -> list[tuple[str, Figure]]:
        """Each kind with its words, those of nobody left out but for the first two, which a reader looks for."""
        found = [(words, self.of(Choice(ADMITTED, by=grouping, kind=kind))) for kind, words in BY_KEY[grouping].shown]
        return [one for place, one in enumerate(found) if one[1].number or place < 2]

    def where(self, of: str, by: str, kind: str) -> Figure:
        return self.of(Choice(of, by=by, kind=kind))

    @property
    def admitted(self) -> Figure:
        return self.of(Choice(ADMITTED))

    @property
    def recognised(self) -> Figure:
        return self.of(Choice(RECOGNISED))

    @property
    def average_age(self) -> float | None:
        ages = [row.age for row in self.taken.admitted]
        return sum(ages) / len(ages) if ages else None

    @property
    def grassroots(self) -> int:
        """Grassroots organisations: committees and cells right under a bloc."""
        return self.places("grassroots_committee") + self.places("grassroots_cell")

    def places(self, kind: str) -> int:
        return sum(one.kind == kind for one in self.taken.places)

    @property
    def units_that_admitted(self) -> int:
        """Of those directly under the unit that were there on the last day."""
        with_some = {row.child for row in self.taken.admitted}
        return sum(one.unit in with_some for one in self.taken.children)

    @property
    def target(self) -> int | None:
        """What was assigned from above, else what the congress set."""
        assigned, congress = self.taken.assigned.whole, self.taken.congress.whole
        return assigned if assigned is not None else congress

    @property
    def target_of_the_whole(self) -> int | None:
        """Its own target, or where it has none what its units have together."""
        targets = [one.target for one in self.taken.children if one.target is not None]
        return self.target if self.target is not None else sum(targets) if targets else None

    @property
    def percent(self) -> float | None:
        return 100 * self.admitted.number / self.target if self.target else None

    def percent_of_all(self, figure: Figure) -> float | None:
        whole = len(getattr(self.taken, figure.choice.of))
        return 100 * figure.number / whole if whole else None

    def of_group(self, group: str) -> int:
        """Of a group that plans ask for: women, youth, minority, workers, students."""
        return sum(_in_group(row, group) for row in self.taken.admitted)

    def of_child(self, child: int, of: str, by: str = "", kind: str = "") -> Figure:
        return self.of(Choice(of, by=by, kind=kind, child=str(child)))

    def narrowed(self, choice: Choice, **columns: str) -> Figure:
        return self.of(replace(choice, **columns))


def told(figures: Figures) -> dict[str, float | None]:
    """Every number of a report under a name of its own: what two takings are compared by."""
    taken = figures.taken
    found: dict[str, float | None] = {
        "members": taken.members,
        "official": taken.official,
        "before": taken.before,
        "target": figures.target,
        "average_age": figures.average_age,
        "units_that_admitted": figures.units_that_admitted,
    }
    for kind in sorted({one.kind for one in taken.places}):
        found[f"places.{kind}"] = figures.places(kind)
    for of in ROWS_OF:
        found[of] = len(getattr(taken, of))
        for part, figure in zip(figures.period.parts(), figures.by_part(of), strict=True):
            found[f"{of}.part.{part.key}"] = figure.number
    for grouping in BY_KEY.values():
        for kind, _words in grouping.shown:
            found[f"admitted.{grouping.key}.{kind}"] = figures.where(ADMITTED, grouping.key, kind).number
    for how in sorted({row.how for row in taken.gone}):
        found[f"gone.{how}"] = figures.where(GONE, "how", how).number
    for what in sorted({row.what for row in taken.happened}):
        found[f"happened.{what}"] = figures.where(HAPPENED, "what", what).number
    for child in taken.children:
        found[f"child.{child.unit}.members"] = child.members
        found[f"child.{child.unit}.admitted"] = figures.of_child(child.unit, ADMITTED).number
    for one in taken.rolled_out:
        found |= {f"resolution.{one.resolution}.{reach.audience}": reach.present for reach in one.audiences}
    return found


def changed(before: Figures, now: Figures) -> dict[str, tuple[float | None, float | None]]:
    """Name -> what it was and what it is, of the numbers that are not the same."""
    old, new = told(before), told(now)
    return {name: (old.get(name), new.get(name)) for name in sorted({*old, *new}) if old.get(name) != new.get(name)}


def _told(row: Any, by: str) -> object:
    return row.kinds.get(by) if isinstance(row, Admitted) else getattr(row, by, None)


def _in_group(row: Admitted, group: str) -> bool:
    kinds = row.kinds
    return {
        "women": kinds["sex"] == "f",
        "youth": kinds["age"] == "to_30",
        "minority": kinds["ethnicity"] == "minority",
        "workers": kinds["occupation"] == "worker",
        "students": kinds["occupation"] == "student",
    }.get(group, False)
