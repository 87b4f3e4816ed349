"""Reading cases for their faults: some at a time, a constant number of statements for each lot."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from viewflow.workflow.status import PROCESS, STATUS

from admission_flow.models import Case, Deadline, Decision, Hold, Paper, Task
from admission_flow.papers import CERTIFICATE
from admission_flow.soundness.faults import Fault, Kept, faults_of
from orgs import access
from orgs.models import Member

LOT = 500
_CASE_COLUMNS = ("unit", "candidate")


def suspects() -> list[int]:
    """Ids of the cases that can have a fault: all that are open, and of the closed those that still hold something."""
    waiting = Task.objects.filter(process=OuterRef("pk"), status=STATUS.NEW)
    member = Member.objects.filter(person=OuterRef("candidate__person"))
    unregistered = Q(outcome=Case.Outcome.ADMITTED) & ~Q(Exists(member))
    found = Case.objects.filter(Q(status=PROCESS.NEW) | Q(Exists(waiting)) | unregistered)
    return list(found.order_by("pk").values_list("pk", flat=True))


def examine(case_ids: Sequence[int], *, at: datetime.datetime) -> Iterator[Fault]:
    """The faults of these cases, in their order."""
    for first in range(0, len(case_ids), LOT):
        for kept in read(case_ids[first : first + LOT], at=at):
            yield from faults_of(kept)


def read(case_ids: Iterable[int], *, at: datetime.datetime, cases: Sequence[Case] | None = None) -> list[Kept]:
    """What is kept of each of these cases; `cases`, where they have been read. At most nine statements."""
    if cases is None:
        cases = list(Case.objects.filter(pk__in=case_ids).select_related(*_CASE_COLUMNS).order_by("pk"))
    ids = [case.pk for case in cases]
    tasks = _by_case(Task.objects.filter(process__in=ids, status=STATUS.NEW).select_related("unit"), "process_id")
    decisions = _by_case(Decision.objects.filter(case__in=ids), "case_id")
    deadlines = _by_case(Deadline.objects.filter(case__in=ids), "case_id")
    brought = Paper.objects.filter(case__in=ids, code=CERTIFICATE, task__step="nominate")
    certified = set(brought.values_list("case", flat=True))
    stays = Member.objects.filter(person__candidate__cases__in=ids).order_by("since", "pk")
    # The last stay of each counts: "" where it goes on.
    members = dict(stays.values_list("person__candidate__cases", "ending"))
    holds: dict[int, list[datetime.date]] = defaultdict(list)
    for case_id, since in Hold.objects.filter(case__in=ids, until__isnull=True).values_list("case", "since"):
        holds[case_id].append(since)
    done = Task.objects.filter(process__in=ids, status=STATUS.DONE).order_by("process", "-pk").distinct("process")
    last = {task.process_id: task for task in done}
    seated = access.holders({(task.capability, task.unit_id) for open_ in tasks.values() for task in open_}, at)
    return [
        Kept(
            case,
            tasks[case.pk],
            decisions[case.pk],
            deadlines[case.pk],
            last.get(case.pk),
            vacant=frozenset(one.pk for one in tasks[case.pk] if not seated[one.capability, one.unit_id]),
            certified=case.pk in certified,
            registered=case.pk in members,
            left=members.get(case.pk, ""),
            holds=tuple(holds[case.pk]),
        )
        for case in cases
    ]


def _by_case(rows: QuerySet[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[getattr(row, column)].append(row)
    return found
