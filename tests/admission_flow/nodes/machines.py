"""One way to drive both kinds of flow, and to walk every order in which their steps can be done.

`walk` tells, for each order of steps done so far, which steps are open then; an ended process has none and says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone
from viewflow.workflow.models import Process as TheirProcess
from viewflow.workflow.models import Task as TheirTask
from viewflow.workflow.status import PROCESS, STATUS

from admission_flow import engine
from admission_flow.deadlines import Terms
from admission_flow.models import Candidate, Case, Task
from tests.people import Bloc, make_person

WAITING = (STATUS.NEW, STATUS.STARTED, STATUS.ASSIGNED)


class Machine(Protocol):
    def open(self) -> tuple[str, ...]: ...
    def do(self, step: str, outcome: str = "") -> None: ...


@dataclass
class Ours:
    """A case of a throwaway flow, driven by the engine."""

    flow: Any
    standing: list[str]
    bloc: Bloc
    at: datetime.datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        candidate = Candidate.objects.create(person=make_person())
        case = Case.objects.create(
            flow_class=self.flow, number=f"HS {candidate.pk}", candidate=candidate, unit=self.bloc.cell,
            bloc=self.bloc.unit, route="ordinary", standing=self.standing, opened_at=self.at, changed_at=self.at,
        )  # fmt: skip
        self.pk, self.user = case.pk, self.bloc.cell_secretary
        with transaction.atomic():
            node = self.flow.instance.node("start")
            engine.start(case, node, Terms(case, self.at), acting_user=self.user, at=self.at)
            self._save(case)

    def tasks(self, step: str) -> list[Task]:
        return list(Task.objects.filter(process=self.pk, step=step).order_by("pk"))

    def open(self) -> tuple[str, ...]:
        case = Case.objects.get(pk=self.pk)
        steps = Task.objects.filter(process=case, status=STATUS.NEW).order_by("step").values_list("step", flat=True)
        return tuple(steps) if case.is_open else ("ended", *steps)

    def do(self, step: str, outcome: str = "forward") -> None:
        with transaction.atomic():
            case = engine.lock(self.pk)
            task = Task.objects.get(process=case, step=step, status=STATUS.NEW)
            task.process = case
            engine.complete(case, task, outcome, Terms(case, self.at), acting_user=self.user, at=self.at)
            self._save(case)

    def set_standing(self, standing: list[str]) -> None:
        Case.objects.filter(pk=self.pk).update(standing=standing)

    def _save(self, case: Case) -> None:
        case.closed_at = None if case.is_open else self.at
        case.save(update_fields=["status", "outcome", "closed_at"])


@dataclass
class Theirs:
    """A process of a throwaway flow of viewflow's own nodes."""

    flow: Any
    standing: list[str]

    def __post_init__(self) -> None:
        before = set(TheirProcess.objects.values_list("pk", flat=True))
        self.flow.start.run(standing=self.standing)
        self.pk = TheirProcess.objects.exclude(pk__in=before).get().pk

    def open(self) -> tuple[str, ...]:
        process = TheirProcess.objects.get(pk=self.pk)
        waiting = TheirTask.objects.filter(process=process, status__in=WAITING, flow_task_type="FUNCTION")
        steps = sorted(task.flow_task.name for task in waiting)
        return tuple(steps) if process.status == PROCESS.NEW else ("ended", *steps)

    def do(self, step: str, outcome: str = "forward") -> None:
        if outcome != "forward":
            process = TheirProcess.objects.get(pk=self.pk)
            process.data[outcome] = True
            process.save(update_fields=["data"])
        waiting = TheirTask.objects.filter(process=self.pk, status__in=WAITING)
        (task,) = (task for task in waiting if task.flow_task.name == step)
        with transaction.atomic():
            task.flow_task.run(task)

    def set_standing(self, standing: list[str]) -> None:
        TheirProcess.objects.filter(pk=self.pk).update(data={"standing": standing})


def walk(machine: Machine) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Steps done so far, in their order -> steps open then. Everything is undone behind it."""
    seen: dict[tuple[str, ...], tuple[str, ...]] = {}

    def visit(done: tuple[str, ...]) -> None:
        seen[done] = machine.open()
        for step in seen[done]:
            if step != "ended":
                with _undone():
                    machine.do(step)
                    visit((*done, step))

    visit(())
    return seen


@contextmanager
def _undone() -> Iterator[None]:
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
