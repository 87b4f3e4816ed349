from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db.models import Func


class DateSpan(Func):
    """`daterange(from, to, bounds)`; an open end is NULL. For constraints that two spans must not overlap."""

    function = "DATERANGE"
    output_field = DateRangeField()


class MomentSpan(Func):
    """`tstzrange(from, to)`: the first moment included, the last one not."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()
