"""When a person is left alone: no letter leaves and no note passes by. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from orgs.calendar import LOCAL_ZONE, ONE_DAY, Calendar

# So far ahead the next open moment is looked for: longer than any row of days off.
DAYS_AHEAD = 30
MIDNIGHT = datetime.time(0)


@dataclass(frozen=True)
class QuietHours:
    """From `starts` to `ends`, local time, over midnight where it ends earlier than it starts; never where both are the
    same. `days_off`: and all day long on days that are not worked."""

    starts: datetime.time = datetime.time(19)
    ends: datetime.time = datetime.time(7)
    days_off: bool = True

    def hold(self, at: datetime.datetime, calendar: Calendar) -> bool:
        local = at.astimezone(LOCAL_ZONE)
        if self.days_off and not calendar.works(local.date()):
            return True
        if self.starts <= self.ends:
            return self.starts <= local.time() < self.ends
        return local.time() >= self.starts or local.time() < self.ends

    def over(self, at: datetime.datetime, calendar: Calendar) -> datetime.datetime:
        """The first moment from `at` on that is not quiet; `at` itself where it is none. After DAYS_AHEAD without one,
        the last that was looked at. The calendar has to know those days."""
        if not self.hold(at, calendar):
            return at
        today = at.astimezone(LOCAL_ZONE).date()
        moment = at
        for number in range(DAYS_AHEAD + 1):
            for time in (MIDNIGHT, self.ends):
                moment = datetime.datetime.combine(today + number * ONE_DAY, time, LOCAL_ZONE)
                if moment > at and not self.hold(moment, calendar):
                    return moment
        return moment
