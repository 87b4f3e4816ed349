"""The time that a report is of, and the parts by which its results are told. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

QUARTERS = ("I", "II", "III", "IV")
LONGEST_YEARS = 10
# From one congress to the next.
TERM_YEARS = 5


class Span(StrEnum):
    TERM = "term"
    YEAR = "year"
    QUARTER = "quarter"


@dataclass(frozen=True)
class Part:
    """A year of a term, a quarter of a year, a month of a quarter; `key` is the year or the number of it."""

    key: int
    words: str
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True)
class Period:
    """Both days included."""

    first: datetime.date
    last: datetime.date

    @property
    def span(self) -> Span:
        if self.first.year != self.last.year:
            return Span.TERM
        return Span.QUARTER if (self.last - self.first).days < 100 else Span.YEAR

    @property
    def years(self) -> tuple[int, int]:
        return self.first.year, self.last.year

    @property
    def quarter(self) -> int:
        return (self.first.month + 2) // 3

    @property
    def is_of_whole_years(self) -> bool:
        return (self.first.month, self.first.day) == (1, 1) and (self.last.month, self.last.day) == (12, 31)

    @property
    def whole_quarters(self) -> range:
        """The quarters of one year that it is of exactly; empty where it is of other days."""
        quarters = _from_to(self.quarter, (self.last.month + 2) // 3)
        if self.first.year != self.last.year or not quarters:
            return range(0)
        exact = self.first == _quarter(self.first.year, quarters[0]).first
        return quarters if exact and self.last == _quarter(self.first.year, quarters[-1]).last else range(0)

    @property
    def number_of_years(self) -> int:
        """Whole years that it lasts; 0 where it is of other days. From the congress of one year to that five years
        later are five, though six calendar years have a part in it."""
        first, last = self.years
        after = self.last + datetime.timedelta(days=1)
        if self.is_of_whole_years and last - first == TERM_YEARS:
            return TERM_YEARS
        return after.year - first if (after.month, after.day) == (self.first.month, self.first.day) else 0

    @property
    def words(self) -> str:
        """As a title has it: giai đoạn 2010-2015, năm 2025, quý III năm 2025; else by its days."""
        first, last = self.years
        if self.is_of_whole_years:
            return f"năm {first}" if first == last else f"giai đoạn {first}-{last}"
        if self.span is Span.QUARTER and self == quarter_of(first, self.quarter):
            return f"quý {QUARTERS[self.quarter - 1]} năm {first}"
        return f"từ ngày {self.first:%d/%m/%Y} đến ngày {self.last:%d/%m/%Y}"

    def parts(self) -> list[Part]:
        """Cut to the period where it begins or ends within one."""
        if self.span is Span.TERM:
            whole = [Part(year, f"Năm {year}", _day(year, 1, 1), _day(year, 12, 31)) for year in _from_to(*self.years)]
        elif self.span is Span.YEAR:
            whole = [_quarter(self.first.year, number) for number in (1, 2, 3, 4)]
        else:
            whole = [_month(self.first.year, number) for number in _from_to(self.first.month, self.last.month)]
        cut = (Part(one.key, one.words, max(one.first, self.first), min(one.last, self.last)) for one in whole)
        return [one for one in cut if one.first <= one.last]


def usual(today: datetime.date, terms: Collection[tuple[int, int]]) -> list[Period]:
    """What an office reports on, the latest first: the last two quarters and the last year that are over, and the terms
    (first and last year) of its plans."""
    found = []
    year, quarter = today.year, (today.month + 2) // 3
    for _time in (1, 2):
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        found.append(quarter_of(year, quarter))
    found.append(Period(_day(today.year - 1, 1, 1), _day(today.year - 1, 12, 31)))
    over = sorted({years for years in terms if years[0] < years[1] < today.year}, reverse=True)
    return [*found, *(Period(_day(first, 1, 1), _day(last, 12, 31)) for first, last in over)]


def quarter_of(year: int, number: int) -> Period:
    part = _quarter(year, number)
    return Period(part.first, part.last)


def _quarter(year: int, number: int) -> Part:
    return Part(number, f"Quý {QUARTERS[number - 1]}", _day(year, 3 * number - 2, 1), _last_of(year, 3 * number))


def _month(year: int, number: int) -> Part:
    return Part(number, f"Tháng {number}", _day(year, number, 1), _last_of(year, number))


def _last_of(year: int, month: int) -> datetime.date:
    following = _day(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _day(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, day)


def _from_to(first: int, last: int) -> range:
    return range(first, last + 1)
