"""Where the columns of the months stand, in the units of the drawing. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from insights.what_if.model import Spread

WIDTH, HEIGHT, FOOT, HEAD = 720, 206, 30, 6
_GAP = 0.35


@dataclass(frozen=True)
class Column:
    """One side of a month: a column up to the median, and a line from low to high in its middle."""

    x: float
    width: float
    y: float
    height: float
    middle: float
    low_y: float
    high_y: float
    kind: str


@dataclass(frozen=True)
class Month:
    """`part` says that not all of its days count."""

    first: datetime.date
    last: datetime.date
    part: bool
    base: Spread
    scenario: Spread | None
    middle: float
    columns: Sequence[Column]


@dataclass(frozen=True)
class Chart:
    months: Sequence[Month]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - FOOT


def chart(
    days: Sequence[tuple[datetime.date, datetime.date, bool]],
    base: Sequence[Spread],
    scenario: Sequence[Spread] | None,
) -> Chart:
    """All columns to one scale, from nothing."""
    sides = [base] if scenario is None else [base, scenario]
    most = max((spread.high for side in sides for spread in side), default=0)
    floor, room = HEIGHT - FOOT, WIDTH / max(1, len(days))
    width = room * (1 - _GAP) / len(sides)

    def y(number: float) -> float:
        return round(floor - (floor - HEAD) * number / most, 1) if most else float(floor)

    months = []
    for place, (first, last, part) in enumerate(days):
        columns = []
        for side, spreads in enumerate(sides):
            found, x = spreads[place], place * room + room * _GAP / 2 + side * width
            columns.append(
                Column(
                    x=round(x, 1),
                    width=round(width, 1),
                    y=y(found.median),
                    height=round(floor - y(found.median), 1),
                    middle=round(x + width / 2, 1),
                    low_y=y(found.low),
                    high_y=y(found.high),
                    kind="scenario" if side else "base",
                )
            )
        other = None if scenario is None else scenario[place]
        months.append(Month(first, last, part, base[place], other, round((place + 0.5) * room, 1), columns))
    return Chart(months, int(most))
