"""Age counted by completed months. Source: 29-QĐ/TW, 24-QĐ/TW, 232-QĐ/TW, point 1 (S15, S17, S27)."""

from __future__ import annotations

import calendar
import datetime

from admission_flow.rules.extra_papers import DECISION, OVER_AGE_CONSENT
from admission_flow.rules.values import Parameters, Verdict, needs_paper, verdict


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Completed months; a month is complete on the same day, or on the first day after a month too short to have it."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (1 if end.day < start.day else 0)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day `months` later; the last day of the month where that month is shorter.

    The last day of all where the calendar has no such year: a wrong date is refused as such, and must not fail here.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        return datetime.date.max
    _weekday, last = calendar.monthrange(year, month + 1)
    return datetime.date(year, month + 1, min(day.day, last))


def complete_on(start: datetime.date, months: int) -> datetime.date:
    """The first day on which so many months since `start` are complete."""
    day = add_months(start, months)
    return day if day.day == start.day or day == datetime.date.max else day + datetime.timedelta(days=1)


def age(birth_date: datetime.date, day: datetime.date, by: Parameters, *, consented: bool = False) -> Verdict:
    """Of age on the day the cell considers the admission: from full 18 to full 60, up to the last day before one month
    more. Above it the rule becomes "over_age": only with the province-level committee's written consent, which has to
    be there before the competent body decides. Source: S15, S17, S27; over 60: S18 to S20, S22.
    """
    least, most, path = by["min_age_years"], by["max_age_years"], by["over_age_with_consent"]
    months = months_between(birth_date, day)
    numbers = {"birth_date": birth_date, "day": day, "months": months, "least": least.value, "most": most.value}
    if months <= most.value * 12:
        of_age_on = complete_on(birth_date, least.value * 12)
        return verdict("age", day >= of_age_on, by, least, most, **numbers, of_age_on=of_age_on)
    if not path.value:
        return verdict("age_limit", False, by, most, path, **numbers)
    if consented:
        return verdict("over_age", True, by, most, path, **numbers)
    return needs_paper("over_age", OVER_AGE_CONSENT, DECISION, by, most, path, **numbers)


def is_over(birth_date: datetime.date, day: datetime.date, by: Parameters) -> bool:
    """Past the upper limit, where a path is open to those who are."""
    over = months_between(birth_date, day) > by["max_age_years"].value * 12
    return over and bool(by["over_age_with_consent"].value)
