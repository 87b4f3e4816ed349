"""Who has seen a step, and who has taken it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from viewflow.workflow.status import STATUS

from admission_flow import engine
from admission_flow.decisions.act import seat_for
from admission_flow.decisions.telling import refresh_open_pages
from admission_flow.models import Case, Task
from journal import record
from journal.facts import fact_of
from journal.models import Entry
from orgs import access
from orgs.models import User


def mark_seen(task_ids: Iterable[int], *, at: datetime.datetime) -> None:
    """First shown to somebody who may act. The caller passes only tasks that it showed to such a person.

    A task that is locked is passed over: whoever is acting on it has seen it, and a page does not wait for them.
    """
    unseen = list(task_ids)
    if unseen:
        tasks = Task.objects.filter(pk__in=unseen, first_seen_at__isnull=True, status=STATUS.NEW)
        with transaction.atomic(savepoint=False):
            free = tasks.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by().values("pk")
            Task.objects.filter(pk__in=free, first_seen_at__isnull=True).update(first_seen_at=at)


def look(case: Case, *, acting_user: User, at: datetime.datetime) -> None:
    """A look at the file, in the looker's own stream: one entry a person, case and quarter of an hour."""
    quarter = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
    stream = f"user:{acting_user.pk}"
    looked = Entry.objects.filter(stream=stream, verb="look", at__gte=quarter, refs__case_id=case.pk)
    if looked.exists():
        return
    with transaction.atomic():
        refs = {"case": case.number, "case_id": case.pk}
        record.append(stream, "look", acting_user=acting_user, at=at, refs=refs)


def take(case_id: int, task_id: int, step: str, *, acting_user: User, at: datetime.datetime) -> Task:
    """Somebody says "I am on it". Others who hold the seat may still act; the screen tells them who took it."""
    with transaction.atomic():
        case, task = engine.take_up(case_id, task_id, step)
        seat = seat_for(acting_user, task.capability, task.unit_id, at)
        task.owner, task.claimed_at = acting_user, at
        task.first_seen_at = task.first_seen_at or at
        task.save(update_fields=["owner", "claimed_at", "first_seen_at"])
        refresh_open_pages(case, acting_user, at)
        record.append(
            f"case:{case.pk}",
            "take",
            acting_user=acting_user,
            on_behalf_of=access.absent(seat),
            at=at,
            refs={"case": case.number, "task": task.pk, "step": step, **access.grounds(seat)},
            facts=[fact_of(task, salt=case.candidate.person.salt)],
        )
        return task
