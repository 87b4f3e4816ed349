"""Local days, and arithmetic over the working days of the office. Only `calendar_for` reads the database."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from orgs.models.calendar import DayOff

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = datetime.timedelta(days=1)


def local_day(at: datetime.datetime | datetime.date) -> datetime.date:
    """The day in Vietnam at that moment; a plain day stays itself. ValueError for a moment without a zone."""
    if not isinstance(at, datetime.datetime):
        return at
    if at.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return at.astimezone(LOCAL_ZONE).date()


@dataclass(frozen=True)
class Calendar:
    """Days that differ from Monday to Friday: days off, and weekend days that are worked all the same; their names, and
    those of them that are only expected so far."""

    off: frozenset[datetime.date] = frozenset()
    worked: frozenset[datetime.date] = frozenset()
    names: Mapping[datetime.date, str] = field(default_factory=dict, compare=False)
    expected: frozenset[datetime.date] = field(default=frozenset(), compare=False)

    def works(self, day: datetime.date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)


def add_working_days(start: datetime.date, n: int, calendar: Calendar) -> datetime.date:
    """The n-th working day after `start` (before it, for a negative n); the day of the event itself is not counted.

    With n = 0, `start` itself if it is worked, otherwise the next working day.
    """
    if n == 0:
        day = start
        while not calendar.works(day):
            day += ONE_DAY
        return day
    step = ONE_DAY if n > 0 else -ONE_DAY
    day, left = start, abs(n)
    while left:
        day += step
        left -= calendar.works(day)
    return day


def working_days_between(first: datetime.date, last: datetime.date, calendar: Calendar) -> int:
    """Working days after `first` up to and including `last`; negative when `last` is the earlier one.

    So that a deadline `add_working_days(today, n, calendar)` is n working days away.
    """
    if last < first:
        return -working_days_between(last, first, calendar)
    return sum(calendar.works(day) for day in _days(first + ONE_DAY, last))


def calendar_for(first: datetime.date, last: datetime.date) -> Calendar:
    """What the table says of the days from `first` to `last`, in one query."""
    rows = list(DayOff.objects.filter(day__gte=first, day__lte=last).values_list("day", "works", "name", "to_confirm"))
    return Calendar(
        off=frozenset(day for day, works, *_rest in rows if not works),
        worked=frozenset(day for day, works, *_rest in rows if works),
        names={day: name for day, _works, name, _to_confirm in rows},
        expected=frozenset(day for day, *_rest, to_confirm in rows if to_confirm),
    )


def _days(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    for number in range((last - first).days + 1):
        yield first + number * ONE_DAY
