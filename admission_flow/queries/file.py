"""What the case page shows, to the depth that this person sees."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from admission_flow.access import FILE, Action, actions_for, case_for
from admission_flow.deadlines import parameters_of
from admission_flow.decisions.declaration import PROFILE_FIELDS, told_of
from admission_flow.flows import SUPPLEMENTS, WITH_THE_BLOC, step_node, way_of
from admission_flow.holding import Record, record_of
from admission_flow.models import Case, Decision, Hold, Regulation, Task
from admission_flow.queries.conversation import CONVERSATION, Conversation, conversation, questions_waiting
from admission_flow.queries.corrections import corrections_of
from admission_flow.queries.deadlines import deadline_rows
from admission_flow.queries.eligibility import EligibilityCard, eligibility_card
from admission_flow.queries.papers import step_papers
from admission_flow.queries.tabs import TABS, asked_of, profile_label
from admission_flow.rules.probation import official_from
from admission_flow.rules.values import Verdict
from admission_flow.wording import verdict_sentence
from admission_flow.wording.outcomes import Mark, outcome_mark
from orgs.access import Account
from orgs.calendar import calendar_for, working_days_between


@dataclass(frozen=True)
class Joined:
    """The admission and the recognition of one person, seen from either. `over` is the end of month 12."""

    other: Case
    probation_from: datetime.date
    over: datetime.date


# The longest term and its extension end within this of today.
_SPAN = datetime.timedelta(days=800)

APPRAISING = frozenset({"departmental_appraisal", "grassroots_approval", "bloc_appraisal", "bloc_decision"})


@dataclass
class CasePage:
    """Everything a case page draws; lists of the file's depth stay empty for who sees only the list's."""

    case: Case
    sees_file: bool
    actions: list[Action]
    bars: list[Verdict]
    path: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]
    step_papers: list[dict[str, Any]]
    open_tasks: list[Task]
    tab: str
    eligibility: EligibilityCard = field(default_factory=EligibilityCard)
    joined: Joined | None = None
    answer: Decision | None = None
    ending: Decision | None = None
    held_because: str = ""
    rows: dict[str, Any] = field(default_factory=dict)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    talk: Conversation | None = None

    @property
    def ended(self) -> Mark:
        """Of a closed case."""
        return outcome_mark(self.case.outcome)

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
    def barred(self) -> list[str]:
        """Why this person, who holds the seat, may not act."""
        return [verdict_sentence(one) for one in self.bars]

    @property
    def most_urgent(self) -> Task | None:
        """Of the open steps that have a due date."""
        dated = [(task.due_on, task.pk, task) for task in self.open_tasks if task.due_on]
        return min(dated)[2] if dated else None

    @property
    def verification_acts(self) -> bool:
        """Whether this person may act on an open verification now."""
        return any(action.task and action.task.step == "verification" for action in self.actions)

    @property
    def asked(self) -> list[str]:
        """What `answer` has to answer, point by point."""
        return asked_of(self.answer) if self.answer else []

    @property
    def profile_facts(self) -> list[tuple[str, str]]:
        """What the candidate declared of himself or herself: the field's name and its text, where there is one."""
        told = {name: told_of(self.case.candidate, name) for name in PROFILE_FIELDS}
        return [(profile_label(name), text) for name, text in told.items() if text]


def case_page(
    person: Account, pk: int, tab: str, *, at: datetime.datetime, asked: Mapping[str, str] | None = None
) -> CasePage:
    """The page of one case. `asked` is the address, for tabs that have pages. Raises Http404 where the person may not
    see the case."""
    case = case_for(person, pk, at=at)
    tasks = list(Task.objects.filter(process=case).select_related("unit", "owner__person").order_by("pk"))
    open_tasks = [task for task in tasks if task.is_open]
    today = timezone.localdate(at)
    calendar = calendar_for(today - _SPAN, today + _SPAN)
    sees_file = case.depth == FILE
    questions = questions_waiting(case) if sees_file and open_tasks else {}
    for task in open_tasks:
        task.asked = questions.get(task.pk, 0)
        task.left = working_days_between(today, task.due_on, calendar) if task.due_on else None
        task.waited = (today - timezone.localdate(task.opened_at)).days
        task.title_text = str(step_node(task.step).task_title)
    record = record_of(case) if sees_file else Record()
    card = eligibility_card(case, record, open_tasks, today) if sees_file else EligibilityCard()
    actions, bars = actions_for(person, case, open_tasks, at=at, beside=card.beside)
    page = CasePage(
        case=case,
        sees_file=sees_file,
        actions=actions,
        bars=bars,
        path=path_of(case, tasks),
        joined=_joined(case),
        deadlines=deadline_rows(case, open_tasks, record, today, calendar, sees_file=sees_file),
        step_papers=step_papers(case, open_tasks, record, today),
        open_tasks=open_tasks,
        tab=tab,
        eligibility=card,
    )
    if tab not in TABS and tab != CONVERSATION:
        page.tab = "verification" if page.verification_acts else "history"
    if sees_file:
        page.answer = _return_to_answer(record, open_tasks)
        page.ending = _ending(case, record)
        page.held_because = _held_because(case)
        if page.tab == CONVERSATION:
            page.talk = conversation(person, case, open_tasks, asked or {}, at)
        else:
            page.rows = TABS[page.tab](case, record, today)
        page.corrections = corrections_of(case)
    return page


def _joined(case: Case) -> Joined | None:
    """The other case of the same person's way, with the probation between them. No statement before the ceremony."""
    began = case.probation_from
    if began is None:
        return None
    beside = Q(pk=case.admission_id) if case.is_recognition else Q(admission=case)
    other = Case.objects.filter(beside).first()
    if other is None:
        return None
    return Joined(other, began, official_from(began, parameters_of(Regulation.on(began))))


def path_of(case: Case, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """The steps as a path; those side by side count as one, those this route doesn't have are left out.

    A recognition goes on from the admission, which is its first step and done.
    """
    path: list[dict[str, Any]] = []
    if case.is_recognition:
        href = reverse("case", args=[case.admission_id])
        path.append({"label": _("Admission"), "state": "done", "steps": ["admission"], "href": href})
    for group in way_of(case):
        steps = [step for step in group if _on_route(case, step) and not _came_after_the_decision(case, step)]
        if not steps:
            continue
        first, *others = (str(step_node(step).task_title) for step in steps)
        label = ", ".join([first, *(title[:1].lower() + title[1:] for title in others)])
        path.append({"label": label, "state": _state_of(case, steps, tasks), "steps": steps})
        extras = (*((step, case.returned_from) for step in sorted(SUPPLEMENTS)), ("consultation", "bloc_decision"))
        for extra, after in extras:
            if after in steps and any(task.step == extra and task.is_open for task in tasks):
                path.append({"label": str(step_node(extra).task_title), "state": "current", "steps": [extra]})
    return path


def _came_after_the_decision(case: Case, step: str) -> bool:
    """Whether it belongs to the way of the place to which the candidate moved once all was decided."""
    decided = case.admitted_on is not None and case.outcome != Case.Outcome.CANCELLED
    return decided and step not in case.standing and step in APPRAISING


def _on_route(case: Case, step: str) -> bool:
    if case.route == Case.Route.DELEGATED and step in WITH_THE_BLOC:
        return False
    return step_node(step).exists_for(case)


def _state_of(case: Case, steps: Sequence[str], tasks: Sequence[Task]) -> str:
    mine = [task for task in tasks if task.step in steps]
    if any(task.is_open for task in mine):
        return "current"
    if case.outcome == Case.Outcome.CANCELLED and mine and mine[-1].outcome == "admitted":
        return "cancelled"
    if mine and mine[-1].outcome in ("not_admitted", "struck_off"):
        return "refused"
    if case.returned_from in steps or (mine and mine[-1].outcome == "opinion_asked"):
        return "returned"
    if all(step in case.standing for step in steps):
        return "done" if mine else "passed_over"
    return "to_come"


def _return_to_answer(record: Record, open_tasks: Iterable[Task]) -> Decision | None:
    """The return that an open supplement or a step done again has to answer, or the question of a consultation."""
    steps = {task.step for task in open_tasks}
    if "consultation" in steps:
        return record.newest("opinion_asked")
    back = next((one for one in reversed(record.decisions) if one.outcome in ("returned", "sent_back")), None)
    asked = set(SUPPLEMENTS) if back and back.outcome == "returned" else set()
    return back if back and steps & (asked | set(back.facts.get("again", ()))) else None


def _ending(case: Case, record: Record) -> Decision | None:
    """The decision that settled a closed case: with its reason where it refused or was withdrawn."""
    return None if case.is_open else record.newest(case.outcome)


def _held_because(case: Case) -> str:
    """Why the case is on hold, as whoever put it on hold wrote."""
    held = Hold.objects.filter(case=case, until__isnull=True).first() if case.held_since else None
    return held.reason if held else ""
