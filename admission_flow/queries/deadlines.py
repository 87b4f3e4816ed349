"""The side card of due days: open steps, terms that run with their arithmetic, papers that expire."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from admission_flow import papers
from admission_flow.holding import Record
from admission_flow.models import Case, Deadline, DeadlineChange, Task
from admission_flow.queries.papers import EXPIRED, EXPIRING, PRESENT, Horizon, horizon_of
from admission_flow.rules.deadlines import HOLD_CEREMONY, runs
from admission_flow.wording import deadline_label
from admission_flow.wording.clock import NOT_RECEIVED, Line, arithmetic
from orgs.calendar import Calendar, working_days_between


def deadline_rows(
    case: Case,
    open_tasks: Sequence[Task],
    record: Record,
    today: datetime.date,
    calendar: Calendar,
    *,
    sees_file: bool,
) -> list[dict[str, Any]]:
    """Rows for look's `deadlines`. Two statements."""
    running = _running(case, calendar, sees_file=sees_file)
    if HOLD_CEREMONY in running and sees_file and record.newest("received") is None:
        running[HOLD_CEREMONY][1].append(Line(str(NOT_RECEIVED)))
    rows = []
    for task in open_tasks:
        legal = running.pop(task.due_rule, None) if task.due_kind == Task.DueKind.LEGAL else None
        kind = _("by regulation") if legal else _("the office's own")
        if task.due_kind:
            row = {"label": task.title_text, "due_on": task.due_on, "left": task.left, "kind": kind}
            rows.append(row | {"text": _("on hold"), "lines": legal[1] if legal else []})
    for deadline, lines in running.values():
        due_on = None if case.held_since else deadline.due_on
        left = working_days_between(today, due_on, calendar) if due_on else None
        row = {"label": deadline_label(deadline.rule), "due_on": due_on, "left": left, "kind": _("by regulation")}
        rows.append(row | {"text": _("on hold"), "lines": lines})
    return [*rows, *_expiries(record, horizon_of(case, open_tasks, today))]


def _running(case: Case, calendar: Calendar, *, sees_file: bool) -> dict[str, tuple[Deadline, list[Line]]]:
    """The terms that run, by rule, each with its arithmetic."""
    deadlines = Deadline.objects.filter(case=case, met_on__isnull=True).select_related("regulation").order_by("pk")
    found = [one for one in deadlines if runs(one.rule, case.standing)]
    changes = list(DeadlineChange.objects.filter(deadline__in=found).order_by("pk")) if found else []
    rows: dict[str, tuple[Deadline, list[Line]]] = {}
    for one in found:
        own = [change for change in changes if change.deadline_id == one.pk]
        rows[one.rule] = one, arithmetic(one, own, reasons=sees_file, expected=calendar.expected)
    return rows


def _expiries(record: Record, horizon: Horizon) -> list[dict[str, Any]]:
    """Until when the certificate is valid, and every other paper that is flagged."""
    marks = {EXPIRED: -1, EXPIRING: 0, PRESENT: None}
    return [
        {
            "label": _("%(paper)s valid to") % {"paper": papers.title(paper.code)},
            "due_on": paper.valid_to,
            "left": marks[horizon.state(paper)],
        }
        for paper in record.holding.papers
        if paper.valid_to and (paper.code == papers.CERTIFICATE or horizon.state(paper) != PRESENT)
    ]
