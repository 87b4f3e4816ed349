"""What runs towards a due day: open steps, and legal terms that no open step is due by. Reads only."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from viewflow.workflow.status import PROCESS, STATUS

from admission_flow.flows import step_node
from admission_flow.models import Case, Deadline, Task
from admission_flow.rules.deadlines import TERMS, runs
from notices.tell import Param
from orgs import roles
from orgs.calendar import local_day

Seat = tuple[str, int]


@dataclass(frozen=True)
class Running:
    """Something with a due day. `seats` are who has to do it now, `above` the seats over them, the nearest first.

    `task_id` is the open step it waits at; `said` names it in a notice: the step's key, or the rule of the term.
    """

    key: str
    about: str
    task_id: int
    case_id: int
    due_on: datetime.date
    opened_on: datetime.date
    seats: tuple[Seat, ...]
    above: tuple[Seat, ...]
    said: Mapping[str, Param]
    owner_id: int | None = None
    term_id: int | None = None


def running(until: datetime.date, at: datetime.datetime) -> Iterator[Running]:
    """Whatever of open cases not on hold is due until then, of steps that had opened by `at`. Three statements."""
    open_steps = Task.objects.filter(status=STATUS.NEW, process__status=PROCESS.NEW, process__held_since__isnull=True)
    open_steps = open_steps.filter(opened_at__lt=at).select_related("process").order_by("pk")
    for task in open_steps.filter(due_on__lte=until):
        yield _of_step(task, task.process)
    terms = Deadline.objects.filter(met_on__isnull=True, due_on__lte=until, case__status=PROCESS.NEW)
    terms = terms.filter(case__held_since__isnull=True).select_related("case").order_by("pk")
    found = [one for one in terms if runs(one.rule, one.case.standing)]
    waiting: dict[int, list[Task]] = {}
    for task in open_steps.filter(process__in={one.case_id for one in found}):
        waiting.setdefault(task.process_id, []).append(task)
    for term in found:
        tasks = waiting.get(term.case_id, [])
        if tasks and not any(task.due_rule == term.rule for task in tasks):
            yield _of_term(term, term.case, tasks)


def about_step(task_id: int) -> str:
    """What reminders of a step's own due day ask; settled when it is done or its day moves."""
    return f"due:{task_id}"


def about_term(task_id: int) -> str:
    """What reminders of a legal term ask of the step at which the case is; settled when that is done or it moves."""
    return f"term:{task_id}"


def above(case: Case, capability: str, unit_id: int) -> tuple[Seat, ...]:
    """The seats over one of a case, the nearest first: a departmental committee where there is one, the grassroots
    committee, the bloc's organisation board, its deciders."""
    units = (case.department_id, case.committee_id, case.bloc_id, case.bloc_id)
    bodies = (roles.APPRAISE_DEPARTMENT, roles.APPROVE_GRASSROOTS, roles.APPRAISE_BLOC, roles.DECIDE_BLOC)
    not_over = {case.bloc_id: 3, case.committee_id: 2, case.department_id: 1}.get(unit_id, 0)
    over = [(body, unit) for body, unit in zip(bodies, units, strict=True)][not_over:]
    return tuple((body, unit) for body, unit in over if unit is not None and (body, unit) != (capability, unit_id))


def _of_step(task: Task, case: Case) -> Running:
    said: dict[str, Param] = {"case": case.number, "step": task.step, "legal": task.due_kind == Task.DueKind.LEGAL}
    return Running(
        key=f"due:{task.pk}",
        about=about_step(task.pk),
        seats=((task.capability, task.unit_id),),
        above=above(case, task.capability, task.unit_id),
        said=said,
        owner_id=task.owner_id,
        **_common(task, task.due_on),
    )


def _of_term(term: Deadline, case: Case, tasks: list[Task]) -> Running:
    """Of whoever holds the case up, and of the body that the term binds."""
    delegated = case.route == Case.Route.DELEGATED
    bound = TERMS[term.rule].delegated_step if delegated and TERMS[term.rule].delegated_step else TERMS[term.rule].step
    node = step_node(bound)
    unit_id = node.place.unit_of(case) or case.bloc_id
    seat = (node.capability, unit_id)
    return Running(
        key=f"term:{term.pk}",
        about=about_term(tasks[0].pk),
        seats=(*((task.capability, task.unit_id) for task in tasks), seat),
        above=above(case, *seat),
        said={"case": case.number, "rule": term.rule, "legal": True},
        term_id=term.pk,
        **_common(tasks[0], term.due_on),
    )


def _common(task: Task, due_on: datetime.date | None) -> dict[str, Any]:
    opened_on = local_day(task.opened_at)
    return {"task_id": task.pk, "case_id": task.process_id, "due_on": due_on, "opened_on": opened_on}
