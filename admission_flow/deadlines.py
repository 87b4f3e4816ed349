"""Due days: by regulation where a term runs, else the office's own target for the step."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from admission_flow.models import Case, Deadline, Regulation, StepTarget, Task
from admission_flow.rules import deadlines as rules
from admission_flow.rules.values import Parameters
from orgs.calendar import add_working_days, calendar_for

# How far a calendar must reach past a day to hold the longest term with its extension.
_HORIZON = datetime.timedelta(days=200)


def parameters_of(regulation: Regulation) -> Parameters:
    return Parameters(regulation.code, regulation.parameters)


def start(case: Case, rule: str, runs_from: datetime.date, regulation: Regulation) -> Deadline:
    """A legal term begins. One that was running by the same rule is replaced: the act it ran from was done again."""
    days = rules.working_days(rule, parameters_of(regulation)).value
    calendar = calendar_for(runs_from, runs_from + _HORIZON)
    due_on = add_working_days(runs_from, days, calendar)
    values = {"runs_from": runs_from, "working_days": days, "due_on": due_on, "regulation": regulation}
    running = Deadline.objects.filter(case=case, rule=rule, met_on__isnull=True).first()
    if running is None:
        return Deadline.objects.create(case=case, rule=rule, **values)
    for name, value in values.items():
        setattr(running, name, value)
    running.save(update_fields=list(values))
    return running


def meet(case: Case, rule: str, day: datetime.date) -> None:
    Deadline.objects.filter(case=case, rule=rule, met_on__isnull=True).update(met_on=day)


def set_due_days(case: Case, tasks: Sequence[Task], at: datetime.datetime) -> None:
    """Fills due_on, due_kind and due_rule of tasks not yet saved."""
    legal = {task.step: rules.term_of(task.step) for task in tasks}
    running: dict[str, datetime.date] = {}
    if any(legal.values()):
        running = dict(Deadline.objects.filter(case=case, met_on__isnull=True).values_list("rule", "due_on"))
    targets: dict[str, int] = {}
    for task in tasks:
        term = legal[task.step]
        if term is not None and term.rule in running:
            task.due_on, task.due_kind, task.due_rule = running[term.rule], Task.DueKind.LEGAL, term.rule
        else:
            targets = targets or dict(StepTarget.objects.values_list("step", "working_days"))
            _set_target(task, targets.get(task.step), timezone.localdate(at))


def _set_target(task: Task, days: int | None, opened_on: datetime.date) -> None:
    if days is None:
        return
    calendar = calendar_for(opened_on, opened_on + _HORIZON)
    task.due_on = add_working_days(opened_on, days, calendar)
    task.due_kind, task.due_rule = Task.DueKind.TARGET, "step_target"
