"""What the case page shows, to the depth that this person sees."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from admission_flow import papers
from admission_flow.access import FILE, Action, actions_for, case_for
from admission_flow.decisions.declaration import PROFILE_FIELDS, told_of
from admission_flow.flows import PATH, step_node
from admission_flow.holding import Record, record_of
from admission_flow.models import (
    Case,
    Deadline,
    Decision,
    Task,
)
from admission_flow.queries.corrections import corrections_of
from admission_flow.queries.tabs import EXPIRES_SOON, TABS, asked_of, paper_state, profile_label
from admission_flow.rules.deadlines import runs
from admission_flow.wording import deadline_label
from orgs.access import Account
from orgs.calendar import Calendar, calendar_for, working_days_between

APPRAISING = frozenset({"departmental_appraisal", "grassroots_approval", "bloc_appraisal", "bloc_decision"})


@dataclass
class CasePage:
    """Everything a case page draws; lists of the file's depth stay empty for who sees only the list's."""

    case: Case
    sees_file: bool
    actions: list[Action]
    path: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]
    step_papers: list[dict[str, Any]]
    open_tasks: list[Task]
    tab: str
    answer: Decision | None = None
    ending: Decision | None = None
    rows: dict[str, Any] = field(default_factory=dict)
    corrections: list[dict[str, Any]] = field(default_factory=list)

    @property
    def proposals(self) -> list[dict[str, Any]]:
        """Corrections that wait for a second pair of eyes."""
        return [line for line in self.corrections if line["waits"]]

    @property
    def corrections_here(self) -> list[dict[str, Any]]:
        """Those of what stands under the tab shown."""
        return [line for line in self.corrections if line["tab"] == self.tab]

    @property
    def may_propose(self) -> bool:
        return any(action.verb == "propose_correction" for action in self.actions)

    @property
    def may_decide(self) -> bool:
        return any(action.verb == "decide_correction" for action in self.actions)

    @property
    def most_urgent(self) -> Task | None:
        """Of the open steps that have a due date."""
        dated = [(task.due_on, task.pk, task) for task in self.open_tasks if task.due_on]
        return min(dated)[2] if dated else None

    @property
    def asked(self) -> list[str]:
        """What `answer` has to answer, point by point."""
        return asked_of(self.answer) if self.answer else []

    @property
    def profile_facts(self) -> list[tuple[str, str]]:
        """What the candidate declared of himself or herself: the field's name and its text, where there is one."""
        told = {name: told_of(self.case.candidate, name) for name in PROFILE_FIELDS}
        return [(profile_label(name), text) for name, text in told.items() if text]


def case_page(person: Account, pk: int, tab: str, *, at: datetime.datetime) -> CasePage:
    """The page of one case. Raises Http404 where the person may not see it."""
    case = case_for(person, pk, at=at)
    tasks = list(Task.objects.filter(process=case).select_related("unit", "owner__person").order_by("pk"))
    open_tasks = [task for task in tasks if task.is_open]
    today = timezone.localdate(at)
    calendar = calendar_for(today - datetime.timedelta(days=400), today + datetime.timedelta(days=400))
    for task in open_tasks:
        task.left = working_days_between(today, task.due_on, calendar) if task.due_on else None
        task.waited = (today - timezone.localdate(task.opened_at)).days
        task.title_text = str(step_node(task.step).task_title)
    sees_file = case.depth == FILE
    record = record_of(case) if sees_file else Record()
    page = CasePage(
        case=case,
        sees_file=sees_file,
        actions=actions_for(person, case, open_tasks, at=at),
        path=path_of(case, tasks),
        deadlines=_deadlines(case, open_tasks, record, today, calendar),
        step_papers=_step_papers(case, open_tasks, record, today),
        open_tasks=open_tasks,
        tab=tab if tab in TABS else "history",
    )
    if sees_file:
        page.answer = _return_to_answer(record, open_tasks)
        page.ending = _ending(case, record)
        page.rows = TABS[page.tab](case, record, today)
        page.corrections = corrections_of(case)
    return page


def path_of(case: Case, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """The steps as a path; those side by side count as one, those this route doesn't have are left out."""
    path = []
    for group in PATH:
        steps = [step for step in group if _on_route(case, step) and not _came_after_the_decision(case, step)]
        if not steps:
            continue
        first, *others = (str(step_node(step).task_title) for step in steps)
        label = ", ".join([first, *(title[:1].lower() + title[1:] for title in others)])
        path.append({"label": label, "state": _state_of(case, steps, tasks), "steps": steps})
        for extra, after in (("supplement", case.returned_from), ("consultation", "bloc_decision")):
            if after in steps and any(task.step == extra and task.is_open for task in tasks):
                path.append({"label": str(step_node(extra).task_title), "state": "current", "steps": [extra]})
    return path


def _came_after_the_decision(case: Case, step: str) -> bool:
    """Whether it belongs to the way of the place to which the candidate moved once all was decided."""
    decided = case.admitted_on is not None and case.outcome != Case.Outcome.CANCELLED
    return decided and step not in case.standing and step in APPRAISING


def _on_route(case: Case, step: str) -> bool:
    if case.route == Case.Route.DELEGATED and step in ("bloc_appraisal", "bloc_decision"):
        return False
    return step_node(step).exists_for(case)


def _state_of(case: Case, steps: Sequence[str], tasks: Sequence[Task]) -> str:
    mine = [task for task in tasks if task.step in steps]
    if any(task.is_open for task in mine):
        return "current"
    cancelled = case.outcome == Case.Outcome.CANCELLED and mine and mine[-1].outcome == "admitted"
    if cancelled or (mine and mine[-1].outcome == "not_admitted"):
        return "refused"
    if case.returned_from in steps or (mine and mine[-1].outcome == "opinion_asked"):
        return "returned"
    if all(step in case.standing for step in steps):
        return "done" if mine else "passed_over"
    return "to_come"


def _deadlines(
    case: Case, open_tasks: Sequence[Task], record: Record, today: datetime.date, calendar: Calendar
) -> list[dict[str, Any]]:
    rows = []
    for task in open_tasks:
        if task.due_on:
            kind = _("by regulation") if task.due_kind == Task.DueKind.LEGAL else _("the office's own")
            rows.append({"label": task.title_text, "due_on": task.due_on, "left": task.left, "kind": kind})
    legal = {task.due_rule for task in open_tasks}
    for deadline in Deadline.objects.filter(case=case, met_on__isnull=True):
        if deadline.rule not in legal and runs(deadline.rule, case.standing):
            left = working_days_between(today, deadline.due_on, calendar)
            kind = _("by regulation")
            rows.append({"label": deadline_label(deadline.rule), "due_on": deadline.due_on, "left": left, "kind": kind})
    for paper in record.holding.papers:
        if paper.valid_to:
            left = (paper.valid_to - today).days
            tone = None if left > EXPIRES_SOON else (-1 if left < 0 else 0)
            rows.append(
                {
                    "label": _("%(paper)s valid to") % {"paper": papers.title(paper.code)},
                    "due_on": paper.valid_to,
                    "left": tone,
                }
            )
    return rows


def _step_papers(case: Case, open_tasks: Sequence[Task], record: Record, today: datetime.date) -> list[dict[str, Any]]:
    """What the file holds, newest of each code, then what is to be made: by the open steps, and again."""
    newest = {paper.code: paper for paper in record.holding.papers}
    rows = [
        {"label": papers.title(code), "code": code, "state": paper_state(paper, today)}
        for code, paper in newest.items()
    ]
    wanted = {code: "missing" for task in open_tasks for code in papers.made_at(task.step, case.route)}
    wanted |= {paper.code: "again" for paper in record.holding.overtaken_papers if case.is_open}
    missing = {code: state for code, state in wanted.items() if code not in newest}
    return rows + [{"label": papers.title(code), "code": code, "state": state} for code, state in missing.items()]


def _return_to_answer(record: Record, open_tasks: Iterable[Task]) -> Decision | None:
    """The return that an open supplement or a step done again has to answer, or the question of a consultation."""
    steps = {task.step for task in open_tasks}
    if "consultation" in steps:
        return record.newest("opinion_asked")
    back = next((one for one in reversed(record.decisions) if one.outcome in ("returned", "sent_back")), None)
    asked = {"supplement"} if back and back.outcome == "returned" else set()
    return back if back and steps & (asked | set(back.facts.get("again", ()))) else None


def _ending(case: Case, record: Record) -> Decision | None:
    """The decision that settled a closed case: admitted, not admitted with its reason, or withdrawn with its reason."""
    return None if case.is_open else record.newest(case.outcome)
