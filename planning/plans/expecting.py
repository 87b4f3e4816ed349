"""How many more will be admitted by a day: asked of whoever measures how long cases take, which is a room above."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from orgs.models import Unit


@dataclass(frozen=True)
class Expected:
    """Beside those admitted already: what is most likely, and between what it lies in eight of ten times."""

    middle: float
    low: int
    high: int


NONE = Expected(0, 0, 0)
# Units, the last day, the moment of asking; an answer for each unit that anything is known of.
Expecting = Callable[[Sequence[Unit], datetime.date, datetime.datetime], Mapping[int, Expected]]
_asked: list[Expecting] = []


def expected_by(asked: Expecting) -> None:
    """Called when the site starts; a second call with the same function changes nothing."""
    if asked not in _asked:
        _asked.append(asked)


def expected(units: Sequence[Unit], until: datetime.date, at: datetime.datetime) -> Mapping[int, Expected]:
    """By unit id; empty where nobody measures, or the past says too little."""
    return _asked[0](units, until, at) if _asked else {}
