"""Vietnam's public holidays as the office's first calendar; what it changes by hand stays."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from holidays.countries import Vietnam

from orgs.models import DayOff

FIRST_YEAR, LAST_YEAR = 2010, 2031


@dataclass(frozen=True)
class Seeded:
    """Days added, days that were in the table already, and how many of the table's are still to confirm."""

    added: int
    known: int
    to_confirm: int


def seed_calendar(today: datetime.date, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> Seeded:
    """Add the days off and the weekend days worked instead; days known already are left as they are.

    Years after this one are expected only: each year's days off are announced towards the end of the one before.
    """
    expected = expected_days(first_year, last_year)
    known = set(DayOff.objects.filter(day__in=expected).values_list("day", flat=True))
    new = [
        DayOff(day=day, works=works, name=name, to_confirm=day.year > today.year)
        for day, (works, name) in sorted(expected.items())
        if day not in known
    ]
    DayOff.objects.bulk_create(new)
    return Seeded(len(new), len(known), DayOff.objects.filter(to_confirm=True).count())


def expected_days(first_year: int, last_year: int) -> dict[datetime.date, tuple[bool, str]]:
    """Day -> whether it is worked (a weekend day made up for) and its name, in Vietnamese."""
    calendar = Vietnam(years=range(first_year, last_year + 1), language="vi")
    off = {day: (False, name[:100]) for day, name in calendar.items()}
    return off | {day: (True, "Làm bù") for day in calendar.weekend_workdays if first_year <= day.year <= last_year}
