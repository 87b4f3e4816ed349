"""Steps that wait at a unit are given to another holder of its seats, many at once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from admission_flow import engine
from admission_flow.decisions.telling import refresh_open_pages, source_of
from admission_flow.models import Case, Task
from admission_flow.refusals import InvalidFacts, NotYours
from journal import record
from journal.facts import fact_of
from notices.tell import Told, tell_each
from orgs import access
from orgs.models import Unit, User

NOT_HERE = _("A step you chose waits here no longer. Look at the list again.")
# What of a task says who may act on it.
_RIGHT_TO = ("capability", "unit")


def reassign(
    unit: Unit, task_ids: Collection[int], to: User | None, *, acting_user: User, at: datetime.datetime
) -> list[Task]:
    """These open steps of the unit are on `to` from now on, or on nobody; returns those that were not before.

    It changes who is expected to act, never who may. The head of the unit does it, or who keeps the organisation. All
    or nothing. Raises NotYours, InvalidFacts where a step waits there no longer or `to` has not the right to it, Busy.
    """
    with transaction.atomic():
        if not access.leads(acting_user, unit, at):
            raise NotYours
        if to is not None:
            _refuse_without_right(unit, task_ids, to, at)
        if Task.objects.filter(pk__in=task_ids).exclude(unit=unit).exists():
            raise InvalidFacts.of("tasks", NOT_HERE)
        return hand_on(task_ids, to, acting_user=acting_user, at=at)


def release_gone(*, at: datetime.datetime) -> int:
    """Steps whose holder of once has the right to them no more are on nobody; returns how many. By the system."""
    taken = list(Task.objects.filter(status=STATUS.NEW, owner__isnull=False).values_list(*_RIGHT_TO, "owner", "pk"))
    holders = access.holders({(capability, unit) for capability, unit, _owner, _task in taken}, at)
    gone = [task for capability, unit, owner, task in taken if owner not in holders[capability, unit]]
    if gone:
        with transaction.atomic():
            # One that was done meanwhile is passed over; the rest is looked at again the next night.
            still = Task.objects.filter(pk__in=gone, status=STATUS.NEW)
            engine.lock_all(still.values_list("process_id", flat=True))
            hand_on(list(still.values_list("pk", flat=True)), None, acting_user=None, at=at)
    return len(gone)


def hand_on(
    task_ids: Collection[int], to: User | None, *, acting_user: User | None, at: datetime.datetime
) -> list[Task]:
    """The steps themselves, inside the transaction of an act that has asked for the right to it."""
    cases = engine.lock_all(Task.objects.filter(pk__in=task_ids).values_list("process_id", flat=True))
    open_now = Task.objects.filter(pk__in=task_ids, status=STATUS.NEW)
    tasks = list(open_now.select_related("owner").order_by("process_id", "pk"))
    if len(tasks) != len(set(task_ids)):
        raise InvalidFacts.of("tasks", NOT_HERE)
    changed = [task for task in tasks if task.owner_id != (to.pk if to else None)]
    before = {task.pk: task.owner_id for task in changed}
    for task in changed:
        task.owner, task.claimed_at = to, at if to else None
    Task.objects.bulk_update(changed, ["owner", "claimed_at"])
    _tell(changed, cases, to, acting_user, at)
    record.append_many([_entry(task, cases[task.process_id], before[task.pk], acting_user, at) for task in changed])
    return changed


def _refuse_without_right(unit: Unit, task_ids: Collection[int], to: User, at: datetime.datetime) -> None:
    wanted = set(Task.objects.filter(pk__in=task_ids, unit=unit).values_list(*_RIGHT_TO).order_by())
    if any(to.pk not in users for users in access.holders(wanted, at).values()):
        sentence = _("%(name)s does not hold the seat that these steps need. Choose another, or fewer steps.")
        raise InvalidFacts.of("to", sentence % {"name": to.display_name})


def _tell(
    tasks: Sequence[Task], cases: Mapping[int, Case], to: User | None, acting_user: User | None, at: datetime.datetime
) -> None:
    """Who is on a step from now on, unless they did it themselves; open pages of all who may see the cases."""
    if to is not None and to != acting_user:
        told = [
            Told(
                [to.pk],
                "step_assigned",
                {"case": cases[task.process_id].number, "step": task.step},
                f"/cases/{task.process_id}/",
                f"assigned:{task.pk}:{at:%Y%m%d%H%M%S}",
                about=source_of(task),
            )
            for task in tasks
        ]
        tell_each(told, at=at)
    for case in {task.process_id: cases[task.process_id] for task in tasks}.values():
        refresh_open_pages(case, acting_user, at)


def _entry(task: Task, case: Case, before: int | None, acting_user: User | None, at: datetime.datetime) -> record.Act:
    return record.Act(
        stream=f"case:{case.pk}",
        verb="reassign",
        acting_user=acting_user,
        at=at,
        refs={"case": case.number, "task": task.pk, "step": task.step, "from": before, "to": task.owner_id},
        facts=[fact_of(task, salt=case.candidate.person.salt)],
    )
