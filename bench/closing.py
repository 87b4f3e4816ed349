"""How long a meeting's closing takes for 20, 100 and 500 cases, beside as many decisions recorded one by one.

`make bench`, or `.venv/bin/python bench/closing.py [CASES …]`. It works on a database of its own, on the server of
DATABASE_URL or on a throwaway one. The cases are plain rows that wait for the standing committee; what is timed, from
the lock to the commit, are the product's own verbs. Milliseconds differ between machines; the ratio tells.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

SCENES = (20, 100, 500)
ONE_BY_ONE = 20


def main(scenes: tuple[int, ...]) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        import django

        django.setup()
        from django.db import connection

        from tests.people import build_bloc

        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            bloc = build_bloc()
            alone = one_by_one(bloc)
            print(f"{'cases':>6} {'statements':>11} {'closing':>10} {'a case':>9}   beside one by one")
            print(f"{'':>6} {'':>11} {'':>10} {alone * 1000:>6.1f} ms   (recorded alone)")
            for cases in scenes:
                statements, seconds = closing(bloc, cases)
                each = seconds / cases
                print(f"{cases:>6} {statements:>11} {seconds:>8.2f} s {each * 1000:>6.1f} ms   {each / alone:.2f}")
            return 0
        finally:
            connection.close()
            connection.creation.destroy_test_db(before, verbosity=0)


def waiting(bloc: Any, cases: int) -> list[Any]:
    """So many cases before the standing committee."""
    from tests.admission_flow.many import numbered, open_cases

    return open_cases(bloc, numbered(cases), step="bloc_decision")


def one_by_one(bloc: Any) -> float:
    """Seconds for one decision recorded at its own case."""
    from django.utils import timezone

    from admission_flow.decisions.bloc import decide_bloc
    from tests.admission_flow.journey import vote

    tasks = waiting(bloc, ONE_BY_ONE)
    began = time.perf_counter()
    for task in tasks:
        given = vote(9, code="9-KNĐ")
        decide_bloc(task.process_id, task.pk, given, "admitted", acting_user=bloc.standing_deputy, at=timezone.now())
    return (time.perf_counter() - began) / ONE_BY_ONE


def closing(bloc: Any, cases: int) -> tuple[int, float]:
    """Statements and seconds of closing a meeting with so many cases, everybody in favour."""
    from django.db import connection

    from tests.meetings.sittings import Held

    held = Held(bloc)
    held.tasks = [task.pk for task in waiting(bloc, cases)]
    held.seated().voted()
    count = 0

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        began = time.perf_counter()
        held.closed()
        return count, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(tuple(int(given) for given in sys.argv[1:]) or SCENES))
