"""The board of bottlenecks, at a thousand and at a million cases.

`make bench`, or `.venv/bin/python bench/board.py [--cases N]`. It works on a database of its own, on the servers of
DATABASE_URL and REDIS_URL or on throwaway ones. The bar: under 200 ms of server time at a million, with as many
statements as at a thousand. What is loaded: cases over twenty years at 240 cells of 60 committees, ten steps each with
their stays and sums; those that have not come to their end by today are open. Loading a million takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

SMALL, MILLION = 1_000, 1_000_000
COMMITTEES, CELLS_OF_EACH = 60, 4
YEARS = 20
TURNS = 15
BAR = 200  # ms
STEPS = (
    *("course", "declaration", "verification", "opinions", "file_check"),
    *("cell_vote", "grassroots_approval", "bloc_appraisal", "bloc_decision", "ceremony"),
)

TABLES = (
    *("admission_flow_case", "admission_flow_task", "insights_touched", "insights_stay", "insights_span"),
    *("insights_daystally", "insights_partstally", "insights_casestally", "insights_pacetally"),
)
# Days are hashed from the case and the step, so that every unit has its own pace and every run the same figures.
STAYS = """
    CREATE TEMPORARY TABLE loaded AS
    SELECT id, cell, k, opened + before AS arrived, CASE WHEN opened + before + days <= current_date
        THEN opened + before + days END AS done, opened
    FROM (
        SELECT n AS id, 1 + (hashint8(n) & 1073741823) %% %(cells)s AS cell, k,
            current_date - (n %% (%(years)s * 365))::int AS opened, days,
            (sum(days) OVER (PARTITION BY n ORDER BY k) - days)::int AS before
        FROM generate_series(1, %(cases)s) AS n, generate_series(1, 10) AS k,
            LATERAL (SELECT (1 + (hashint8(n * 16 + k) & 1073741823) %% (8 + 5 * k))::int AS days) AS pace
    ) AS way WHERE opened + before <= current_date
"""
CASES = """
    INSERT INTO admission_flow_case (id, flow_class, status, number, route, standing, returned_from, outcome,
        opened_at, closed_at, changed_at, bloc_id, committee_id, candidate_id, unit_id)
    SELECT id, 'admission_flow/flows.AdmissionFlow', CASE WHEN ended THEN 'DONE' ELSE 'NEW' END, 'HS ' || id,
        'ordinary', '{}', '', CASE WHEN ended THEN 'admitted' ELSE '' END, opened, CASE WHEN ended THEN last END,
        opened, %(bloc)s,
        (%(committees)s::bigint[])[cell], id, (%(cells)s::bigint[])[cell]
    FROM (SELECT id, min(cell) AS cell, min(opened) AS opened, max(done) AS last, count(done) = 10 AS ended
        FROM loaded GROUP BY id) AS one
"""
TASKS = """
    INSERT INTO admission_flow_task (id, flow_task, flow_task_type, token, status, step, capability, outcome, opened_at,
        done_at, due_on, due_kind, due_rule, process_id, unit_id)
    SELECT loaded.id * 16 + k, 'admission_flow/flows.AdmissionFlow', 'HUMAN', 'start', 'NEW', (%(steps)s::text[])[k],
        'verify', '', arrived, NULL, arrived + 30, 'target', 'step_target', loaded.id, (%(cells)s::bigint[])[cell]
    FROM loaded WHERE done IS NULL
"""
OWN = """
    INSERT INTO insights_stay (task_id, case_id, places, unit_id, route, generation, opened_on, ended_on, step,
        asked_by, concluded, due_on, held, off, outside, sitting, unseen, untaken, hands)
    SELECT id * 16 + k, id, ARRAY[(%(cells)s::bigint[])[cell], (%(committees)s::bigint[])[cell], %(bloc)s],
        (%(cells)s::bigint[])[cell], 'ordinary', 'hd-2021', arrived, done, (%(steps)s::text[])[k], '', done IS NOT NULL,
        arrived + 30, 0, days * 24000, CASE WHEN k = 3 THEN days * 30000 ELSE 0 END,
        CASE WHEN k IN (6, 9) THEN days * 20000 ELSE 0 END, days * 5000, days * 4000, days * 10000
    FROM loaded, LATERAL (SELECT coalesce(done, current_date) - arrived AS days) AS length
"""
SPANS = """
    INSERT INTO insights_span (case_id, places, unit_id, route, generation, opened_on, ended_on, recognition, decided,
        closed_on, outcome, reached)
    SELECT id, ARRAY[(%(cells)s::bigint[])[cell], (%(committees)s::bigint[])[cell], %(bloc)s],
        (%(cells)s::bigint[])[cell], 'ordinary', 'hd-2021', opened, decided, FALSE, decided IS NOT NULL, closed,
        CASE WHEN closed IS NULL THEN '' ELSE 'admitted' END, reached
    FROM (SELECT id, min(cell) AS cell, min(opened) AS opened, max(done) FILTER (WHERE k = 9) AS decided,
        max(done) FILTER (WHERE k = 10) AS closed, array_agg((%(steps)s::text[])[k]) AS reached
        FROM loaded GROUP BY id) AS one
"""
SUMS = (
    """
    INSERT INTO insights_daystally (unit_id, step, route, generation, month, to_decision, days, ended, cut)
    SELECT place, step, route, generation, date_trunc('month', opened_on)::date, FALSE, ended_on - opened_on,
        count(*), 0
    FROM insights_stay, unnest(places) AS place WHERE ended_on IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 7
    UNION ALL
    SELECT place, 'admission', route, generation, date_trunc('month', opened_on)::date, FALSE, ended_on - opened_on,
        count(*), 0
    FROM insights_span, unnest(places) AS place WHERE ended_on IS NOT NULL GROUP BY 1, 3, 4, 5, 7
    """,
    """
    INSERT INTO insights_daystally (unit_id, step, route, generation, month, to_decision, days, ended, cut)
    SELECT place, step, stay.route, stay.generation, date_trunc('month', stay.opened_on)::date, TRUE,
        span.ended_on - stay.opened_on, count(*), 0
    FROM insights_stay AS stay JOIN insights_span AS span USING (case_id), LATERAL (SELECT %(bloc)s AS place) AS bloc
    WHERE span.ended_on >= stay.opened_on GROUP BY 1, 2, 3, 4, 5, 7
    """,
    """
    INSERT INTO insights_partstally (unit_id, step, route, generation, month, stays, supplements, held, off, outside,
        sitting, unseen, untaken, hands, supplement)
    SELECT place, step, route, generation, date_trunc('month', opened_on)::date, count(*), 0, sum(held), sum(off),
        sum(outside), sum(sitting), sum(unseen), sum(untaken), sum(hands), 0
    FROM insights_stay, unnest(places) AS place GROUP BY 1, 2, 3, 4, 5
    """,
    """
    INSERT INTO insights_casestally (unit_id, step, route, generation, month, recognition, cases)
    SELECT place, word, route, generation, date_trunc('month', day)::date, FALSE, count(*)
    FROM insights_span, unnest(places) AS place, LATERAL (
        SELECT 'opened' AS word, opened_on AS day UNION ALL SELECT unnest(reached), opened_on
        UNION ALL SELECT outcome, closed_on WHERE closed_on IS NOT NULL
        UNION ALL SELECT 'decided', ended_on WHERE decided
    ) AS happened GROUP BY 1, 2, 3, 4, 5
    """,
)


def load(cases: int, units: dict[str, Any]) -> float:
    """Empties what was loaded before; returns the seconds that it took."""
    from django.db import connection, transaction
    from django.utils import timezone

    from insights.waits import paces
    from orgs.calendar import local_day

    began = time.monotonic()
    given = units | {"cases": cases, "years": YEARS, "steps": list(STEPS)}
    with transaction.atomic(), connection.cursor() as cursor:
        unbind(cursor)
        cursor.execute("TRUNCATE " + ", ".join(TABLES))
        cursor.execute(STAYS, given | {"cells": len(units["cells"])})
        for statement in (CASES, TASKS, OWN, SPANS, *SUMS):
            cursor.execute(statement, given)
        cursor.execute("DROP TABLE loaded")
        paces.put_together(local_day(timezone.now()))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return time.monotonic() - began


def unbind(cursor: Any) -> None:
    """Neither notes nor foreign keys, of rows that the board does not read: nobody's file is made for them."""
    cursor.execute(
        "SELECT conrelid::regclass, quote_ident(conname) FROM pg_constraint "
        "WHERE contype = 'f' AND (conrelid::regclass::text = ANY(%s) OR confrelid::regclass::text = ANY(%s))",
        [list(TABLES), list(TABLES)],
    )
    for table, constraint in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def build_house() -> tuple[Any, dict[str, Any]]:
    """Who looks, from the bloc; and the units' ids, cells beside the committee of each."""
    from orgs.models import Unit
    from orgs.tree import plant
    from tests.people import FOUNDED, build_bloc

    bloc = build_bloc()
    above = [
        Unit(code=f"Q{n}", kind=Unit.Kind.GRASSROOTS_COMMITTEE, name=f"Đảng bộ {n}", valid_from=FOUNDED)
        for n in range(COMMITTEES)
    ]
    plant((unit, bloc.unit) for unit in above)
    committees = list(Unit.objects.filter(code__startswith="Q").order_by("pk"))
    below = [
        (Unit(code=f"{one.code}.{n}", kind=Unit.Kind.CELL, name=f"Chi bộ {n} {one.name}", valid_from=FOUNDED), one)
        for one in committees
        for n in range(CELLS_OF_EACH)
    ]
    plant(below)
    cells = Unit.objects.filter(code__startswith="Q", kind=Unit.Kind.CELL).order_by("pk")
    by_path = {one.path: one.pk for one in committees}
    placed = [(cell.pk, by_path[cell.path[: -Unit.steplen]]) for cell in cells]
    ids = {"cells": [cell for cell, _one in placed], "committees": [one for _cell, one in placed]}
    return bloc.organisation_board, ids | {"bloc": bloc.unit.pk}


def measure(user: Any) -> tuple[float, float, int, int]:
    """Median and slowest milliseconds, statements and bytes of a page, warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(user)
    client.get("/board/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/board/")
        statements = len(queries)
    assert page.status_code == 200, page.status_code
    times = []
    for _ in range(TURNS):
        began = time.perf_counter()
        client.get("/board/")
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), max(times), statements, len(page.content)


def check(user: Any) -> None:
    """The board says what plain SQL says; a figure that is not right is not worth its speed."""
    from django.db import connection
    from django.utils import timezone

    from insights.waits.board import Board
    from insights.waits.scope import BoardFilters, scope_of

    scope = scope_of(user, BoardFilters(), at=timezone.now())
    assert scope is not None
    board = Board(scope)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM admission_flow_case WHERE (opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= %s",
            [scope.since],
        )
        (opened,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM admission_flow_task WHERE status = 'NEW'")
        (waits,) = cursor.fetchone()
    assert (board.opened, board.waiting.open) == (opened, waits), (board.opened, opened, board.waiting.open, waits)
    print(f"          {opened:,} cases opened in twelve months, {waits:,} steps open, as in the tables")


def main(most: int) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        import django

        os.environ["STATIC_ROOT"] = stack.enter_context(tempfile.TemporaryDirectory())
        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.SECURE_SSL_REDIRECT = False
        call_command("collectstatic", interactive=False, verbosity=0)
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            return report(most)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def report(most: int) -> int:
    """1 where the bar is missed."""
    user, units = build_house()
    found = []
    for cases in (SMALL, most):
        print(f"{cases:>9,} cases, loaded in {load(cases, units):.0f} s")
        check(user)
        median, slowest, statements, size = measure(user)
        found.append((median, statements))
        print(f"          {median:.0f} ms, at most {slowest:.0f}; {statements} statements; {size // 1024} KB")
    (small, few), (large, many) = found
    print(f"The board takes {large / small:.2f} times as long (bar {BAR} ms).")
    return 0 if large <= BAR and many == few else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=MILLION)
    sys.exit(main(parser.parse_args().cases))
