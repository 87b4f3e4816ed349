"""A day of the office's calendar: entered or changed, with effect on what is still to come only.

Here and not with the calendar itself, since the terms that span the day are counted anew in the same act.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import PROCESS, STATUS

from admission_flow.deadlines import COUNTED, Office, Terms
from admission_flow.decisions.telling import reminders_of
from admission_flow.engine import waiting
from admission_flow.models import Case, Deadline, DeadlineChange, Hold, Task
from admission_flow.refusals import Refused
from admission_flow.rules.clock import Pause
from admission_flow.rules.deadlines import runs
from journal import record
from journal.admin import OFFICE
from journal.facts import fact_of
from notices.tell import tell_each
from orgs.calendar import ONE_DAY, Calendar, add_working_days, calendar_for, working_days_between
from orgs.models import DayOff, User

# A running term and what is left of it lie within this of today.
_SPAN = datetime.timedelta(days=800)


class DayIsPast(Refused):
    def __init__(self, day: datetime.date) -> None:
        sentence = _(
            "%(day)s is past. The calendar is changed for days to come only, since what was counted by it stays."
        )
        super().__init__(sentence % {"day": date_format(day, "SHORT_DATE_FORMAT")})


def refuse_past(day: datetime.date, today: datetime.date) -> None:
    """Raises DayIsPast."""
    if day < today:
        raise DayIsPast(day)


def change_day(given: DayOff, *, acting_user: User, at: datetime.datetime) -> DayOff:
    """Write the day, and move what it moves: running terms and open steps' targets that are due on it or later.

    One entry in the office's stream names the day, and one in each case's stream what was moved there. A due date that
    is past never moves, since the day is not. Raises DayIsPast, or Busy where somebody acts on one of the cases.
    """
    with transaction.atomic():
        today = timezone.localdate(at)
        refuse_past(given.day, today)
        _one_at_a_time()
        known = DayOff.objects.filter(day=given.day).exists()
        before = calendar_for(today - _SPAN, today + _SPAN)
        given.save(force_insert=not known)
        after = calendar_for(today - _SPAN, today + _SPAN)
        moved = _Moved(given, before, Office(after, {}, today - _SPAN), acting_user, at)
        if before.works(given.day) != after.works(given.day):
            moved.count_anew()
        verb = f"{'change' if known else 'add'}_dayoff"
        tell_each([], at=at, settled=moved.reminders())
        refs = {"row": str(given.pk), "cases": len(moved.cases)}
        own = record.Act(stream=OFFICE, verb=verb, acting_user=acting_user, at=at, refs=refs, facts=[fact_of(given)])
        record.append_many([own, *moved.entries()])
        return given


def _one_at_a_time() -> None:
    """A second change of the calendar waits for the first, and counts by it; readers don't wait."""
    with waiting(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {DayOff._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


class _Moved:
    """What one changed day moves."""

    def __init__(self, day: DayOff, before: Calendar, office: Office, acting_user: User, at: datetime.datetime) -> None:
        self.day, self.before, self.office = day, before, office
        self.acting_user, self.at = acting_user, at
        self.cases: dict[int, Case] = {}
        self.pauses: dict[int, list[Pause]] = {}
        self.deadlines: list[Deadline] = []
        self.changes: list[DeadlineChange] = []
        self.tasks: list[Task] = []

    def count_anew(self) -> None:
        """Locks the cases by number, then reads what it moves as it is now."""
        day = self.day.day
        due_steps = Task.objects.filter(status=STATUS.NEW, due_on__gte=day).values("process")
        running = Deadline.objects.filter(met_on__isnull=True, due_on__gte=day, case__status=PROCESS.NEW)
        concerned = Case.objects.filter(Q(pk__in=due_steps) | Q(pk__in=running.values("case")), status=PROCESS.NEW)
        locked = concerned.select_for_update(of=("self",)).select_related("candidate__person").order_by("pk")
        with waiting():
            cases = {case.pk: case for case in locked}
        for held in Hold.objects.filter(case__in=cases).order_by("pk"):
            if held.pause:
                self.pauses.setdefault(held.case_id, []).append(held.pause)
        due: dict[tuple[int, str], datetime.date] = {}
        for deadline in running.filter(case__in=cases).select_related("regulation").order_by("pk"):
            self._count(deadline, cases[deadline.case_id], due)
        for task in Task.objects.filter(process__in=cases, status=STATUS.NEW, due_on__gte=day).order_by("pk"):
            self._move(task, due)
        if self.deadlines:
            Deadline.objects.bulk_update(self.deadlines, COUNTED)
            self.changes = DeadlineChange.objects.bulk_create(self.changes)
        if self.tasks:
            Task.objects.bulk_update(self.tasks, ["due_on"])
        touched = {one.case_id for one in self.deadlines} | {task.process_id for task in self.tasks}
        self.cases = {pk: case for pk, case in cases.items() if pk in touched}

    def _count(self, deadline: Deadline, case: Case, due: dict[tuple[int, str], datetime.date]) -> None:
        if deadline.runs_from > self.day.day or not runs(deadline.rule, case.standing):
            return
        before = deadline.due_on
        terms = Terms(case, self.at, self.office)
        terms.pauses = self.pauses.get(case.pk, [])  # read for all cases at once
        terms.count(deadline)
        due[case.pk, deadline.rule] = deadline.due_on
        if deadline.due_on == before:
            return
        self.deadlines.append(deadline)
        self.changes.append(
            DeadlineChange(
                deadline=deadline,
                runs_from=deadline.runs_from,
                kind=DeadlineChange.Kind.CALENDAR,
                first_day=self.day.day,
                reason=self.day.name,
                due_before=before,
                due_after=deadline.due_on,
                decided_by=self.acting_user,
                at=self.at,
            )
        )

    def _move(self, task: Task, due: dict[tuple[int, str], datetime.date]) -> None:
        """A step due by law with its term; one due by a target by as many working days as were left of it."""
        was = task.due_on
        if was is None:
            return
        if task.due_kind == Task.DueKind.LEGAL:
            task.due_on = due.get((task.process_id, task.due_rule), was)
        else:
            eve = self.day.day - ONE_DAY
            left = working_days_between(eve, was, self.before)
            task.due_on = add_working_days(eve, left, self.office.calendar) if left > 0 else was
        if task.due_on != was:
            self.tasks.append(task)

    def reminders(self) -> list[str]:
        """What reminders asked by the days that moved. One statement, where a term did."""
        terms = {one.case_id for one in self.deadlines}
        waiting = Task.objects.filter(process__in=terms, status=STATUS.NEW) if terms else ()
        return reminders_of(self.tasks, waiting)

    def entries(self) -> Sequence[record.Act]:
        """One for each case that something moved in."""
        rows: dict[int, list[Deadline | DeadlineChange]] = {}
        for deadline in self.deadlines:
            rows.setdefault(deadline.case_id, []).append(deadline)
        for change in self.changes:
            rows.setdefault(change.deadline.case_id, []).append(change)
        tasks: dict[int, list[Task]] = {}
        for task in self.tasks:
            tasks.setdefault(task.process_id, []).append(task)
        return [
            record.Act(
                stream=f"case:{pk}",
                verb="move_due_days",
                acting_user=self.acting_user,
                at=self.at,
                refs={"case": case.number, "day": self.day.day.isoformat()},
                facts=[
                    *(fact_of(row, salt=case.candidate.person.salt) for row in rows.get(pk, ())),
                    *(fact_of(row, salt=case.candidate.person.salt, at_first=True) for row in tasks.get(pk, ())),
                ],
            )
            for pk, case in self.cases.items()
        ]
