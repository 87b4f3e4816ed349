"""Rooms above hear that somebody's rights have changed, within the transaction in which they do."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RightsChange:
    """`kind` is one of SEATED, UNSEATED, DELEGATED, UNDELEGATED; `accounts` are those who may do more or less than
    before, `params` ids and plain values, never a name. `source` names the act."""

    kind: str
    accounts: frozenset[int]
    source: str
    at: datetime.datetime
    acting_user: int
    params: Mapping[str, str | int] = field(default_factory=dict)


SEATED, UNSEATED = "seated", "unseated"
DELEGATED, UNDELEGATED = "delegated", "undelegated"

Hears = Callable[[RightsChange], None]
_hearing: list[Hears] = []


def heed_rights(hears: Hears) -> None:
    """Called when the site starts; a second call with the same function changes nothing."""
    if hears not in _hearing:
        _hearing.append(hears)


def rights_changed(change: RightsChange) -> None:
    for hears in _hearing:
        hears(change)
