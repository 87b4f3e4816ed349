"""Due days: by regulation where a term runs, else the office's own target for the step."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from admission_flow.models import Case, Deadline, Hold, Regulation, StepTarget, Task
from admission_flow.rules import clock
from admission_flow.rules import deadlines as rules
from admission_flow.rules.values import Parameters
from orgs.calendar import Calendar, add_working_days, calendar_for

# A calendar reaches this far around a day: a late record lies before it, the longest term with its extension after.
_BEFORE, _AFTER = datetime.timedelta(days=60), datetime.timedelta(days=800)
# What counting anew changes of a deadline.
COUNTED = ("due_on", "derivation")


def parameters_of(regulation: Regulation) -> Parameters:
    return Parameters(regulation.code, regulation.parameters, regulation.edition)


@dataclass(frozen=True)
class Office:
    """The working days from `first` on, and the office's own targets: step -> working days."""

    calendar: Calendar
    targets: Mapping[str, int]
    first: datetime.date

    @classmethod
    def around(cls, day: datetime.date) -> Office:
        """Two statements. Verbs read it before they lock the case, which is held for a shorter time."""
        targets = dict(StepTarget.objects.values_list("step", "working_days"))
        return cls(calendar_for(day - _BEFORE, day + _AFTER), targets, day - _BEFORE)


class Terms:
    """The terms of one case in one act."""

    def __init__(self, case: Case, at: datetime.datetime, office: Office | None = None) -> None:
        self.case = case
        self.day = timezone.localdate(at)
        self._given = office
        # Deadlines written in this act, by rule: facts of its journal entry.
        self.written: dict[str, Deadline] = {}

    @cached_property
    def office(self) -> Office:
        return self._given or Office.around(self.day)

    @cached_property
    def pauses(self) -> list[clock.Pause]:
        """When the case was on hold. One statement, where it ever was."""
        if not self.case.ever_held:
            return []
        return [pause for one in Hold.objects.filter(case=self.case).order_by("pk") if (pause := one.pause)]

    def start(self, rule: str, runs_from: datetime.date, regulation: Regulation) -> Deadline:
        """A legal term begins; one by the same rule begins anew, since the act it ran from was done again."""
        days = rules.working_days(rule, parameters_of(regulation)).value
        deadline = Deadline(case=self.case, rule=rule, runs_from=runs_from, working_days=days, regulation=regulation)
        self.count(deadline)
        columns = ["runs_from", "working_days", "regulation", "met_on", "extended_by", "extensions"]
        Deadline.objects.bulk_create(
            [deadline],
            update_conflicts=True,
            unique_fields=["case", "rule"],
            update_fields=[*columns, *COUNTED],
        )
        self.written[rule] = deadline
        return deadline

    def count(self, deadline: Deadline) -> None:
        """Fill the columns COUNTED of a term, by the calendar and the holds as they are; not saved."""
        found, deadline.derivation = clock.last_day(
            deadline.rule,
            deadline.runs_from,
            parameters_of(deadline.regulation),
            self.calendar_from(deadline.runs_from),
            pauses=self.pauses,
            extended_by=deadline.extended_by,
        )
        deadline.due_on = found.due_on

    def calendar_from(self, day: datetime.date) -> Calendar:
        """The office's working days from a day on, which may lie far back or ahead. One statement where it does."""
        known = self.office.first <= day <= self.day
        return self.office.calendar if known else calendar_for(day, max(day, self.day) + _AFTER)

    def running(self) -> list[Deadline]:
        """The terms that are not met and whose event still stands. One statement."""
        found = Deadline.objects.filter(case=self.case, met_on__isnull=True).select_related("regulation").order_by("pk")
        return [one for one in found if rules.runs(one.rule, self.case.standing)]

    def meet(self, rule: str, day: datetime.date) -> None:
        """The term is kept on that day; nothing where none runs."""
        deadline = self.written.get(rule) or Deadline.objects.filter(case=self.case, rule=rule).first()
        if deadline is None or deadline.met_on is not None:
            return
        deadline.met_on = day
        deadline.save(update_fields=["met_on"])
        self.written[rule] = deadline

    def set_due_days(self, tasks: Sequence[Task]) -> None:
        """Fills due_on, due_kind and due_rule of tasks not yet saved."""
        delegated = self.case.route == Case.Route.DELEGATED
        for task in tasks:
            term = rules.term_of(task.step, delegated=delegated)
            due_on = self._running(term.rule) if term else None
            if term and due_on:
                task.due_on, task.due_kind, task.due_rule = due_on, Task.DueKind.LEGAL, term.rule
            elif task.step in self.office.targets:
                task.due_on = add_working_days(self.day, self.office.targets[task.step], self.office.calendar)
                task.due_kind, task.due_rule = Task.DueKind.TARGET, "step_target"

    def _running(self, rule: str) -> datetime.date | None:
        if not rules.runs(rule, self.case.standing):
            return None
        deadline = self.written.get(rule) or Deadline.objects.filter(case=self.case, rule=rule).first()
        return deadline.due_on if deadline and deadline.met_on is None else None
