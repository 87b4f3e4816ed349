"""*Cases*: what one person may see, open and closed, in lists' depth. A constant number of statements."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Self

from django.core.paginator import Page
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import PROCESS, STATUS

from admission_flow.models import Case, CaseCounter, Task
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
from admission_flow.queries.work import tasks_of
from admission_flow.wording.outcomes import Mark, outcome_mark
from orgs import access, roles
from orgs.access import Account
from orgs.calendar import LOCAL_ZONE
from orgs.models import Seat, Unit

OUTCOMES = (
    *(Case.Outcome.ADMITTED, Case.Outcome.NOT_ADMITTED, Case.Outcome.WITHDRAWN),
    *(Case.Outcome.RECOGNISED, Case.Outcome.STRUCK_OFF, Case.Outcome.TRANSFERRED, Case.Outcome.CANCELLED),
    Case.Outcome.MEMBERSHIP_ENDED,
)
SHOWN = ("all", "open", "mine", "late", *(str(outcome) for outcome in OUTCOMES))
SORT_CHOICES = (
    Choice("changed", _("changed last")),
    Choice("due", _("due first")),
    Choice("waited", _("waiting longest")),
    Choice("name", _("by name")),
)
STEP_CHOICES = tuple(Choice(step, step) for step in STEPS)
HERE, BELOW = "here", "below"
WAITS_CHOICES = (Choice(HERE, _("at the unit itself")), Choice(BELOW, _("at units under it")))
ROUTE_CHOICES = tuple(Choice(value, label) for value, label in Case.Route.choices)
CITIZEN_ID = re.compile(r"[0-9]{12}")

_OPEN = Q(status=PROCESS.NEW)
# Only what a list shows: no column of the file is read for it.
_OWN_COLUMNS = ("pk", "number", "status", "outcome", "closed_at", "held_since")
_COLUMNS = {
    "name": F("candidate__person__full_name"),
    "unit_name": F("unit__name"),
    "committee_name": F("committee__name"),
}


@dataclass(frozen=True)
class CaseFilters(Filters):
    """`show` is one of SHOWN, `sort` one of SORT_CHOICES; `unit` (an id) means its subtree, `year` when opened.

    `waits`, with a unit: cases not on hold in which a step is open at that very unit, or under it.
    """

    show: str = "all"
    step: str = ""
    unit: str = ""
    route: str = ""
    year: str = ""
    waits: str = ""
    sort: str = "changed"

    def sound(self) -> Self:
        return replace(
            self,
            show=self.show if self.show in SHOWN else "all",
            sort=one_of(self.sort, SORT_CHOICES) or "changed",
            step=one_of(self.step, STEP_CHOICES),
            route=one_of(self.route, ROUTE_CHOICES),
            waits=one_of(self.waits, WAITS_CHOICES),
        )


@dataclass(frozen=True)
class CaseRow:
    """One case. What waits (`steps` to `waited`) is empty once it is closed.

    `left` is in working days and negative once late, `waited` in days. While it is on hold nothing is due.
    """

    case_id: int
    number: str
    name: str
    unit: str
    committee: str
    is_open: bool
    outcome: str
    closed_on: datetime.date | None
    steps: list[str]
    due_on: datetime.date | None
    due_kind: str
    left: int | None
    waited: int
    held_since: datetime.date | None = None

    @property
    def ended(self) -> Mark:
        """Of a closed case."""
        return outcome_mark(self.outcome)


@dataclass(frozen=True)
class CasesPage:
    """A page of cases. `counts` says what each of SHOWN finds under the other filters."""

    filters: CaseFilters
    counts: dict[str, int]
    page: Page[Any]
    rows: list[CaseRow]
    units: list[Choice]
    years: list[Choice]


def visible_cases(person: Account, at: datetime.datetime, capability: str = roles.SEE_LIST) -> QuerySet[Case]:
    """The cases that this person sees, in lists or (with `see_file`) as a file. One statement to make."""
    return Case.objects.filter(access.in_subtrees(person, capability, at))


def exact_case(person: Account, text: str, at: datetime.datetime) -> int | None:
    """Id of the one case that a case number names, or a citizen ID for who sees that file; the open one, else the last.

    A citizen ID is compared whole, so that nobody finds out the digits of somebody whose file they don't see.
    """
    words = text.upper().split()
    digits = "".join(words)
    if CITIZEN_ID.fullmatch(digits):
        cases = visible_cases(person, at, roles.SEE_FILE).filter(candidate__person__citizen_id=digits)
    else:
        number = " ".join(words)
        cases = visible_cases(person, at).filter(number__in=[number, f"HS {number}"])
    return cases.order_by(F("closed_at").desc(nulls_first=True), "-pk").values_list("pk", flat=True).first()


def cases(
    person: Account, *, at: datetime.datetime, filters: CaseFilters, seats: Iterable[Seat] | None = None
) -> CasesPage:
    """A page of the cases that this person may see. `seats`: what `access.seats_of` says, where it has been asked."""
    asked = _look(person, at, filters, seats)
    filters = asked.filters
    counts = asked.found.aggregate(**{name: Count("pk", filter=asked.shown[name] or None) for name in SHOWN})
    page = CountedPages(_list(asked), counts[filters.show]).get_page(filters.page)
    top = min((unit.depth for unit in asked.units.values()), default=0)
    return CasesPage(
        filters=filters,
        counts=counts,
        page=page,
        rows=_rows(list(page.object_list), timezone.localdate(at)),
        units=[Choice(value, unit.name, unit.depth - top) for value, unit in asked.units.items()],
        years=asked.years,
    )


def every_case(
    person: Account, *, at: datetime.datetime, filters: CaseFilters, seats: Iterable[Seat] | None = None
) -> Iterator[CaseRow]:
    """What all pages of the same list show, in its order, read from the server's cursor; two statements for each
    `WHOLE` rows beside those that a page needs."""
    rows = _list(_look(person, at, filters, seats)).iterator(chunk_size=WHOLE)
    while chunk := list(islice(rows, WHOLE)):
        yield from _rows(chunk, timezone.localdate(at))


@dataclass(frozen=True)
class _Look:
    """What a list is asked for, made sound: the cases under the filters, and what each of SHOWN adds to them."""

    filters: CaseFilters
    units: dict[str, Unit]
    years: list[Choice]
    found: QuerySet[Case]
    shown: dict[str, Q]


def _look(person: Account, at: datetime.datetime, filters: CaseFilters, seats: Iterable[Seat] | None) -> _Look:
    seats = access.seats_of(person, at) if seats is None else seats
    units = {str(unit.pk): unit for unit in access.visible_units(person, roles.SEE_LIST, at).order_by("path")}
    years = [
        Choice(str(year), str(year)) for year in CaseCounter.objects.order_by("-year").values_list("year", flat=True)
    ]
    unit = units.get(filters.unit)
    filters = replace(
        filters,
        unit=filters.unit if unit else "",
        year=one_of(filters.year, years),
        waits=filters.waits if unit else "",
    )
    there = _there(filters, unit)
    found = visible_cases(person, at).filter(_narrowed(filters, units, there))
    return _Look(filters, units, years, found, _conditions(timezone.localdate(at), seats, there))


def _list(asked: _Look) -> QuerySet[Case, dict[str, Any]]:
    ordered = _ordered(asked.found.filter(asked.shown[asked.filters.show]), asked.filters.sort)
    return ordered.values(*_OWN_COLUMNS, **_COLUMNS)


def _there(filters: CaseFilters, unit: Unit | None) -> Q:
    """Condition on open steps: where they are to be seated for the list to look at them."""
    if unit is None or not filters.waits:
        return Q()
    return Q(unit=unit) if filters.waits == HERE else Q(unit__path__startswith=unit.path) & ~Q(unit=unit)


def _conditions(today: datetime.date, seats: Iterable[Seat], there: Q) -> dict[str, Q]:
    mine = tasks_of(seats).filter(process=OuterRef("pk"))
    late = _open_tasks().filter(there, due_on__lt=today)
    conditions = {"all": Q(), "open": _OPEN, "mine": _OPEN & Q(Exists(mine)), "late": _OPEN & Q(Exists(late))}
    return conditions | {str(outcome): Q(outcome=outcome) for outcome in OUTCOMES}


def _narrowed(filters: CaseFilters, units: Mapping[str, Unit], there: Q) -> Q:
    condition = Q()
    if filters.waits:
        condition &= _OPEN & Q(Exists(_open_tasks().filter(there)), held_since__isnull=True)
    if filters.step:
        condition &= _OPEN & Q(Exists(_open_tasks().filter(step=filters.step)))
    if filters.unit:
        condition &= Q(unit__path__startswith=units[filters.unit].path)
    if filters.route:
        condition &= Q(route=filters.route)
    if filters.year:
        first = datetime.datetime(int(filters.year), 1, 1, tzinfo=LOCAL_ZONE)
        condition &= Q(opened_at__gte=first, opened_at__lt=first.replace(year=first.year + 1))
    if filters.search:
        condition &= matching(filters.search)
    return condition


def _open_tasks() -> QuerySet[Task]:
    return Task.objects.filter(process=OuterRef("pk"), status=STATUS.NEW)


def _ordered(found: QuerySet[Case], sort: str) -> QuerySet[Case]:
    if sort == "name":
        return found.order_by("candidate__person__sort_key", "-pk")
    if sort in ("due", "waited"):
        column = {"due": "due_on", "waited": "opened_at"}[sort]
        first = _open_tasks().order_by(F(column).asc(nulls_last=True)).values(column)[:1]
        # Asked of open cases only: the closed ones are many, and nothing of theirs waits.
        waits = models.Case(When(_OPEN, then=Subquery(first)))
        return found.order_by(waits.asc(nulls_last=True), "-changed_at", "-pk")
    return found.order_by("-changed_at", "-pk")


def _rows(found: Sequence[Mapping[str, Any]], today: datetime.date) -> list[CaseRow]:
    waiting: dict[int, list[Mapping[str, Any]]] = {row["pk"]: [] for row in found}
    columns = ("process_id", "step", "opened_at", "due_on", "due_kind")
    tasks = Task.objects.filter(process__in=waiting, status=STATUS.NEW).order_by("pk").values(*columns)
    for task in tasks if waiting else ():
        waiting[task["process_id"]].append(task)
    days = working_days_left((task["due_on"] for of_case in waiting.values() for task in of_case), today)
    return [_row(row, waiting[row["pk"]], today, days) for row in found]


def _row(
    row: Mapping[str, Any],
    waiting: list[Mapping[str, Any]],
    today: datetime.date,
    days: Mapping[datetime.date, int],
) -> CaseRow:
    due = min((task for task in waiting if task["due_on"]), key=lambda task: task["due_on"], default=None)
    due_on = due["due_on"] if due else None
    since = min((timezone.localdate(task["opened_at"]) for task in waiting), default=today)
    return CaseRow(
        case_id=row["pk"],
        number=row["number"],
        name=row["name"],
        unit=row["unit_name"],
        committee=row["committee_name"] or "",
        is_open=row["status"] == PROCESS.NEW,
        outcome=row["outcome"],
        closed_on=timezone.localdate(row["closed_at"]) if row["closed_at"] else None,
        steps=[step_title(task["step"]) for task in waiting],
        due_on=due_on,
        due_kind=due["due_kind"] if due else "",
        left=days[due_on] if due_on else None,
        waited=(today - since).days,
        held_since=row["held_since"],
    )
