"""What a step costs from the lock to the commit, with few people told and with 300, beside raw SQL.

`make bench`, or `.venv/bin/python bench/step.py [CASES]`. It works on a database of its own, on the server of
DATABASE_URL or on a throwaway one. The bar: at most 20 statements a step, 24 where it completes the join, whatever the
number of people told.

Right after each step the floor is measured: a transaction of as many statements of the same kinds, sent as plain SQL
to two plain tables, on the same connection. Milliseconds differ between machines; the ratio tells.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from tqdm import tqdm

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

CASES, TOLD, WARM_UP = 25, 300, 3
STATEMENTS, JOINING_STATEMENTS = 20, 24
TWO_CASES = 2 * STATEMENTS  # the ceremony ends one case and opens another
STEPS = ("nominate", "course", "declaration", "opinions", "verification", "file_check", "cell_vote",
         "grassroots_approval", "bloc_appraisal", "bloc_decision", "ceremony")  # fmt: skip
JOINING = "verification"
# Every seat to which a step of an ordinary case comes; 300 more in each.
CROWDED = (("cell", "deputy"), ("committee", "officer"), ("committee", "deputy"), ("unit", "training_centre"),
           ("unit", "organisation_board"), ("unit", "standing_deputy"))  # fmt: skip

FLOOR_TABLES = """
    CREATE TABLE floor_case (id bigint PRIMARY KEY, status text, changed_at timestamptz);
    CREATE TABLE floor_row (id bigserial PRIMARY KEY, case_id bigint, step text, at timestamptz, facts jsonb);
    CREATE INDEX ON floor_row (case_id, id);
    INSERT INTO floor_case SELECT n, 'NEW', now() FROM generate_series(1, 1000) AS n
"""
FLOOR = {
    "SELECT": "SELECT id, status, changed_at FROM floor_case WHERE id = %(case)s",
    "INSERT": "INSERT INTO floor_row (case_id, step, at, facts) VALUES (%(case)s, 'step', now(), '{}') RETURNING id",
    "UPDATE": "UPDATE floor_case SET status = 'NEW', changed_at = now() WHERE id = %(case)s",
}


@dataclass
class Cost:
    """Of one step, in seconds: from the lock to the commit, the whole call with live telling, and the floor."""

    statements: int = 0
    held: list[float] = field(default_factory=list)
    called: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)


class Watch:
    """Counts the statements from the first lock on, and notes when the commit is through."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.locked = self.committed = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        from django.db import transaction

        if self.committed:
            return execute(sql, params, many, context)
        if not self.locked and ("FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql):
            self.locked = time.perf_counter()
            transaction.on_commit(self._commit)
        if self.locked:
            self.kinds.append(sql.split(maxsplit=1)[0].upper())
        return execute(sql, params, many, context)

    def _commit(self) -> None:
        self.committed = time.perf_counter()


def main(cases: int) -> int:
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
            with connection.cursor() as cursor:
                cursor.execute(FLOOR_TABLES)
            bloc = build_bloc()
            few = measure(bloc, cases, "few told")
            crowd(bloc)
            many = measure(bloc, cases, f"{TOLD} told")
            return report(few, many)
        finally:
            connection.close()
            connection.creation.destroy_test_db(before, verbosity=0)


def crowd(bloc: Any) -> None:
    """So many more holders of each seat to which a step comes."""
    from django.db import connection, transaction
    from django.utils import timezone

    from orgs.models import Person, Seat, User
    from orgs.seating import grant
    from tests.people import SEATED_SINCE, new_person

    for unit, role in CROWDED:
        people = Person.objects.bulk_create(new_person(f"Trần Văn {n}") for n in range(TOLD))
        User.objects.bulk_create(User(person=person, username=f"{unit}.{role}.{person.pk}") for person in people)
        seats = [Seat(person=person, unit=getattr(bloc, unit), role=role, starts=SEATED_SINCE) for person in people]
        with transaction.atomic():
            grant(Seat.objects.bulk_create(seats), by=None, at=timezone.now(), reason="bench")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(bloc: Any, cases: int, what: str) -> dict[str, Cost]:
    """So many whole cases of the ordinary cell, after a few that only warm up."""
    from tests.admission_flow.journey import Journey

    costs = {step: Cost() for step in STEPS}
    for number in tqdm(range(WARM_UP + cases), desc=what, leave=False):
        journey = Journey(bloc)
        for step in STEPS:
            taken = costs[step] if number >= WARM_UP else Cost()
            kinds = do(journey, step, taken)
            taken.statements = max(taken.statements, sum(kinds.values()))
            taken.floor.append(do_floor(kinds, number + 1))
    return costs


def do(journey: Any, step: str, taken: Cost) -> Counter[str]:
    """The verb alone is timed: what the page would have asked before it is asked before."""
    from django.db import connection

    watch = Watch()
    given = journey.nomination() if step == "nominate" else None
    with connection.execute_wrapper(watch):
        began = time.perf_counter()
        journey.nominate(given) if given else getattr(journey, step)()
        taken.called.append(time.perf_counter() - began)
    taken.held.append(watch.committed - watch.locked)
    return Counter(kind if kind in FLOOR else "SELECT" for kind in watch.kinds)


def do_floor(kinds: Counter[str], case: int) -> float:
    from django.db import connection, transaction

    began = time.perf_counter()
    with transaction.atomic():
        raw = connection.connection.cursor()
        raw.execute(FLOOR["SELECT"] + " FOR UPDATE", {"case": case})
        raw.fetchall()
        for kind, number in (kinds - Counter(SELECT=1)).items():
            for _time in range(number):
                raw.execute(FLOOR[kind], {"case": case})
                if kind != "UPDATE":
                    raw.fetchall()
    return time.perf_counter() - began


def report(few: dict[str, Cost], many: dict[str, Cost]) -> int:
    """The table, cases per second, and 1 where the bar is missed."""
    print(f"{'':<20} {'few people told':^35}   {f'{TOLD} people told':^35}")
    columns = f"{'stmts':>5} {'held':>8} {'floor':>8} {'ratio':>6}"
    print(f"{'step':<20} {columns}      {columns}")
    for step in STEPS:
        print(f"{step:<20} {row(few[step])}      {row(many[step])}")
    for what, costs in (("few", few), (str(TOLD), many)):
        seconds = sum(statistics.median(cost.called) for cost in costs.values())
        floor = sum(statistics.median(cost.floor) for cost in costs.values())
        print(
            f"Whole cases with {what} told: {1 / seconds:.1f} a second, live telling included; "
            f"the floor {1 / floor:.1f}; ratio {seconds / floor:.2f}."
        )
    return 0 if all(within(step, costs[step]) for step in STEPS[1:] for costs in (few, many)) else 1


def row(cost: Cost) -> str:
    held, floor = (statistics.median(times) * 1000 for times in (cost.held, cost.floor))
    return f"{cost.statements:>5} {held:>5.1f} ms {floor:>5.1f} ms {held / floor:>6.2f}"


def within(step: str, cost: Cost) -> bool:
    bar = {JOINING: JOINING_STATEMENTS, "ceremony": TWO_CASES}.get(step, STATEMENTS)
    if cost.statements > bar:
        print(f"{step} takes {cost.statements} statements; the bar is {bar}.")
    return cost.statements <= bar


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else CASES))
