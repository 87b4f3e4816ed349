"""Cases as plain rows, for tests that need many or choose their dates: no verb has run, no journal was written."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from typing import Any

from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admission_flow.flows import AdmissionFlow, step_node
from admission_flow.models import Candidate, Case, Task
from admission_flow.nodes import Place
from orgs.models import Person, Unit
from tests.people import Bloc, new_person

_numbers = itertools.count(5001)  # beyond those that the verbs give


def open_cases(
    bloc: Bloc,
    names: Sequence[str],
    *,
    unit: Unit | None = None,
    step: str = "declaration",
    due_on: datetime.date | None = None,
    opened_at: datetime.datetime | None = None,
) -> list[Task]:
    """A case of an ordinary cell for each name, waiting at the step since then; their tasks in the same order."""
    opened_at = opened_at or timezone.now()
    unit = unit or bloc.cell
    committee = Unit.objects.get(path=unit.path[: -Unit.steplen])
    people = Person.objects.bulk_create(new_person(name) for name in names)
    candidates = Candidate.objects.bulk_create(Candidate(person=person) for person in people)
    common: dict[str, Any] = {"flow_class": AdmissionFlow, "bloc": bloc.unit, "route": Case.Route.ORDINARY}
    cases = Case.objects.bulk_create(
        Case(
            number=f"HS {opened_at.year}-{next(_numbers):04d}",
            candidate=candidate,
            unit=unit,
            committee=committee,
            opened_at=opened_at,
            changed_at=opened_at,
            **common,
        )
        for candidate in candidates
    )
    node = step_node(step)
    seat = {Place.CELL: unit, Place.COMMITTEE: committee, Place.VERIFIER: committee}
    return Task.objects.bulk_create(
        Task(
            process=case,
            flow_task=node,
            flow_task_type=node.task_type,
            step=step,
            unit=seat.get(node.place, bloc.unit),
            capability=node.capability,
            opened_at=opened_at,
            due_on=due_on,
            due_kind=Task.DueKind.TARGET if due_on else "",
        )
        for case in cases
    )


def statements(captured: CaptureQueriesContext) -> int:
    """How many there were, without the session's own mark of a minute in which something was done."""
    ours = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len([sql for sql in ours if not sql.startswith('UPDATE "django_session"')])


def numbered(number: int) -> list[str]:
    return [f"Nguyễn Văn Số {n}" for n in range(number)]
