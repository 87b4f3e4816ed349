"""The only module that drives viewflow's activations: take up, open, complete, cancel.

Lock order of the house: the case first (`lock`), then its task is read; register counters and journal heads come
later, in the verbs. Rows of one act are collected in a `Round` and written once, at its end.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection
from django.db.models import Exists, OuterRef, Subquery
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from admission_flow.deadlines import Terms
from admission_flow.models import Case, Decision, Hold, Task
from admission_flow.nodes import FORWARD, Step, StepActivation
from admission_flow.refusals import AlreadyDone, Busy, CaseClosed, OnHold, WrongStep
from orgs.models import User

LOCK_NOT_AVAILABLE = "55P03"
ALONGSIDE = ("candidate__person", "unit", "committee", "bloc")
# Steps done side by side; neither comes after the other.
BESIDE: dict[str, tuple[str, ...]] = {
    "verification": ("opinions",),
    "opinions": ("verification",),
    "new_member_class": ("probation_papers", "probation_opinions"),
    "probation_papers": ("new_member_class",),
    "probation_opinions": ("new_member_class",),
}
# Acts beside the steps, after which these go on as before; their day orders nothing.
ASIDE = ("extra_paper", "judgement", "introducer", "hold", "resumption", "extension", "receipt")


@dataclass
class Round:
    """The rows of one act: which steps open, after which task, and which one closes."""

    case: Case
    terms: Terms
    at: datetime.datetime
    closing: Task | None = None
    opened: list[Task] = field(default_factory=list)
    # Joins reached in this round and not passed yet: the prefix of their branches, and the token that goes on.
    joining: dict[str, str] = field(default_factory=dict)

    def open(self, node: Step, token: Token, cause: Task | None) -> Task:
        unit_id = node.place.unit_of(self.case)
        if unit_id is None:
            raise ValueError(f"case {self.case.pk} has no unit at which {node.name} is seated")
        task = Task(
            process=self.case,
            cause=cause,
            flow_task=node,
            flow_task_type=node.task_type,  # bulk_create doesn't call save(), which would set it
            token=token,
            status=STATUS.NEW,
            step=node.name,
            unit_id=unit_id,
            capability=node.capability,
            opened_at=self.at,
        )
        self.opened.append(task)
        return task

    def open_branches(self, prefix: str) -> bool:
        """Whether a branch of this split is still open, in this round or in the database.

        A branch that waits at a join of its own will go on from there, so it is open too.
        """
        waiting = (token for inner, token in self.joining.items() if inner != prefix)
        if any(token.startswith(prefix) for token in (*(task.token.token for task in self.opened), *waiting)):
            return True
        others = Task.objects.filter(process=self.case, status=STATUS.NEW, token__startswith=prefix)
        return others.exclude(pk=self.closing.pk if self.closing else None).exists()

    def write(self) -> None:
        """One statement for any number of steps, and those that tell their due days."""
        if self.opened:
            self.terms.set_due_days(self.opened)
            Task.objects.bulk_create(self.opened)


def lock(case_id: int) -> Case:
    """The case, locked until the end of the transaction. Raises Busy, or Case.DoesNotExist.

    Its key stays free, so that whoever says something on the case, which only points to it, doesn't wait.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a case is locked inside a transaction")
    with waiting():
        return Case.objects.select_for_update(of=("self",), no_key=True).select_related(*ALONGSIDE).get(pk=case_id)


def lock_all(case_ids: Iterable[int]) -> dict[int, Case]:
    """Several cases by id, locked in the order of their ids in one statement, before a verb takes up the first of them.

    Raises Busy.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("cases are locked inside a transaction")
    locked = Case.objects.select_for_update(of=("self",), no_key=True).select_related("candidate__person", "unit")
    with waiting():
        return {case.pk: case for case in locked.filter(pk__in=set(case_ids)).order_by("pk")}


@contextmanager
def waiting() -> Iterator[None]:
    """Raises Busy where another transaction holds a row for longer than `lock_timeout` lets us wait."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE:
            raise Busy from error
        raise


def take_up(case_id: int, task_id: int, step: str) -> tuple[Case, Task]:
    """The case, locked, and its task as it is now. Raises WrongStep, AlreadyDone, CaseClosed or OnHold."""
    case = lock(case_id)
    before = Decision.objects.filter(case=OuterRef("process")).exclude(step__in=(*ASIDE, *BESIDE.get(step, ())))
    tasks = Task.objects.select_related("owner__person").annotate(
        last_dated=Subquery(before.order_by("-dated").values("dated")[:1]),
        nominated_on=Subquery(before.order_by("pk").values("dated")[:1]),
        ever_held=Exists(Hold.objects.filter(case=OuterRef("process"))),
    )
    task = tasks.filter(pk=task_id, process_id=case_id).first()
    if task is None or task.step != step:
        raise WrongStep
    if not task.is_open:
        raise AlreadyDone(task)
    if not case.is_open:
        raise CaseClosed
    refuse_held(case)
    task.process, case.last_dated, case.nominated_on = case, task.last_dated, task.nominated_on
    case.ever_held = task.ever_held
    return case, task


def refuse_held(case: Case) -> None:
    """Raises OnHold, with the reason, where nobody may act on the case."""
    if case.held_since:
        held = Hold.objects.filter(case=case, until__isnull=True).first()
        raise OnHold(case.held_since, held.reason if held else "")


def start(
    case: Case,
    step: Step,
    terms: Terms,
    outcome: str = FORWARD,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> tuple[Task, list[Task]]:
    """The first step of a saved case, done as it opens; and the steps that open after it."""
    case.round = Round(case, terms, at)
    first = case.round.open(step, Token("start"), cause=None)
    case.round.opened.clear()
    _close(first, STATUS.DONE, acting_user, at)
    first.outcome = outcome
    first.save(force_insert=True)
    return first, _advance(case, first)


def restart_at(
    case: Case, step: Step, terms: Terms, outcome: str = FORWARD, *, acting_user: User, at: datetime.datetime
) -> tuple[Task, list[Task], list[Task]]:
    """A locked case set on its way anew, passing over what stands: what was open is cancelled.

    `step` is done as it opens and leads on. Returns it, what opened after it, and what was cancelled.
    """
    cancelled = cancel_steps(case, at=at)
    first, opened = start(case, step, terms, outcome, acting_user=acting_user, at=at)
    return first, opened, cancelled


def complete(
    case: Case, task: Task, outcome: str, terms: Terms, *, acting_user: User, at: datetime.datetime
) -> list[Task]:
    """The task is done with an outcome; the steps that open after it are returned, saved.

    Changes `case.status` and `case.outcome` in memory where the flow ends; the verb saves the case.
    """
    case.round = Round(case, terms, at, closing=task)
    StepActivation(task).finish(outcome)
    _close(task, STATUS.DONE, acting_user, at)
    task.save(update_fields=["status", "outcome", "owner", "first_seen_at", "claimed_at", "done_at"])
    return _advance(case, task)


def step_back(case: Case, step: Step, terms: Terms, *, at: datetime.datetime) -> tuple[list[Task], list[Task]]:
    """An earlier step opens in place of the one that is open: (cancelled, opened). Only where no other is open."""
    (task,) = cancelled = list(Task.objects.filter(process=case, status=STATUS.NEW))
    task.process = case
    StepActivation(task).cancel()
    task.done_at = at
    task.save(update_fields=["status", "done_at"])
    case.round = Round(case, terms, at, closing=task)
    case.round.open(step, task.token, cause=task)
    case.round.write()
    return cancelled, case.round.opened


def cancel(case: Case, *, at: datetime.datetime) -> list[Task]:
    """Every open step of a locked case is cancelled; the case's status changes in memory, the verb saves it."""
    cancelled = cancel_steps(case, at=at)
    case.status = PROCESS.CANCELED
    return cancelled


def restart(case: Case, cause: Task, terms: Terms, *, at: datetime.datetime) -> tuple[list[Task], list[Task]]:
    """The open steps are cancelled, and the flow goes on again from `cause`, a step done, past whatever stands.

    Returns the steps cancelled and those opened. May end the case in memory, as `complete` does.
    """
    cancelled = cancel_steps(case, at=at)
    cause.process, case.round = case, Round(case, terms, at)
    return cancelled, _advance(case, cause)


def cancel_steps(case: Case, *, at: datetime.datetime) -> list[Task]:
    """Every open step of a locked case is cancelled, and the case goes on without it."""
    open_tasks = list(Task.objects.filter(process=case, status=STATUS.NEW))
    for task in open_tasks:
        task.process = case
        StepActivation(task).cancel()
        task.done_at = at
    Task.objects.bulk_update(open_tasks, ["status", "done_at"])
    return open_tasks


def _close(task: Task, status: Any, acting_user: User, at: datetime.datetime) -> None:
    task.status, task.owner, task.done_at = status, acting_user, at
    task.first_seen_at = task.first_seen_at or at
    task.claimed_at = task.claimed_at or at


def _advance(case: Case, task: Task) -> list[Task]:
    StepActivation(task).activate_next()
    case.round.write()
    opened: list[Task] = case.round.opened
    return opened
