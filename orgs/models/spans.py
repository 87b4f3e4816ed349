from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DateSpan(Func):
    """`daterange(from, to, bounds)`; an open end is NULL. For constraints that two spans must not overlap."""

    function = "DATERANGE"
    output_field = DateRangeField()
