"""What the case page shows, to the depth that this person sees."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from admission_flow import papers
from admission_flow.access import FILE, Action, actions_for, case_for
from admission_flow.decisions.declaration import PROFILE_FIELDS
from admission_flow.flows import PATH, step_node
from admission_flow.models import (
    Candidate,
    Case,
    Deadline,
    Decision,
    Introduction,
    Opinion,
    Paper,
    Relative,
    Task,
    Verification,
)
from admission_flow.wording import act_sentence, deadline_label, outcome_label, rule_sentence, source_line
from journal.models import Entry
from orgs.access import Account
from orgs.calendar import Calendar, calendar_for, working_days_between
from orgs.models import User

TABS = ("history", "profile", "papers", "decisions")
# A paper that expires within so many days is flagged.
EXPIRES_SOON = 60


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
        candidate = self.case.candidate
        labels = {field.name: str(field.verbose_name) for field in Candidate._meta.concrete_fields}
        return [(labels[name], getattr(candidate, name)) for name in PROFILE_FIELDS if getattr(candidate, name)]


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
    kept = list(Paper.objects.filter(case=case).order_by("pk")) if sees_file else []
    page = CasePage(
        case=case,
        sees_file=sees_file,
        actions=actions_for(person, case, open_tasks, at=at),
        path=path_of(case, tasks),
        deadlines=_deadlines(case, open_tasks, kept, today, calendar),
        step_papers=_step_papers(case, open_tasks, kept, today),
        open_tasks=open_tasks,
        tab=tab if tab in TABS else "history",
    )
    if sees_file:
        page.answer = _return_to_answer(case, open_tasks)
        page.ending = _ending(case)
        page.rows = _TABS[page.tab](case, kept, today)
    return page


def path_of(case: Case, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """The steps as a path; those side by side count as one, those this route doesn't have are left out."""
    path = []
    for group in PATH:
        steps = [step for step in group if _on_route(case, step)]
        if not steps:
            continue
        first, *others = (str(step_node(step).task_title) for step in steps)
        label = ", ".join([first, *(title[:1].lower() + title[1:] for title in others)])
        path.append({"label": label, "state": _state_of(case, steps, tasks), "steps": steps})
        for extra, after in (("supplement", case.returned_from), ("consultation", "bloc_decision")):
            if after in steps and any(task.step == extra and task.is_open for task in tasks):
                path.append({"label": str(step_node(extra).task_title), "state": "current", "steps": [extra]})
    return path


def _on_route(case: Case, step: str) -> bool:
    if case.route == Case.Route.DELEGATED and step in ("bloc_appraisal", "bloc_decision"):
        return False
    return step_node(step).exists_for(case)


def _state_of(case: Case, steps: Sequence[str], tasks: Sequence[Task]) -> str:
    mine = [task for task in tasks if task.step in steps]
    if any(task.is_open for task in mine):
        return "current"
    if mine and mine[-1].outcome == "not_admitted":
        return "refused"
    if case.returned_from in steps or (mine and mine[-1].outcome == "opinion_asked"):
        return "returned"
    if all(step in case.standing for step in steps):
        return "done" if mine else "passed_over"
    return "to_come"


def _deadlines(
    case: Case, open_tasks: Sequence[Task], kept: Sequence[Paper], today: datetime.date, calendar: Calendar
) -> list[dict[str, Any]]:
    rows = []
    for task in open_tasks:
        if task.due_on:
            kind = _("by regulation") if task.due_kind == Task.DueKind.LEGAL else _("the office's own")
            rows.append({"label": task.title_text, "due_on": task.due_on, "left": task.left, "kind": kind})
    legal = {task.due_rule for task in open_tasks}
    for deadline in Deadline.objects.filter(case=case, met_on__isnull=True):
        if deadline.rule not in legal:
            left = working_days_between(today, deadline.due_on, calendar)
            kind = _("by regulation")
            rows.append({"label": deadline_label(deadline.rule), "due_on": deadline.due_on, "left": left, "kind": kind})
    for paper in kept:
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


def _step_papers(
    case: Case, open_tasks: Sequence[Task], kept: Sequence[Paper], today: datetime.date
) -> list[dict[str, Any]]:
    """What the file holds, newest of each code, then what the open steps are to make."""
    newest = {paper.code: paper for paper in kept}
    rows = [
        {"label": papers.title(code), "code": code, "state": paper_state(paper, today)}
        for code, paper in newest.items()
    ]
    missing = [code for task in open_tasks for code in papers.made_at(task.step, case.route) if code not in newest]
    return rows + [{"label": papers.title(code), "code": code, "state": "missing"} for code in missing]


def paper_state(paper: Paper, today: datetime.date) -> str:
    if paper.valid_to is None:
        return "present"
    left = (paper.valid_to - today).days
    return "expired" if left < 0 else "expiring" if left <= EXPIRES_SOON else "present"


def _return_to_answer(case: Case, open_tasks: Iterable[Task]) -> Decision | None:
    """The return that an open supplement has to answer, or the question that an open consultation has."""
    wanted = {"supplement": "returned", "consultation": "opinion_asked"}
    outcome = next((wanted[task.step] for task in open_tasks if task.step in wanted), None)
    if outcome is None:
        return None
    return (
        Decision.objects.filter(case=case, outcome=outcome).order_by("-pk").select_related("decided_by__person").first()
    )


def _ending(case: Case) -> Decision | None:
    """The decision that settled a closed case: admitted, not admitted with its reason, or withdrawn with its reason."""
    if case.is_open:
        return None
    settled = Decision.objects.filter(case=case, outcome=case.outcome)
    return settled.order_by("-pk").select_related("decided_by__person").first()


def _history(case: Case, kept: Sequence[Paper], today: datetime.date) -> dict[str, Any]:
    decisions = {
        decision.pk: decision
        for decision in Decision.objects.filter(case=case).select_related("decided_by__person", "regulation")
    }
    entries = Entry.objects.filter(stream=f"case:{case.pk}").select_related("actor").order_by("-seq")
    people = {
        user.pk: user for user in User.objects.select_related("person").filter(pk__in={e.actor_id for e in entries})
    }
    return {"entries": [_history_line(entry, decisions, people) for entry in entries]}


def _history_line(entry: Entry, decisions: dict[int, Decision], people: dict[int, User]) -> dict[str, Any]:
    decision = decisions.get(entry.refs.get("decision"))
    actor = people.get(entry.actor_id or 0)
    line = {
        "at": entry.at,
        "who": actor.display_name if actor else "",
        "what": act_sentence(entry.verb, entry.refs),
        "hash": f"{entry.hash[:4]}…{entry.hash[-3:]}",
        "tone": "done",
        "detail": "",
    }
    if decision:
        line["tone"] = {"returned": "soon", "not_admitted": "late", "withdrawn": "late", "not_clear": "late"}.get(
            decision.outcome, "done"
        )
        line["detail"] = decision_detail(decision)
    return line


def decision_detail(decision: Decision) -> str:
    parts = [_("No. %(number)s") % {"number": decision.number}] if decision.number else []
    parts += [rule_sentence(row["rule"], row["met"], row["numbers"]) for row in decision.derivation if _is_telling(row)]
    if decision.reason:
        parts.append(decision.reason)
    parts += asked_of(decision)
    parts += recorded_facts(decision)
    return " · ".join(part.rstrip(".") for part in parts)


def _is_telling(row: dict[str, Any]) -> bool:
    """Whether a line of the history should say it: not the age, and not that a side was verified as usual."""
    return bool(row["rule"] != "age" and (row["met"] or not row["rule"].startswith("waiver_")))


def recorded_facts(decision: Decision) -> list[str]:
    """What the step recorded beside its paper and its vote, as sentences."""
    facts = decision.facts
    lines = []
    if "proposal" in facts:
        proposal = _("Admit") if facts["proposal"] == "admit" else _("Do not admit")
        lines.append(_("Proposal to the standing committee: %(proposal)s") % {"proposal": proposal})
    if "place" in facts:
        received = date_format(datetime.date.fromisoformat(facts["received_on"]), "SHORT_DATE_FORMAT")
        lines.append(
            _("Decision received on %(day)s, ceremony held at %(place)s") % {"day": received, "place": facts["place"]}
        )
    if "checklist" in facts:
        lines.append(_("Papers checked: %(papers)s") % {"papers": papers.titles(facts["checklist"])})
    return lines


def asked_of(decision: Decision) -> list[str]:
    """What a return asks the cell to supply, or whom an opinion was asked."""
    return [*decision.facts.get("items", []), *filter(None, [decision.facts.get("whom")])]


def _profile(case: Case, kept: Sequence[Paper], today: datetime.date) -> dict[str, Any]:
    return {
        "relatives": Relative.objects.filter(candidate=case.candidate, replaced_at__isnull=True).order_by("pk"),
        "introductions": Introduction.objects.filter(case=case).select_related("introducer").order_by("pk"),
        "opinions": Opinion.objects.filter(case=case).order_by("pk"),
        "verifications": Verification.objects.filter(case=case).select_related("relative").order_by("pk"),
    }


def _papers(case: Case, kept: Sequence[Paper], today: datetime.date) -> dict[str, Any]:
    return {
        "papers": [
            {"paper": paper, "title": papers.title(paper.code), "state": paper_state(paper, today)} for paper in kept
        ]
    }


def _decisions(case: Case, kept: Sequence[Paper], today: datetime.date) -> dict[str, Any]:
    decisions = Decision.objects.filter(case=case).select_related("decided_by__person", "regulation").order_by("-pk")
    return {
        "decisions": [
            {
                "decision": one,
                "step": step_title(one.step),
                "facts": recorded_facts(one),
                "outcome": outcome_label(one.outcome),
                "lines": [
                    {
                        "tone": _tone_of(row),
                        "text": rule_sentence(row["rule"], row["met"], row["numbers"]),
                        "source": source_line(row),
                    }
                    for row in one.derivation
                ],
            }
            for one in decisions
        ]
    }


def _tone_of(row: dict[str, Any]) -> str:
    """Of one line of a derivation. That a side is not waived is no fault: it is verified."""
    if row["rule"].startswith("waiver_"):
        return "info"
    return "pass" if row["met"] else "warn"


def step_title(step: str) -> str:
    return _("Withdrawal") if step == "withdrawal" else str(step_node(step).task_title)


_TABS = {"history": _history, "profile": _profile, "papers": _papers, "decisions": _decisions}
