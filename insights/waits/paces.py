"""The days of the usual period put together: of each unit, step, route and generation one row with all of them.

A board of the usual period reads some hundreds of rows so, where the months have as many hundred thousand. Each row is
made of those of the months, and made anew when one of them changes or the month turns; nothing is ever added to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import connection

from insights.models import DaysTally, PaceTally
from insights.waits.scope import Scope
from insights.waits.ways import FLOW_OF, first_month

# Unit, step, route and generation.
Slice = tuple[int, str, str, str]
# Unit, step, days and how many ended after so many, days and how many were cut off.
Row = tuple[int, str, list[int], list[int], list[int], list[int]]

_DAYS, _PACE = DaysTally._meta.db_table, PaceTally._meta.db_table
_SLICE = "unit_id, step, route, generation"
_MAKE_ALL = "unnest(%(steps)s::text[], %(since)s::date[]) AS wanted (step, since) USING (step)"
_MAKE_THESE = (
    "unnest(%(units)s::bigint[], %(steps)s::text[], %(routes)s::text[], %(generations)s::text[], %(since)s::date[]) "
    f"AS wanted ({_SLICE}, since) USING ({_SLICE})"
)
_MAKE = f"""
    INSERT INTO {_PACE} ({_SLICE}, month, days, ended, cut_days, cut)
    SELECT {_SLICE}, %(until)s,
        coalesce(array_agg(days) FILTER (WHERE ended <> 0), '{{{{}}}}'),
        coalesce(array_agg(ended) FILTER (WHERE ended <> 0), '{{{{}}}}'),
        coalesce(array_agg(days) FILTER (WHERE cut <> 0), '{{{{}}}}'),
        coalesce(array_agg(cut) FILTER (WHERE cut <> 0), '{{{{}}}}')
    FROM (
        SELECT {_SLICE}, days, sum(ended)::int AS ended, sum(cut)::int AS cut
        FROM {_DAYS} JOIN {{wanted}}
        WHERE NOT to_decision AND month BETWEEN since AND %(until)s
        GROUP BY {_SLICE}, days
    ) AS by_day
    WHERE ended <> 0 OR cut <> 0
    GROUP BY {_SLICE}
"""  # noqa: S608  (names of our own tables and columns)
_FORGET_THESE = f"""
    DELETE FROM {_PACE} WHERE ({_SLICE}) IN (
        SELECT * FROM unnest(%(units)s::bigint[], %(steps)s::text[], %(routes)s::text[], %(generations)s::text[])
    )
"""  # noqa: S608


def bring_up(changed: Collection[Slice], today: datetime.date) -> None:
    """After the months' sums of these have changed; where the month has turned, of all. Under the lock of the sums.

    One statement where there is nothing to do, else three.
    """
    until = today.replace(day=1)
    if _last_month() not in (None, until):
        put_together(today)
    elif changed:
        units, steps, routes, generations = map(list, zip(*sorted(changed), strict=True))
        slices = {"units": units, "routes": routes, "generations": generations}
        _write(_FORGET_THESE, until, steps, **slices)
        _write(_MAKE.format(wanted=_MAKE_THESE), until, steps, **slices)


def put_together(today: datetime.date) -> None:
    """Of everything; some seconds at a million cases."""
    PaceTally.objects.all().delete()
    _write(_MAKE.format(wanted=_MAKE_ALL), today.replace(day=1), list(FLOW_OF))


def rows_of(scope: Scope, units: Collection[int], steps: Collection[str]) -> list[Row] | None:
    """Several rows may be of one unit and step. None where the scope asks for another period, or the month has turned
    and nobody has put it together yet. One statement, or none."""
    if not scope.is_usual:
        return None
    rows = PaceTally.objects.filter(scope.narrowed(), unit__in=units, step__in=steps)
    found = list(rows.values_list("unit", "step", "days", "ended", "cut_days", "cut", "month"))
    return [row[:-1] for row in found] if found and found[0][-1] == scope.until else None


def _last_month() -> datetime.date | None:
    """That of every row; None where there is none."""
    return PaceTally.objects.values_list("month", flat=True).first()


def _write(statement: str, until: datetime.date, steps: list[str], **slices: list[object]) -> None:
    since = [first_month(FLOW_OF[step], until) for step in steps]
    with connection.cursor() as cursor:
        cursor.execute(statement, {"until": until, "steps": steps, "since": since, **slices})
