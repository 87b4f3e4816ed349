"""The auditor's desk over a large journal: each list's time, and how many entries a second are verified.

`make bench`, or `.venv/bin/python bench/audit_desk.py [--million] [--plans]`. It works on a database of its own, on the
servers of DATABASE_URL and REDIS_URL or on throwaway ones. The bar: every page within two seconds, read by the
auditor of the whole and by the one of a committee with a tenth of the cases.
"""

from __future__ import annotations

import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from my_work import CANDIDATES, CASES, CELLS, OPEN_CASES, PEOPLE, STEPS_OF_A_CASE, TASKS

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

LARGE, MILLION = 100_000, 1_000_000  # entries
CASES_AT_ONCE = 500
TIMES = 5
BAR = 2.0  # seconds
DAYS = 1800

DECISIONS = """
    INSERT INTO admission_flow_decision (step, outcome, dated, number, signed_by, voting, reason, facts, derivation,
        absent, excused, at, case_id, decided_by_id, regulation_id, task_id)
    SELECT 'declaration', (ARRAY['declared', 'declared', 'declared', 'returned'])[1 + id %% 4], current_date, '', '',
        '', '', '{}', '[]', '{}', 0, opened_at + interval '1 day', process_id, %(user)s,
        (%(rules)s::bigint[])[1 + id %% cardinality(%(rules)s::bigint[])], id
    FROM admission_flow_task WHERE status = 'DONE'
"""
ADDRESSES = (
    "/audit/",
    "/audit/?page=150",
    "/audit/?show=decisions",
    "/audit/?show=behalf",
    "/audit/?verb=transfer",
    "/audit/?outcome=returned",
    "/audit/?outcome=cancelled",
    "/audit/?person={person}",
    "/audit/?unit={unit}",
    "/audit/?rules={rules}",
    "/audit/?since={since}&until={until}",
    "/audit/?what=everything",
    "/audit/?what=everything&unit={unit}",
    "/audit/?what=units",
    "/audit/files/",
    "/audit/unusual/",
    "/audit/acts/{entry}/",
)


def main(entries: int) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        import django

        folder = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["STATIC_ROOT"] = folder
        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.SECURE_SSL_REDIRECT = False
        settings.JOURNAL_KEY_FILE, settings.CHECKPOINT_DIR = f"{folder}/key.pem", f"{folder}/checkpoints"
        call_command("collectstatic", interactive=False, verbosity=0)
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            bloc = furnish(entries)
            met = report_pages(bloc)
            return 0 if report_verification() and met else 1
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def furnish(entries: int) -> Any:
    """The cast, cells of which every tenth is under the committee whose auditor reads, cases, and their journal."""
    from django.db import connection

    from admission_flow.models import Regulation
    from orgs.models import Person, Unit
    from orgs.tree import plant
    from tests.people import FOUNDED, build_bloc

    bloc = build_bloc()
    cells = [Unit(code=f"C{n}", kind=Unit.Kind.CELL, name=f"Chi bộ {n}", valid_from=FOUNDED) for n in range(CELLS)]
    plant((cell, bloc.delegated_committee if n % 10 else bloc.committee) for n, cell in enumerate(cells))
    first = Person.objects.count()
    values = {
        "first": first,
        "last": first + entries // STEPS_OF_A_CASE - 1,
        "bloc": bloc.unit.pk,
        "cells": [cell.pk for cell in cells],
        "open": OPEN_CASES,
        "steps": STEPS_OF_A_CASE,
        "user": bloc.cell_secretary.pk,
        "rules": list(Regulation.objects.values_list("pk", flat=True)),
    }
    salted = "UPDATE orgs_person SET salt = decode(md5(random()::text), 'hex') WHERE salt = ''"
    with connection.cursor() as cursor:
        for statement in (PEOPLE, salted, CANDIDATES, CASES, TASKS, DECISIONS):
            cursor.execute(statement, values if "%(" in statement else None)
    began = time.perf_counter()
    write_journal(bloc)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"A journal of {entries:,} entries written in {time.perf_counter() - began:.0f} s.")
    return bloc


def write_journal(bloc: Any) -> None:
    """One entry a step, in the chain of its case, and a look at each case; with whole hashes and digests."""
    from admission_flow.models import Case

    numbers = itertools.count(1)
    people = [bloc.cell_secretary, bloc.cell_deputy, bloc.committee_secretary, bloc.organisation_board]
    ids = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    chance = random.Random(6)  # noqa: S311  # figures, not secrets
    for piece in range(0, len(ids), CASES_AT_ONCE):
        _write(ids[piece : piece + CASES_AT_ONCE], numbers, people, chance)
    _after_the_last(next(numbers))


def _write(ids: Sequence[int], numbers: Iterator[int], people: Sequence[Any], chance: random.Random) -> None:
    import datetime

    from django.utils import timezone

    from admission_flow.models import Decision, Task
    from journal.canonical import NOTHING_BEFORE
    from journal.facts import fact_of
    from journal.models import Entry, Head

    now = timezone.now()
    entries, heads, seqs = [], [], dict.fromkeys(ids, (0, NOTHING_BEFORE))
    salts = "process__candidate__person"
    decisions = {one.task_id: one for one in Decision.objects.filter(case__in=ids)}
    for task in Task.objects.filter(process__in=ids).select_related(salts).order_by("process", "pk"):
        seq, before = seqs[task.process_id]
        decision, salt = decisions.get(task.pk), task.process.candidate.person.salt
        outcome = decision.outcome if decision else ""
        at = now - datetime.timedelta(days=DAYS - (task.process_id * 7 + seq) % DAYS, seconds=chance.randrange(50_000))
        entry = Entry(
            id=next(numbers),
            stream=f"case:{task.process_id}",
            seq=seq + 1,
            verb="transfer" if chance.random() < 0.001 else "declare" if decision else "take",
            actor=chance.choice(people),
            on_behalf_of=people[0] if chance.random() < 0.01 else None,
            at=at,
            recorded_at=at,
            refs={"case": task.process.number, "task": task.pk, "step": task.step, "outcome": outcome}
            | ({"decision": decision.pk} if decision else {}),
            facts=[fact_of(row, salt=salt).as_json() for row in (task, decision) if row is not None],
            prev_hash=before,
        )
        entry.hash = entry.computed_hash()
        seqs[task.process_id] = (entry.seq, entry.hash)
        entries.append(entry)
    heads = [Head(stream=f"case:{case}", seq=seq, hash=last) for case, (seq, last) in seqs.items() if seq]
    Entry.objects.bulk_create(entries, batch_size=2000)
    Head.objects.bulk_create(heads)


def _after_the_last(number: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('journal_entry', 'id'), %s)", [number])


def report_pages(bloc: Any) -> bool:
    from django.test import Client

    from admission_flow.models import Regulation
    from journal.models import Entry
    from orgs.models import Unit

    told = {
        "person": bloc.cell_deputy.pk,
        "unit": Unit.objects.get(code="C10").pk,
        "rules": Regulation.objects.earliest("in_force_from").code,
        "since": "01/03/2024",
        "until": "31/03/2024",
    }
    met = True
    print(f"{'page':<42} {'whole':>9} {'committee':>10}")
    for address in ADDRESSES:
        medians = []
        for who in (bloc.auditor, bloc.committee_auditor):
            browser = Client()
            browser.force_login(who)
            entry = Entry.objects.filter(stream__in=_streams_of(bloc), verb="declare").latest("pk").pk
            medians.append(_median(browser, address.format(**told, entry=entry)))
        met &= max(medians) <= BAR
        print(f"{address:<42} {medians[0] * 1000:>6.0f} ms {medians[1] * 1000:>7.0f} ms")
    print(f"Each within {BAR:.0f} s: {'yes' if met else 'NO'}.")
    return met


def _streams_of(bloc: Any) -> list[str]:
    from admission_flow.models import Case

    here = Case.objects.filter(unit__path__startswith=bloc.committee.path).order_by("-pk")[:1]
    return [f"case:{case.pk}" for case in here]


def _median(browser: Any, address: str) -> float:
    taken = []
    for number in range(TIMES + 1):
        began = time.perf_counter()
        answer = browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if number:
            taken.append(time.perf_counter() - began)
        elif "--plans" in sys.argv:
            _print_plans(browser, address)
    return statistics.median(taken)


def _print_plans(browser: Any, address: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    for query in captured:
        if float(query["time"]) > 0.1 and query["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN ANALYZE " + query["sql"].replace("%", "%%"))
                print(address, query["sql"][:3000], *(line for (line,) in cursor.fetchall()), sep="\n", end="\n\n")


def report_verification() -> bool:
    from django.utils import timezone

    from journal import checkpoints
    from journal.verify import verify

    began = time.perf_counter()
    checkpoints.take(at=timezone.now())
    print(f"Checkpoint signed in {time.perf_counter() - began:.1f} s.")
    began = time.perf_counter()
    found = verify()
    taken = time.perf_counter() - began
    print(f"Verified {found.entries:,} entries and {found.facts:,} facts in {taken:.1f} s: "
          f"{found.entries / taken:,.0f} entries a second.")  # fmt: skip
    print(found)
    return found.holds


if __name__ == "__main__":
    sys.exit(main(MILLION if "--million" in sys.argv else LARGE))
