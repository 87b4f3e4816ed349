"""How many events a second an event log is written with, as XES and as OCEL 2.0, and how memory grows with its length.

`make bench`, or `.venv/bin/python bench/events.py [CASES …]`. It works on a database of its own, on the server of
DATABASE_URL or on a throwaway one. One case walked by the product's own verbs is copied in SQL as often as asked for,
with its steps, decisions and papers. Events a second differ between machines; memory must not grow with the cases.
"""

from __future__ import annotations

import os
import resource
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

SCENES = (500, 5_000)
# Ids of the copies lie so far from those of the first case, and rows of one copy so far from those of the next.
BEYOND, APART = 1_000_000, 10_000


def main(scenes: tuple[int, ...]) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        import django

        django.setup()
        from django.db import connection

        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            walked = walk()
            print(
                f"{'cases':>8} {'format':>7} {'events':>9} {'seconds':>8} {'events a second':>16} {'size':>9}   memory"
            )
            there = 1
            for cases in scenes:
                copy(walked, there, cases)
                there = max(there, cases)
                for form in ("xes", "ocel"):
                    print(f"{cases:>8} {form:>7} {told(form)}", flush=True)
            return 0
        finally:
            connection.close()
            connection.creation.destroy_test_db(before, verbosity=0)


def walk() -> Any:
    """A case that was admitted and waits for its ceremony."""
    from tests.admission_flow.journey import Journey
    from tests.people import build_bloc

    return Journey(build_bloc()).to("ceremony").case


def copy(case: Any, there: int, cases: int) -> None:
    """So many cases like this one, of which some are there already."""
    from django.db import connection

    from admission_flow.models import Candidate, Case, Decision, Paper, Task
    from orgs.models import Person

    own, part = f"{BEYOND} + n", f"row.id + {BEYOND} + n * {APART}"
    tables: list[tuple[Any, str, dict[str, str]]] = [
        (Person, f"id = {case.candidate.person_id}", {"id": own, "citizen_id": f"(9e11 + {own})::bigint::text"}),
        (Candidate, f"id = {case.candidate_id}", {"id": own, "person_id": own}),
        (Case, f"id = {case.pk}", {"id": own, "candidate_id": own, "number": "'HS ' || n"}),
        (Task, f"process_id = {case.pk}", {"id": part, "process_id": own, "cause_id": part.replace("id", "cause_id")}),
        *(
            (model, f"case_id = {case.pk}", {"id": part, "case_id": own, "task_id": part.replace("id", "task_id")})
            for model in (Decision, Paper)
        ),
    ]
    with connection.cursor() as cursor:
        for model, which, changed in tables:
            columns = [field.column for field in model._meta.concrete_fields]
            values = ", ".join(changed.get(column, f'row."{column}"') for column in columns)
            names = ", ".join(f'"{column}"' for column in columns)
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} "  # noqa: S608  # names of our own tables
                f"FROM {table} AS row, generate_series({there}, {cases - 1}) AS n WHERE row.{which}"
            )
            cursor.execute(f"ANALYZE {table}")


def told(form: str) -> str:
    from django.utils import timezone

    from insights.event_log.exporting import export_events
    from insights.event_log.scope import Asked

    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        found = export_events(Asked(form), out, acting_user=None, at=timezone.now(), by="command")
        seconds = time.perf_counter() - began
        size = out.tell() / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    events = found.written.events
    return f"{events:>9} {seconds:>7.2f}s {events / seconds:>16,.0f} {size:>7.1f}MB   {memory:.0f} MB at the most"


if __name__ == "__main__":
    sys.exit(main(tuple(int(given) for given in sys.argv[1:]) or SCENES))
