"""*My work*: the open steps that wait for one person, by urgency. As many statements for a thousand as for one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from admission_flow.flows import SUPPLEMENTS, step_node
from admission_flow.models import Task
from admission_flow.models.conversation import open_questions
from admission_flow.queries.listing import (
    STEPS,
    WHOLE,
    Choice,
    CountedPages,
    Filters,
    matching,
    one_of,
    step_title,
    working_days_left,
)
from orgs import access
from orgs.access import Account
from orgs.models import Seat

SHOWN = ("all", "late", "week", "new")
# Ties go by the order in which the steps were opened.
SORTS: dict[str, tuple[str, ...]] = {
    "due": ("due_on", "id"),
    "waited": ("opened_at", "id"),
    "name": ("process__candidate__person__sort_key", "id"),
}
SORT_CHOICES = (
    Choice("due", _("due first")),
    Choice("waited", _("waiting longest")),
    Choice("name", _("by name")),
)
CAPABILITIES = frozenset(step_node(step).capability for step in STEPS)

# Only what a list shows: no column of the file is read for it.
_OWN_COLUMNS = ("pk", "step", "unit_id", "opened_at", "first_seen_at", "due_on", "due_kind", "process_id")
_COLUMNS = {
    "number": F("process__number"),
    "held_since": F("process__held_since"),
    "name": F("process__candidate__person__full_name"),
    "cell_id": F("process__unit_id"),
    "cell": F("process__unit__name"),
    "returned_from": F("process__returned_from"),
    "taken_by": F("owner__person__full_name"),
    "asked": Exists(open_questions().filter(asks=OuterRef("pk"))),
}


@dataclass(frozen=True)
class WorkFilters(Filters):
    """`show` is one of SHOWN, `sort` a key of SORTS; `step` and `unit` (an id) are "" for every one."""

    show: str = "all"
    step: str = ""
    unit: str = ""
    sort: str = "due"

    def sound(self) -> Self:
        show = self.show if self.show in SHOWN else "all"
        return replace(self, show=show, sort=self.sort if self.sort in SORTS else "due")


@dataclass(frozen=True)
class WorkRow:
    """One open step. `left` is in working days and negative once late, `waited` in days.

    `cell` and `returned_from` are empty where they would say nothing that the list doesn't; `new` is what nobody had
    been shown before this person signed in. `asked`: a question to who holds the step waits for an answer.
    """

    task_id: int
    case_id: int
    number: str
    name: str
    title: str
    returned_from: str
    cell: str
    taken_by: str
    due_on: datetime.date | None
    due_kind: str
    left: int | None
    waited: int
    seen: bool
    new: bool
    held_since: datetime.date | None = None
    asked: bool = False


@dataclass(frozen=True)
class WorkPage:
    """A page of one's work. `total` counts all of it, `counts` what each of SHOWN finds under the other filters."""

    filters: WorkFilters
    acts: bool
    total: int
    counts: dict[str, int]
    page: Page[Any]
    rows: list[WorkRow]
    steps: list[Choice]
    units: list[Choice]

    @property
    def unseen(self) -> list[int]:
        """Steps on this page that nobody who may act had been shown before."""
        return [row.task_id for row in self.rows if not row.seen]


def count_my_work(person: Account, at: datetime.datetime, seats: Iterable[Seat] | None = None) -> int:
    """How many open steps wait for this person. `seats`: what `access.seats_of` says, where it has been asked."""
    return tasks_of(access.seats_of(person, at) if seats is None else seats).count()


def tasks_of(seats: Iterable[Seat]) -> QuerySet[Task]:
    """Open tasks on which these seats may act."""
    by_unit: dict[int, list[str]] = {}
    for capability, unit in sorted(access.given_by(seats)):
        if capability in CAPABILITIES:
            by_unit.setdefault(unit, []).append(capability)
    seated = Q(pk__in=[])
    for unit, capabilities in by_unit.items():
        seated |= Q(unit=unit, capability__in=capabilities)
    return Task.objects.filter(seated, status=STATUS.NEW)


def my_work(
    person: Account, *, at: datetime.datetime, filters: WorkFilters, seats: Iterable[Seat] | None = None
) -> WorkPage:
    """A page of the steps that this person may act on now. Three statements, four where `seats` has to be asked."""
    seats = access.seats_of(person, at) if seats is None else list(seats)
    steps, units = _choices(seats)
    filters = _among(filters, steps, units)
    since = getattr(person, "last_login", None)
    shown = _conditions(timezone.localdate(at), since)
    narrowed = _narrowed(filters)
    waiting = tasks_of(seats)
    counts = waiting.aggregate(
        total=Count("pk"), **{name: Count("pk", filter=(narrowed & shown[name]) or None) for name in SHOWN}
    )
    tasks = waiting.filter(narrowed & shown[filters.show]).order_by(*SORTS[filters.sort])
    page = CountedPages(tasks.values("pk"), counts[filters.show]).get_page(filters.page)
    # Chosen first and joined afterwards, so that a long list is not joined for the fifty rows that show.
    rows = Task.objects.filter(pk__in=page.object_list).order_by(*SORTS[filters.sort])
    return WorkPage(
        filters=filters,
        acts=bool(steps),
        total=counts.pop("total"),
        counts=counts,
        page=page,
        rows=_rows(list(rows.values(*_OWN_COLUMNS, **_COLUMNS)), at, since, several=len(units) > 1),
        steps=steps,
        units=units,
    )


def every_step(
    person: Account, *, at: datetime.datetime, filters: WorkFilters, seats: Iterable[Seat] | None = None
) -> Iterator[WorkRow]:
    """What all pages of the same list show, in its order, read from the server's cursor; one statement for each
    `WHOLE` rows beside those that a page needs."""
    seats = access.seats_of(person, at) if seats is None else list(seats)
    steps, units = _choices(seats)
    filters = _among(filters, steps, units)
    since = getattr(person, "last_login", None)
    shown = _conditions(timezone.localdate(at), since)[filters.show]
    tasks = tasks_of(seats).filter(_narrowed(filters) & shown).order_by(*SORTS[filters.sort])
    rows = tasks.values(*_OWN_COLUMNS, **_COLUMNS).iterator(chunk_size=WHOLE)
    while chunk := list(islice(rows, WHOLE)):
        yield from _rows(chunk, at, since, several=len(units) > 1)


def _among(filters: WorkFilters, steps: Iterable[Choice], units: Iterable[Choice]) -> WorkFilters:
    return replace(filters, step=one_of(filters.step, steps), unit=one_of(filters.unit, units))


def _choices(seats: Iterable[Seat]) -> tuple[list[Choice], list[Choice]]:
    """Steps that these seats act on, and the units they act at."""
    held = access.given_by(seats)
    given = {capability for capability, _unit in held}
    acting_at = {unit for capability, unit in held if capability in CAPABILITIES}
    steps = [Choice(step, step_title(step)) for step in STEPS if step_node(step).capability in given]
    names = {seat.unit_id: seat.unit.name for seat in seats if seat.unit_id in acting_at}
    return steps, [Choice(str(unit), name) for unit, name in names.items()]


def _conditions(today: datetime.date, since: datetime.datetime | None) -> dict[str, Q]:
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    # Showing a step marks it as seen: what was shown first since the sign-in is still new to who signed in.
    new = Q(first_seen_at__isnull=True) | (Q(first_seen_at__gte=since) if since else Q())
    return {
        "all": Q(),
        "late": Q(due_on__lt=today),
        "week": Q(due_on__gte=today, due_on__lte=sunday),
        "new": new,
    }


def _narrowed(filters: WorkFilters) -> Q:
    condition = Q()
    if filters.step:
        condition &= Q(step=filters.step)
    if filters.unit:
        condition &= Q(unit=filters.unit)
    if filters.search:
        condition &= matching(filters.search, "process__")
    return condition


def _rows(
    found: list[dict[str, Any]], at: datetime.datetime, since: datetime.datetime | None, *, several: bool
) -> list[WorkRow]:
    today = timezone.localdate(at)
    left = working_days_left((row["due_on"] for row in found), today)
    return [_row(row, today, left, since, several=several) for row in found]


def _row(
    row: Mapping[str, Any],
    today: datetime.date,
    left: Mapping[datetime.date, int],
    since: datetime.datetime | None,
    *,
    several: bool,
) -> WorkRow:
    first_seen = row["first_seen_at"]
    returned_from = row["returned_from"] if row["step"] in SUPPLEMENTS else ""
    return WorkRow(
        task_id=row["pk"],
        case_id=row["process_id"],
        number=row["number"],
        name=row["name"],
        title=step_title(row["step"]),
        returned_from=step_title(returned_from) if returned_from else "",
        cell=row["cell"] if several or row["cell_id"] != row["unit_id"] else "",
        taken_by=row["taken_by"] or "",
        due_on=row["due_on"],
        due_kind=row["due_kind"],
        left=left.get(row["due_on"]),
        waited=(today - timezone.localdate(row["opened_at"])).days,
        seen=first_seen is not None,
        new=first_seen is None or (since is not None and first_seen >= since),
        held_since=row["held_since"],
        asked=row["asked"],
    )
