"""How the papers of a case stand on a day: which hold, which expire before they are needed, which are still to come."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow import papers
from admission_flow.flows import step_node
from admission_flow.holding import Record
from admission_flow.models import Case, Paper, Task
from admission_flow.rules.validity import CERTIFICATE, expires_before

# A paper that expires within so many days is flagged.
EXPIRES_SOON = 60
EXPIRED, EXPIRING, PRESENT = "expired", "expiring", "present"
STAGES = {
    papers.CONSIDERED: gettext_lazy("When considered"),
    papers.AGREED: gettext_lazy("After the cell agrees"),
    papers.PROBATION: gettext_lazy("For the recognition"),
}


@dataclass(frozen=True)
class Horizon:
    """By what the papers of a case are judged: the day, whether the cell has proposed, when the next step is due."""

    day: datetime.date
    proposed: bool = False
    next_due: datetime.date | None = None

    def state(self, paper: Paper) -> str:
        """EXPIRED, EXPIRING or PRESENT. What the cell has proposed with is no longer asked for; the certificate is."""
        if paper.valid_to is None or (self.proposed and paper.code != CERTIFICATE):
            return PRESENT
        left = (paper.valid_to - self.day).days
        if left < 0:
            return EXPIRED
        return EXPIRING if left <= EXPIRES_SOON or self.too_short(paper) else PRESENT

    def too_short(self, paper: Paper) -> bool:
        return expires_before(paper.valid_to, self.next_due)

    def note(self, paper: Paper) -> str:
        """What to know of a paper that is flagged, else nothing."""
        state = self.state(paper)
        if state == PRESENT or paper.valid_to is None:
            return ""
        day = {"day": date_format(paper.valid_to, "SHORT_DATE_FORMAT")}
        if state == EXPIRED:
            return _("expired on %(day)s; to be redone") % day
        if self.too_short(paper):
            return _("expires on %(day)s, before the next step is due") % day
        return _("expires on %(day)s") % day


def horizon_of(case: Case, open_tasks: Iterable[Task], today: datetime.date) -> Horizon:
    """A closed case stays as it was on its last day."""
    if case.closed_at:
        today = min(today, timezone.localdate(case.closed_at))
    due = max((task.due_on for task in open_tasks if task.due_on), default=None)
    return Horizon(today, "cell_vote" in case.standing, due)


def step_papers(case: Case, open_tasks: Sequence[Task], record: Record, today: datetime.date) -> list[dict[str, Any]]:
    """What the file holds, the worst of each code, then what is to be made: by the open steps, and again."""
    horizon = horizon_of(case, open_tasks, today)
    by_code: dict[str, list[Paper]] = {}
    for paper in record.holding.papers:
        by_code.setdefault(paper.code, []).append(paper)
    rows = [_row(code, held, horizon, record.names) for code, held in by_code.items()]
    wanted = {code: "missing" for task in open_tasks for code in papers.made_at(task.step, case.route)}
    wanted |= {paper.code: "again" for paper in record.holding.overtaken_papers if case.is_open}
    missing = {code: state for code, state in wanted.items() if code not in by_code}
    return rows + [
        {"label": papers.title(code, record.names), "code": code, "state": state} for code, state in missing.items()
    ]


def _row(code: str, held: Sequence[Paper], horizon: Horizon, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    worst = min(held, key=lambda paper: ((EXPIRED, EXPIRING, PRESENT).index(horizon.state(paper)), -paper.pk))
    return {
        "label": papers.title(code, names),
        "code": code,
        "state": horizon.state(worst),
        "note": horizon.note(worst),
    }


def checklist_of(case: Case, record: Record, horizon: Horizon) -> list[dict[str, Any]]:
    """The stages of the file, each with its lines: what is held, what is missing, who makes it and at which step."""
    by_code: dict[str, list[Paper]] = {}
    for paper in record.holding.papers:
        by_code.setdefault(paper.code, []).append(paper)
    department = case.department_id is not None
    items = papers.checklist(case.route, department=department, recognition=case.is_recognition)
    stages = {one.stage for one in items}
    return [
        {"title": title, "rows": [_line(one, by_code, horizon) for one in items if one.stage == stage]}
        for stage, title in STAGES.items()
        if stage in stages
    ]


def _line(item: papers.Item, by_code: dict[str, list[Paper]], horizon: Horizon) -> dict[str, Any]:
    codes = [code for code in item.codes if code in by_code] or list(item.codes)
    held = [paper for code in codes for paper in by_code.get(code, ())]
    step = str(step_node(item.step).task_title)
    makers = get_text_list([str(papers.FORMS[code].maker) for code in codes], _("or"))
    told = [_("%(step)s; made by %(makers)s") % {"step": step, "makers": makers}]
    row = _row(codes[0], held, horizon) if held else {"state": "missing", "note": ""}
    return row | {
        "label": get_text_list([papers.title(code) for code in codes], _("or") if not held else _("and")),
        "code": ", ".join(codes),
        "note": " · ".join(filter(None, [row["note"], *told])),
    }
