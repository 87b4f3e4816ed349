"""When somebody is reminded of a due day, and who: a table in working days. Pure; the calendar has counted already.

The office's own custom, so it stands here and in no regulation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class To(StrEnum):
    """TAKER is who has taken the step, while they hold its seat; where nobody has, everybody who holds it."""

    TAKER = "taker"
    HOLDERS = "holders"
    ABOVE = "above"


@dataclass(frozen=True)
class Round:
    """Told `first` working days after the due day (before it, where negative), then each `every` of them; 0: once."""

    to: To
    first: int
    every: int = 0


# Before the day it is the business of who is on it; what is late is everybody's who may do it, and then goes up.
ROUNDS = (Round(To.TAKER, -3), Round(To.TAKER, 0), Round(To.HOLDERS, 1, every=5), Round(To.ABOVE, 3, every=5))
# How many working days before its due day something is looked at first.
EARLIEST = -min(one.first for one in ROUNDS)


@dataclass(frozen=True)
class Stage:
    """One telling: to whom, and of which day, in working days after the due one."""

    to: To
    day: int

    @property
    def is_above(self) -> bool:
        return self.to == To.ABOVE


def stages(late: int, opened: int) -> Iterator[Stage]:
    """The newest telling to the seat itself and the newest to the seat above that have come by now, if any.

    `late`: working days from the due day to today, negative before it; `opened`: the same for the day on which the
    step opened. Only the newest, so that what a stopped worker missed is told once and not several times. What would
    have been told before the step was there is left out: that it has come was told on that day.
    """
    for above in (False, True):
        reached = [Stage(one.to, day) for one in ROUNDS if (one.to == To.ABOVE) is above for day in _reached(one, late)]
        newest = max(reached, key=lambda stage: stage.day, default=None)
        if newest and (newest.day >= 0 or opened < newest.day):
            yield newest


def _reached(one: Round, late: int) -> list[int]:
    """The last day of this round that is not after today."""
    if late < one.first:
        return []
    return [late - (late - one.first) % one.every] if one.every else [one.first]
