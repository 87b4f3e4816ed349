"""Meetings as they are read for screens, each read taking the person first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from admission_flow.access import FILE, case_for
from admission_flow.deadlines import parameters_of
from admission_flow.flows import step_node
from admission_flow.models import Case, Regulation, Task
from admission_flow.queries.derivations import Line, line_of
from admission_flow.queries.listing import step_title, working_days_left
from meetings.access import meeting_for, meetings_of
from meetings.bodies import OUTCOME_WORDS, Matter, matters_at
from meetings.calling import waiting_at
from meetings.closing import obstacles_of
from meetings.extract_form import is_told
from meetings.models import Attendee, Ballot, Item, Meeting
from meetings.refusals import Obstacle
from meetings.sitting import ballots_of, roll_of, tally_of
from meetings.taking_up import day_of, items_of
from orgs.access import Account
from orgs.models import Unit

S, R = Meeting.Status, Item.Result


@dataclass(frozen=True)
class Waiting:
    """A case that waits for the body, as the agenda's form shows it. `left`: working days to its due day."""

    task: int
    name: str
    number: str
    cell: str
    step: str
    due_on: datetime.date | None
    due_kind: str
    left: int | None


@dataclass(frozen=True)
class AgendaRow:
    """An item with what follows from its count; `line` is the verdict, where the body votes and has."""

    item: Item
    name: str
    step: str
    cell: str
    matter: Matter
    put_to_vote: str
    line: Line | None
    # In the system, open or closed.
    ballot: Ballot | None = None


@dataclass(frozen=True)
class MeetingPage:
    meeting: Meeting
    day: datetime.date
    rows: list[AgendaRow]
    roll: list[Attendee]
    obstacles: list[Obstacle]
    # Whether the reader is on the roll.
    sits: bool = False

    @property
    def voting_on(self) -> AgendaRow | None:
        """The item on which a ballot is open."""
        return next((row for row in self.rows if row.ballot and row.ballot.status == Ballot.Status.OPEN), None)

    @property
    def present(self) -> int:
        return sum(one.present is True for one in self.roll)

    @property
    def is_recorded(self) -> bool:
        """Whether the roll is."""
        return bool(self.roll) and all(one.present is not None for one in self.roll)


@dataclass(frozen=True)
class MeetingOfCase:
    """A meeting on whose agenda the case is or was; `seen`: whether this person may open its page. `item` is the id of
    the item where the minutes tell of it."""

    meeting: Meeting
    result: str
    seen: bool
    item: int | None


def meetings_of_case(person: Account, pk: int, *, at: datetime.datetime) -> tuple[Case, list[MeetingOfCase]]:
    """The case, and the meetings that take or took it, the next or last first. Raises Http404. Four statements.

    When a body meets is no secret to who sees the file; whoever sees only the list is shown none.
    """
    case = case_for(person, pk, at=at)
    if case.depth != FILE:
        return case, []
    items = list(
        Item.objects.filter(case=case)
        .exclude(result=R.OFF)
        .exclude(meeting__status=S.CANCELLED)
        .select_related("meeting__unit")
        .order_by("-meeting__starts_at")
    )
    seen = set(meetings_of(person, at).filter(pk__in=[item.meeting_id for item in items]).values_list("pk", flat=True))
    return case, [
        MeetingOfCase(one.meeting, one.get_result_display(), one.meeting_id in seen, one.pk if is_told(one) else None)
        for one in items
    ]


def live_meetings(person: Account, at: datetime.datetime) -> list[Meeting]:
    """Those called or open that the person may see, the next first. Two statements."""
    return list(_listed(person, at).filter(status__in=[S.CALLED, S.OPEN]).order_by("starts_at", "pk"))


def past_meetings(person: Account, at: datetime.datetime) -> QuerySet[Meeting]:
    """Those closed or cancelled, the last first, to be paged."""
    return _listed(person, at).filter(status__in=[S.CLOSED, S.CANCELLED]).order_by("-starts_at", "-pk")


def _listed(person: Account, at: datetime.datetime) -> QuerySet[Meeting]:
    counted = Count("items", filter=~Q(items__result=R.OFF))
    return meetings_of(person, at).select_related("unit").defer("minutes").annotate(agenda=counted)


def waiting_for(unit: Unit, at: datetime.datetime) -> list[Waiting]:
    """The cases that the body may take, late and near-due first. As many statements for many as for one."""
    tasks = waiting_at(unit)
    left = working_days_left([task.due_on for task in tasks], timezone.localdate(at))
    return [_waiting(task, left) for task in tasks]


def agenda_choice(page: MeetingPage, at: datetime.datetime) -> list[Waiting]:
    """What is on the agenda, in its order, and then what else waits for the body."""
    items = [row.item for row in page.rows]
    left = working_days_left([item.task.due_on for item in items], timezone.localdate(at))
    on = []
    for item in items:
        item.task.process = item.case
        on.append(_waiting(item.task, left))
    return [*on, *waiting_for(page.meeting.unit, at)]


def _waiting(task: Task, left: dict[datetime.date, int]) -> Waiting:
    case = task.process
    return Waiting(
        task.pk,
        case.candidate.person.full_name,
        case.number,
        case.unit.name,
        step_title(task.step),
        task.due_on,
        task.due_kind,
        left.get(task.due_on) if task.due_on else None,
    )


def meeting_page(person: Account, pk: int, *, at: datetime.datetime) -> MeetingPage:
    """Everything the page of a meeting shows to this person. Raises Http404.

    As many statements for many items as for one.
    """
    meeting = meeting_for(person, pk, at=at)
    day = day_of(meeting)
    matters = matters_at(meeting.unit, day)
    roll, ballots = roll_of(meeting), ballots_of(meeting)
    items = [item for item in items_of(meeting) if item.result != R.OFF]
    judged = any(item.result == R.VOTED for item in items)
    by = Regulation.on(day) if judged else None
    rows = [_row(item, roll, matters[item.task.step], by, ballots.get(item.pk)) for item in items]
    live = [item for item in items if item.live]
    asks = meeting.runs and meeting.status == S.OPEN
    obstacles = list(obstacles_of(meeting, roll, live, matters, ballots)) if asks else []
    person_id = getattr(person, "person_id", None)
    sits = any(one.person_id == person_id for one in roll if person_id)
    return MeetingPage(meeting, day, rows, roll, obstacles, sits)


def _row(
    item: Item, roll: Sequence[Attendee], matter: Matter, by: Regulation | None, ballot: Ballot | None
) -> AgendaRow:
    line = None
    if item.result == R.VOTED and matter.rule and by and item.votes_for is not None:
        line = line_of(matter.rule(tally_of(item, roll), parameters_of(by)).derivation())
    put = ballot.put_to_vote if ballot else item.outcome
    return AgendaRow(
        item,
        item.case.candidate.person.full_name,
        str(step_node(item.task.step).task_title),
        item.case.unit.name,
        matter,
        str(OUTCOME_WORDS[put]) if put and len(matter.outcomes) > 1 else "",
        line,
        ballot,
    )
