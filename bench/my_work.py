"""A page of *My work*, with a small and with a large history behind it.

`make bench`, or `.venv/bin/python bench/my_work.py [--million]`. It works on databases of its own, on the servers of
DATABASE_URL and REDIS_URL or on throwaway ones. The bar: at most 10 queries and the same at both sizes, and the large
one's server time within 1.5 times the small one's, for a list of the same length; the inbox found by its index.

The secretary has 60 open steps at both sizes. The board's own list grows with the table; it is printed and not judged.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

SMALL, LARGE, MILLION = 1_000, 100_000, 1_000_000  # tasks
OWN = 60
CELLS = 250
STEPS_OF_A_CASE = 10
OPEN_CASES = 10  # one in so many is still open, its last step waits
TURNS, PAGES_A_TURN = 16, 5
QUERIES, RATIO = 10, 1.5

PEOPLE = """
    INSERT INTO orgs_person (citizen_id, full_name, birth_name, search_name, sort_key, birth_date, sex, ethnicity,
        religion, hometown, general_education, political_theory, professional_education, languages, occupation_before,
        occupation, salt)
    SELECT (9e11 + n)::bigint::text, 'Nguyễn Văn ' || n, '', 'nguyen van ' || n, 'van ' || n, '1990-01-01', 'm', '', '',
        '', '', '', '', '', '', '', ''::bytea
    FROM generate_series(%(first)s, %(last)s) AS n
"""
CANDIDATES = """
    INSERT INTO admission_flow_candidate (person_id, aliases, birth_place, permanent_residence, current_residence,
        social_class, organisations, life_history, rewards, discipline)
    SELECT id, '', '', '', '', '', '', '', '', '' FROM orgs_person
    WHERE full_name LIKE 'Nguyễn Văn %%' AND id NOT IN (SELECT person_id FROM admission_flow_candidate)
"""
CASES = """
    INSERT INTO admission_flow_case (flow_class, status, number, route, standing, returned_from, outcome, opened_at,
        closed_at, changed_at, bloc_id, candidate_id, unit_id)
    SELECT 'admission_flow/flows.AdmissionFlow', CASE WHEN open THEN 'NEW' ELSE 'DONE' END, 'HS ' || candidate.id,
        'ordinary', '{}', '', CASE WHEN open THEN '' ELSE 'admitted' END, now() - interval '40 days',
        CASE WHEN open THEN NULL ELSE now() END, now(), %(bloc)s, candidate.id,
        (%(cells)s::bigint[])[1 + candidate.id %% cardinality(%(cells)s::bigint[])]
    FROM admission_flow_candidate AS candidate, LATERAL (SELECT candidate.id %% %(open)s = 0 AS open) AS state
    WHERE candidate.id NOT IN (SELECT candidate_id FROM admission_flow_case)
"""
TASKS = """
    INSERT INTO admission_flow_task (flow_task, flow_task_type, token, status, step, capability, outcome, opened_at,
        first_seen_at, done_at, due_on, due_kind, due_rule, process_id, unit_id)
    SELECT 'admission_flow/flows.AdmissionFlow.' || step, 'HUMAN', 'start', CASE WHEN waits THEN 'NEW' ELSE 'DONE' END,
        step, CASE WHEN at_bloc THEN 'appraise_bloc' ELSE 'prepare_file' END, '', now() - n * interval '3 days', now(),
        CASE WHEN waits THEN NULL ELSE now() END, current_date + (process.id %% 60 - 20)::int, 'target', 'step_target',
        process.id, CASE WHEN at_bloc THEN process.bloc_id ELSE process.unit_id END
    FROM admission_flow_case AS process, generate_series(1, %(steps)s) AS n,
        LATERAL (SELECT n = %(steps)s AND process.status = 'NEW' AS waits) AS state,
        LATERAL (SELECT (process.id / %(open)s) %% 5 = 0 AS at_bloc) AS place,
        LATERAL (SELECT CASE WHEN at_bloc THEN 'bloc_appraisal' ELSE 'declaration' END AS step) AS kind
    WHERE process.id NOT IN (SELECT process_id FROM admission_flow_task)
"""


@dataclass
class Visitor:
    person: Any
    browser: Any

    def open_page(self) -> Any:
        return self.browser.get("/")


@dataclass
class Page:
    """What one person's page cost."""

    waiting: int
    queries: int
    milliseconds: float
    by_index: bool


def main(large: int) -> int:
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
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            visitors = furnish()
            fill(SMALL)
            with copy_of(name) as small:
                fill(large)
                return report(visitors, {SMALL: small, large: name})
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def furnish() -> dict[str, Visitor]:
    """The cast, cells enough for a province, the secretary's own steps; returns who is measured."""
    from django.test import Client

    from orgs.models import Unit
    from orgs.tree import plant
    from tests.admission_flow.many import numbered, open_cases
    from tests.people import FOUNDED, build_bloc

    bloc = build_bloc()
    cells = [Unit(code=f"C{n}", kind=Unit.Kind.CELL, name=f"Chi bộ {n}", valid_from=FOUNDED) for n in range(CELLS)]
    plant((cell, bloc.committee) for cell in cells)
    open_cases(bloc, [f"Trần {name}" for name in numbered(OWN)])
    visitors = {}
    for name, person in (("secretary", bloc.cell_secretary), ("board", bloc.organisation_board)):
        browser = Client()
        browser.force_login(person)
        visitors[name] = Visitor(person, browser)
    return visitors


def fill(tasks: int) -> None:
    """History up to so many tasks in all, done for the most part."""
    from django.db import connection

    from admission_flow.models import Task
    from orgs.models import Person, Unit

    missing = tasks - Task.objects.count()
    first = Person.objects.count()
    values = {
        "first": first,
        "last": first + missing // STEPS_OF_A_CASE - 1,
        "bloc": Unit.objects.get(code="DUK").pk,
        "cells": list(
            Unit.objects.filter(code__startswith="C", name__startswith="Chi bộ").values_list("pk", flat=True)
        ),
        "open": OPEN_CASES,
        "steps": STEPS_OF_A_CASE,
    }
    with connection.cursor() as cursor:
        for statement in (PEOPLE, CANDIDATES, CASES, TASKS, "ANALYZE"):
            cursor.execute(statement, values if "%(" in statement else None)


@contextmanager
def copy_of(name: str) -> Iterator[str]:
    """A database that holds what this one holds now."""
    from django.db import connection

    copy = f"{name}_small"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    try:
        yield copy
    finally:
        point_at(name)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def report(visitors: dict[str, Visitor], databases: dict[int, str]) -> int:
    """Measures by turns, so that a busy moment of the machine falls on both sizes. 1 where the bar is missed."""
    pages = {(size, who): Page(0, 0, 0, False) for size in databases for who in visitors}
    times: dict[tuple[int, str], list[float]] = {key: [] for key in pages}
    for number in range(TURNS + 1):
        for size, name in databases.items():
            point_at(name)
            for who, visitor in visitors.items():
                if number == 0:
                    pages[size, who] = examine(visitor)
                else:
                    times[size, who] += [seconds(visitor) for _ in range(PAGES_A_TURN)]
    print(f"{'tasks':>10} {'open':>8}  {'whose':<10} {'waiting':>8} {'queries':>8} {'median':>9}  by index")
    for (size, who), page in pages.items():
        page.milliseconds = statistics.median(times[size, who]) * 1000
        row = f"{size:>10,} {size // STEPS_OF_A_CASE // OPEN_CASES:>8,}  {who:<10} {page.waiting:>8,} {page.queries:>8}"
        print(f"{row} {page.milliseconds:>6.1f} ms  {'yes' if page.by_index else 'NO'}")
    small, large = (pages[size, "secretary"] for size in databases)
    ratio = large.milliseconds / small.milliseconds
    print(f"The secretary's page takes {ratio:.2f} times as long (bar {RATIO}).")
    met = ratio <= RATIO and small.queries == large.queries <= QUERIES and small.waiting == large.waiting == OWN
    return 0 if met and all(page.by_index for page in pages.values() if page.waiting) else 1


def examine(visitor: Visitor) -> Page:
    """The page once to warm up, then its queries and the plan of those that read the inbox."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from admission_flow.queries.work import count_my_work

    visitor.open_page()
    with CaptureQueriesContext(connection) as captured:
        answer = visitor.open_page()
    assert answer.status_code == 200, answer.status_code
    statements = [query["sql"] for query in captured]
    plans = []
    with connection.cursor() as cursor:
        for sql in statements:
            if sql.startswith("SELECT") and 'FROM "admission_flow_task"' in sql:
                cursor.execute("EXPLAIN " + sql.replace("%", "%%"))
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
    by_index = len(plans) == 2 and all("task_inbox" in plan for plan in plans)
    if "--plans" in sys.argv:
        print(*plans, sep="\n\n")
    return Page(count_my_work(visitor.person, timezone.now()), len(statements), 0, by_index)


def seconds(visitor: Visitor) -> float:
    began = time.perf_counter()
    visitor.open_page()
    return time.perf_counter() - began


def point_at(name: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()


if __name__ == "__main__":
    sys.exit(main(MILLION if "--million" in sys.argv else LARGE))
