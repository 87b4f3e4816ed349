from __future__ import annotations

import datetime

from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db.models import Func, Q


class DateSpan(Func):
    """`daterange(from, to, bounds)`; an open end is NULL. For constraints that two spans must not overlap."""

    function = "DATERANGE"
    output_field = DateRangeField()


class MomentSpan(Func):
    """`tstzrange(from, to)`: the first moment included, the last one not."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def overlapping(first: str, last: str, starts: datetime.date, ends: datetime.date | None) -> Q:
    """Condition on rows whose span, both ends counted, shares a day with this one."""
    shares = Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": starts})
    return shares & Q(**{f"{first}__lte": ends}) if ends is not None else shares
