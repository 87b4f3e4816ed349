"""The rules as they are read: the values in force on a day, the editions side by side, what the bloc asks beside them.

No rule is about a person, so whoever signs in may read them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from admission_flow.models import LocalRule, Regulation
from admission_flow.rules.parameters import DEFINITIONS
from admission_flow.wording import (
    confidence_label,
    edition_label,
    group_label,
    is_to_confirm,
    parameter_label,
    parameter_value,
    source_papers,
)
from admission_flow.wording.local import local_words


@dataclass(frozen=True)
class Value:
    """One value as a reader sees it; `why` says how sure it is."""

    label: str
    text: str
    source: str
    to_confirm: bool
    why: str


@dataclass(frozen=True)
class Difference:
    label: str
    here: str
    there: str


@dataclass(frozen=True)
class Edition:
    """A row of the table of regulations. `until` is the last day that is judged by it, where there is one yet."""

    row: Regulation
    label: str
    until: datetime.date | None
    to_confirm: int

    @property
    def judges(self) -> bool:
        """Whether any day at all is judged by it: an edition from the same day or before takes the place of another."""
        return self.until is None or self.until >= self.row.from_day


@dataclass(frozen=True)
class LocalAsked:
    row: LocalRule
    name: str
    asks: str
    in_force: bool


def editions() -> list[Edition]:
    """Newest first. One statement."""
    rows = sorted(Regulation.objects.select_related("entered_by__person"), key=_place, reverse=True)
    found: list[Edition] = []
    for place, row in enumerate(rows):
        unsure = sum(is_to_confirm(one) for one in row.parameters.values())
        later = [one.from_day if one.code == row.code else one.in_force_from for one in rows[:place]]
        until = min(later) - datetime.timedelta(days=1) if later else None
        found.append(Edition(row, edition_label(row.code, row.edition), until, unsure))
    return found


def edition_on(day: datetime.date, known: Sequence[Edition]) -> Edition | None:
    """As Regulation.on, of those already read."""
    return next((one for one in known if one.row.in_force_from <= day and one.row.from_day <= day), None)


def grouped_values(row: Regulation) -> list[tuple[str, list[Value]]]:
    """Every value of the edition under the name of its group; those that an old edition has not are left out."""
    groups: dict[str, list[Value]] = {}
    for name, definition in DEFINITIONS.items():
        if name in row.parameters:
            groups.setdefault(group_label(definition.group), []).append(_value(name, row.parameters[name]))
    return list(groups.items())


def differences(here: Regulation, there: Regulation) -> list[Difference]:
    """The values that are not the same; one that an edition has not is empty."""
    return [
        Difference(parameter_label(name), _text(name, here), _text(name, there))
        for name in DEFINITIONS
        if _text(name, here) != _text(name, there)
    ]


def local_rules(day: datetime.date) -> list[LocalAsked]:
    """All of them, those in force on the day first."""
    in_force = set(LocalRule.on(day).values_list("pk", flat=True))
    found = [_asked(row, row.pk in in_force) for row in LocalRule.objects.order_by("-in_force_from", "code")]
    return sorted(found, key=lambda one: not one.in_force)


def _place(row: Regulation) -> tuple[datetime.date, int]:
    return row.in_force_from, row.edition


def _value(name: str, kept: Mapping[str, Any]) -> Value:
    return Value(
        parameter_label(name),
        parameter_value(name, kept["value"]),
        source_papers(kept["source"]),
        is_to_confirm(kept),
        confidence_label(kept["confidence"]),
    )


def _text(name: str, row: Regulation) -> str:
    return parameter_value(name, row.parameters[name]["value"]) if name in row.parameters else ""


def _asked(row: LocalRule, in_force: bool) -> LocalAsked:
    kept = {name: getattr(row, name) for name in ("name_vi", "name_en", "asks_vi", "asks_en")}
    words = local_words(kept)
    return LocalAsked(row, words["name"], words["asks"], in_force)
