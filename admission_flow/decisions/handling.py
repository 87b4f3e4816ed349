"""Who has seen a step, and who has taken it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from viewflow.workflow.status import STATUS

from admission_flow import engine
from admission_flow.decisions.act import refresh_open_pages
from admission_flow.models import Task
from admission_flow.refusals import NotYours
from journal import record
from journal.facts import fact_of
from orgs import access
from orgs.models import User


def mark_seen(task_ids: Iterable[int], *, at: datetime.datetime) -> None:
    """First shown to somebody who may act. The caller passes only tasks that it showed to such a person."""
    Task.objects.filter(pk__in=list(task_ids), first_seen_at__isnull=True, status=STATUS.NEW).update(first_seen_at=at)


def take(case_id: int, task_id: int, step: str, *, acting_user: User, at: datetime.datetime) -> Task:
    """Somebody says "I am on it". Others who hold the seat may still act; the screen tells them who took it."""
    with transaction.atomic():
        case, task = engine.take_up(case_id, task_id, step)
        if not access.allows(acting_user, task.capability, task.unit_id, at):
            raise NotYours
        task.owner, task.claimed_at = acting_user, at
        task.first_seen_at = task.first_seen_at or at
        task.save(update_fields=["owner", "claimed_at", "first_seen_at"])
        refresh_open_pages(case, acting_user, at)
        record.append(
            f"case:{case.pk}",
            "take",
            acting_user=acting_user,
            at=at,
            refs={"case": case.number, "task": task.pk, "step": step},
            facts=[fact_of(task, salt=case.candidate.person.salt)],
        )
        return task
