"""What a log has to say, asked of the tables in plain SQL."""

from __future__ import annotations

from typing import Any

from django.db import connection

_FOLLOWS = """
    SELECT step, after, count(*), sum(extract(epoch FROM after_at - done_at))::float8 FROM (
        SELECT task.step, task.done_at,
            lead(task.step) OVER way AS after, lead(task.done_at) OVER way AS after_at
        FROM admission_flow_task AS task
        WHERE task.status = 'DONE'
        WINDOW way AS (PARTITION BY task.process_id ORDER BY task.done_at, task.id)
    ) AS pairs WHERE after IS NOT NULL GROUP BY step, after
"""
_STEPS = """
    SELECT step, count(*), sum(extract(epoch FROM done_at - opened_at))::float8
    FROM admission_flow_task WHERE status = 'DONE' GROUP BY step
"""
_CASES = """
    SELECT extract(epoch FROM max(done_at) - min(done_at))::float8
    FROM admission_flow_task WHERE status = 'DONE' GROUP BY process_id ORDER BY 1
"""
_OBJECTS = """
    SELECT 'case', count(*) FROM admission_flow_case
    UNION ALL SELECT 'candidate', count(DISTINCT candidate_id) FROM admission_flow_case
    UNION ALL SELECT 'document', count(*) FROM admission_flow_paper
    UNION ALL SELECT 'unit', count(*) FROM orgs_unit
    UNION ALL SELECT 'meeting', count(DISTINCT meeting_id) FROM meetings_item WHERE result <> 'off'
"""


def directly_follows() -> dict[tuple[str, str], tuple[int, float]]:
    """(step, the step done next in that case) -> how often, and seconds in all from the one's end to the other's."""
    return {(step, after): (number, seconds) for step, after, number, seconds in _rows(_FOLLOWS)}


def step_times() -> dict[str, tuple[int, float]]:
    """Step -> how many are done, and seconds in all from opened to done."""
    return {step: (number, seconds) for step, number, seconds in _rows(_STEPS)}


def case_durations() -> list[float]:
    """Of each case, seconds from the first step's end to the last one's, in ascending order."""
    return [seconds for (seconds,) in _rows(_CASES)]


def objects() -> dict[str, int]:
    return dict(_rows(_OBJECTS))


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
