"""Where the columns of a chart stand, in the units of its drawing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insights.waits.board import Month

# The foot holds the names of the months also on a phone, where they are drawn at more than twice the size.
WIDTH, HEIGHT, FOOT = 720, 220, 30
_GAP = 0.35


@dataclass(frozen=True)
class Column:
    """Of one month: the columns of cases opened and decided, side by side, and the point of those in progress."""

    month: Month
    x: float
    width: float
    opened_y: float
    opened_height: float
    decided_y: float
    decided_height: float
    point_x: float
    point_y: float

    @property
    def decided_x(self) -> float:
        return round(self.x + self.width, 1)


@dataclass(frozen=True)
class Columns:
    columns: Sequence[Column]
    line: str
    most_at_end: int
    # Where the target of a month lies; none without a target.
    target_y: float | None = None
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - FOOT


def columns(months: Sequence[Month], target: float = 0) -> Columns:
    """Columns and the `target` of a month to one scale, the line of cases in progress to its own, both from nothing."""
    most = max((max(month.opened, month.decided, target) for month in months), default=0)
    most_at_end = max((month.at_end for month in months), default=0)
    floor = HEIGHT - FOOT
    room = WIDTH / max(1, len(months))
    drawn = []
    for place, month in enumerate(months):
        opened, decided = (_height(number, most, floor) for number in (month.opened, month.decided))
        drawn.append(
            Column(
                month,
                x=round(place * room + room * _GAP / 2, 1),
                width=round(room * (1 - _GAP) / 2, 1),
                opened_y=round(floor - opened, 1),
                opened_height=opened,
                decided_y=round(floor - decided, 1),
                decided_height=decided,
                point_x=round((place + 0.5) * room, 1),
                point_y=round(floor - _height(month.at_end, most_at_end, floor - 8), 1),
            )
        )
    line = " ".join(f"{column.point_x},{column.point_y}" for column in drawn)
    target_y = round(floor - floor * target / most, 1) if target and most else None
    return Columns(drawn, line, most_at_end, target_y)


def _height(number: float, most: float, room: float) -> float:
    return round(max(2.0, room * number / most), 1) if number and most else 0.0
