"""The cases of a scope one after the other, each with its steps and acts: read as a stream, by as many cursors as
there are tables, all in the order of the cases. Memory holds one case at a time, however many there are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from admission_flow.models import Case, Decision, Paper, Task
from insights.event_log.scope import Scope
from meetings.models import Item, Meeting

# Rows fetched at a time from the server's cursor.
CHUNK = 2000


class CaseRow(NamedTuple):
    """`admission` is the case that a recognition follows; `admission_told`, whether the log tells of it too.
    `first_of_candidate`: of those of its candidate that the log tells of."""

    case: int
    number: str
    candidate: int
    full_name: str
    unit: str
    route: str
    outcome: str
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None
    admission: int | None
    admission_number: str | None
    admission_told: bool
    first_of_candidate: bool


class StepRow(NamedTuple):
    """A step of a case. Times are as the office trusts them: opened, taken, done (or cancelled, see `status`)."""

    case: int
    task: int
    step: str
    unit: str
    capability: str
    status: str
    outcome: str
    opened_at: datetime.datetime
    claimed_at: datetime.datetime | None
    done_at: datetime.datetime | None
    owner: int | None


class ActRow(NamedTuple):
    """A decision as far as it matters here: who recorded it, for whom, and acts on the whole case with their moment."""

    case: int
    task: int | None
    outcome: str
    at: datetime.datetime
    decided_by: int
    delegation: int | None


class PaperRow(NamedTuple):
    case: int
    paper: int
    task: int | None
    code: str
    number: str
    dated: datetime.date
    at: datetime.datetime


class SittingRow(NamedTuple):
    """A step that a meeting decided on."""

    case: int
    task: int
    meeting: int


class Story(NamedTuple):
    case: CaseRow
    steps: list[StepRow]
    acts: list[ActRow]
    papers: list[PaperRow]
    sittings: list[SittingRow]

    def done_by(self) -> dict[int | None, ActRow]:
        """Step -> the last decision recorded at it."""
        return {act.task: act for act in self.acts}

    def pauses(self) -> list[tuple[datetime.datetime, bool]]:
        """When it was put on hold (True) and when it went on (False), in their order."""
        turns = {"put_on_hold": True, "resumed": False}
        return [(act.at, turns[act.outcome]) for act in self.acts if act.outcome in turns]


class MeetingRow(NamedTuple):
    """A meeting with one case on its agenda; a meeting of many cases has as many rows, one after the other."""

    meeting: int
    unit: str
    voting: str
    status: str
    called_at: datetime.datetime
    starts_at: datetime.datetime
    opened_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    case: int
    number: str


def stories(scope: Scope, *, papers: bool = False) -> Iterator[Story]:
    """Within one snapshot of the database. `papers`: with papers and sittings too, where the depth has them."""
    steps = _Beside(_steps(scope))
    acts = _Beside(_acts(scope)) if scope.of_file else _Beside[ActRow](_pauses(scope))
    of_papers = _Beside(_papers(scope)) if papers and scope.of_file else _Beside[PaperRow](())
    sittings = _Beside(_sittings(scope)) if papers and scope.of_file else _Beside[SittingRow](())
    for case in _cases(scope):
        beside = (steps.of(case.case), acts.of(case.case), of_papers.of(case.case), sittings.of(case.case))
        yield Story(case, *beside)


def meetings(scope: Scope) -> Iterator[list[MeetingRow]]:
    """Each meeting that has cases of the scope on its agenda, with those; nothing in lists' depth."""
    if not scope.of_file:
        return
    of_meeting = [
        f"meeting__{name}" for name in ("voting", "status", "called_at", "starts_at", "opened_at", "closed_at")
    ]
    columns = ("meeting_id", "meeting__unit__code", *of_meeting, "case_id", "case__number")
    items = Item.objects.filter(scope.where("case__")).exclude(result=Item.Result.OFF)
    rows = _read(MeetingRow, items.order_by("meeting_id", "case_id"), columns)
    for _meeting, found in groupby(rows, key=itemgetter(0)):
        yield list(found)


def _cases(scope: Scope) -> Iterator[CaseRow]:
    told = Q(admission__isnull=False) & scope.where("admission__")
    before = Case.objects.filter(scope.where(), candidate=OuterRef("candidate"), pk__lt=OuterRef("pk"))
    cases = scope.cases().annotate(told=told, first=~Exists(before))
    columns = (
        "pk",
        "number",
        "candidate_id",
        "candidate__person__full_name",
        "unit__code",
        "route",
        "outcome",
        "opened_at",
        "closed_at",
        "admission_id",
        "admission__number",
        "told",
        "first",
    )
    return _read(CaseRow, cases.order_by("pk"), columns)


def _steps(scope: Scope) -> Iterator[StepRow]:
    columns = (
        "process_id",
        "pk",
        "step",
        "unit__code",
        "capability",
        "status",
        "outcome",
        "opened_at",
        "claimed_at",
        "done_at",
        "owner_id",
    )
    return _read(StepRow, Task.objects.filter(scope.where("process__")).order_by("process_id", "pk"), columns)


def _acts(scope: Scope, **which: Any) -> Iterator[ActRow]:
    columns = ("case_id", "task_id", "outcome", "at", "decided_by_id", "delegation_id")
    found = Decision.objects.filter(scope.where("case__"), **which)
    return _read(ActRow, found.order_by("case_id", "pk"), columns)


def _pauses(scope: Scope) -> Iterator[ActRow]:
    """All that a list shows of acts: since when a case is on hold."""
    return _acts(scope, outcome__in=("put_on_hold", "resumed"))


def _papers(scope: Scope) -> Iterator[PaperRow]:
    columns = ("case_id", "pk", "task_id", "code", "number", "dated", "at")
    return _read(PaperRow, Paper.objects.filter(scope.where("case__")).order_by("case_id", "pk"), columns)


def _sittings(scope: Scope) -> Iterator[SittingRow]:
    decided = Item.objects.filter(scope.where("case__"), meeting__status=Meeting.Status.CLOSED, decision__isnull=False)
    return _read(SittingRow, decided.order_by("case_id", "task_id", "pk"), ("case_id", "task_id", "meeting_id"))


_Row = TypeVar("_Row", bound=tuple[Any, ...])


def _read(kind: type[_Row], rows: QuerySet[Any], columns: Iterable[str]) -> Iterator[_Row]:
    return map(kind._make, rows.values_list(*columns).iterator(chunk_size=CHUNK))  # type: ignore[attr-defined]


class _Beside(Generic[_Row]):
    """Rows sorted by the case in their first column, handed out case by case along with the cases."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, case: int) -> list[_Row]:
        if self._next is None or self._next[0] != case:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found
