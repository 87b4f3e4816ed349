"""Where the columns of a report's chart stand on the page, in the units of its drawing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insights.term_report.paper import Chart

WIDTH, HEIGHT, FOOT, TOP = 720, 260, 34, 26
_GAP = 0.3


@dataclass(frozen=True)
class Column:
    x: float
    y: float
    width: float
    height: float
    number: int
    series: int

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def number_y(self) -> float:
        return round(self.y - 4, 1)


@dataclass(frozen=True)
class Label:
    middle: float
    words: str


@dataclass(frozen=True)
class Drawn:
    chart: Chart
    columns: Sequence[Column]
    labels: Sequence[Label]
    series: Sequence[str]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - FOOT


def drawn(chart: Chart) -> Drawn:
    """The series side by side at each label, all to one scale from nothing."""
    most = max((number for _words, numbers in chart.series for number in numbers), default=0)
    room = WIDTH / max(1, len(chart.labels))
    width = room * (1 - _GAP) / max(1, len(chart.series))
    floor = HEIGHT - FOOT
    columns = []
    for series, (_words, numbers) in enumerate(chart.series):
        for place, number in enumerate(numbers):
            height = round((floor - TOP) * number / most, 1) if most else 0.0
            x = place * room + room * _GAP / 2 + series * width
            columns.append(Column(round(x, 1), round(floor - height, 1), round(width, 1), height, number, series))
    labels = [Label(round((place + 0.5) * room, 1), words) for place, words in enumerate(chart.labels)]
    return Drawn(chart, columns, labels, [words for words, _numbers in chart.series])
