"""Working time as one line of seconds: office hours only, from the first working day of the history on.

A "second" below is an int on that line; durations are plain differences.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right

from orgs.calendar import LOCAL_ZONE, ONE_DAY, calendar_for, local_day

MORNING, AFTERNOON = datetime.time(7, 30), datetime.time(13, 30)
BEFORE_NOON = 4 * 3600
DAY = BEFORE_NOON + 3 * 3600 + 1800


class WorkingTime:
    """The office's hours on the working days from `first` to `last`, both counted."""

    def __init__(self, first: datetime.date, last: datetime.date) -> None:
        calendar = calendar_for(first, last)
        span = (first + number * ONE_DAY for number in range((last - first).days + 1))
        self.days = [day for day in span if calendar.works(day)]

    def day(self, second: int) -> datetime.date:
        return self.days[second // DAY]

    def moment(self, second: int) -> datetime.datetime:
        rest = second % DAY
        opens, gone = (MORNING, rest) if rest < BEFORE_NOON else (AFTERNOON, rest - BEFORE_NOON)
        opening = datetime.datetime.combine(self.day(second), opens, LOCAL_ZONE)
        return opening + datetime.timedelta(seconds=gone)

    def opening(self, day: datetime.date) -> int:
        """The first second of that day, or of the next working day. Behind the last one where there is none."""
        return bisect_left(self.days, day) * DAY

    def elapsed(self, moment: datetime.datetime) -> int:
        """The last second not after the moment; negative where there is none."""
        before = (bisect_right(self.days, local_day(moment)) - 1) * DAY
        if before < 0 or self.moment(before) > moment:
            return before - 1
        if self.days[before // DAY] < local_day(moment):
            return before + DAY - 1
        return bisect_right(range(before, before + DAY), moment, key=self.moment) + before - 1

    def dated(self, earliest: int, second: int, days_before: int) -> datetime.date:
        """A working day so many days before the second, but not before the earliest one."""
        return self.days[max(earliest // DAY, second // DAY - days_before, 0)]
