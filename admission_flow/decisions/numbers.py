"""Case numbers."""

from __future__ import annotations

from django.db import connection

_COUNT_ON = """
    INSERT INTO admission_flow_casecounter AS counter (year, last) VALUES (%s, 1)
    ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last
"""


def next_number(year: int) -> str:
    """The year's next case number; the counter's row stays locked, so numbers have no gap and no double."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ON, [year])
        (number,) = cursor.fetchone()
    return f"HS {year}-{number:04d}"
