"""The list of classes, and who waits for one. A constant number of statements."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from viewflow.workflow.status import STATUS

from admission_flow.models import Task
from admission_flow.queries.listing import CountedPages, Filters
from orgs.access import Account
from training.access import Rights, rights_of, visible_classes
from training.kinds import ENDS, STEPS, kind_for
from training.models import Enrolment, TrainingClass

SHOWN = ("all", *TrainingClass.State.values)
LIVE = Q(enrolments__state=Enrolment.State.ENROLLED)
# Who had a place to the end.
STAYED = Q(enrolments__state__in=[Enrolment.State.ENROLLED, Enrolment.State.PASSED, Enrolment.State.NOT_PASSED])


@dataclass(frozen=True)
class ClassFilters(Filters):
    """`show` is one of SHOWN."""

    show: str = "all"

    def sound(self) -> Self:
        return replace(self, show=self.show if self.show in SHOWN else "all")


@dataclass(frozen=True)
class ClassesPage:
    """A page of classes, each with `taken`. `waiting`: by kind, how many this person may enrol and who are in none."""

    filters: ClassFilters
    rights: Rights
    counts: dict[str, int]
    page: Page[Any]
    rows: list[TrainingClass]
    waiting: dict[str, int]


def classes(person: Account, *, at: datetime.datetime, filters: ClassFilters) -> ClassesPage:
    """A page of the classes that this person may see, the latest first. Five statements."""
    rights = rights_of(person, at)
    found = TrainingClass.objects.filter(visible_classes(person, at))
    counts = found.aggregate(**{show: Count("pk", filter=None if show == "all" else Q(state=show)) for show in SHOWN})
    shown = found if filters.show == "all" else found.filter(state=filters.show)
    shown = shown.annotate(taken=Count("enrolments", filter=STAYED)).order_by("-starts", "-pk")  # type: ignore[no-redef]
    page = CountedPages(shown, counts[filters.show]).get_page(filters.page)
    return ClassesPage(
        filters=filters,
        rights=rights,
        counts=counts,
        page=page,
        rows=list(page.object_list),
        waiting=_waiting_by_kind(rights),
    )


def _waiting_by_kind(rights: Rights) -> dict[str, int]:
    if not rights.centres and not rights.cells:
        return {}
    rows = waiting_tasks(rights).order_by().values("step").annotate(number=Count("pk"))
    return {kind_for(row["step"]): row["number"] for row in rows}


def waiting_tasks(rights: Rights, steps: frozenset[str] = STEPS) -> QuerySet[Task]:
    """Open course steps of cases in no open class, which this person may enrol."""
    enrolled = Enrolment.objects.filter(case=OuterRef("process"), state=Enrolment.State.ENROLLED)
    own = Q(unit__in=rights.centres) | Q(process__unit__in=rights.cells)
    return Task.objects.filter(own, ~Exists(enrolled), status=STATUS.NEW, step__in=steps)


@dataclass(frozen=True)
class WaitingRow:
    """A candidate who waits for a class; `waited` in days. `presents`: the cell may present a certificate instead."""

    case_id: int
    number: str
    name: str
    cell: str
    waited: int
    held_since: datetime.date | None
    presents: bool


@dataclass(frozen=True)
class WaitingPage:
    page: Page[Any]
    rows: list[WaitingRow]


def waiting_for(found: TrainingClass, rights: Rights, number: str, *, at: datetime.datetime) -> WaitingPage:
    """Those whom this person may enrol in this class, waiting longest first. Two statements."""
    tasks = waiting_tasks(rights, frozenset({ENDS[found.kind].step})).filter(unit=found.unit_id)
    rows = tasks.order_by("opened_at", "pk").values(
        "process_id",
        "opened_at",
        number=F("process__number"),
        name=F("process__candidate__person__full_name"),
        cell=F("process__unit__name"),
        cell_id=F("process__unit"),
        held_since=F("process__held_since"),
    )
    page = CountedPages(rows, tasks.count()).get_page(number)
    today = timezone.localdate(at)
    awareness = found.kind == TrainingClass.Kind.AWARENESS
    return WaitingPage(page, [_row(row, today, awareness and row["cell_id"] in rights.cells) for row in page])


def _row(row: Mapping[str, Any], today: datetime.date, presents: bool) -> WaitingRow:
    return WaitingRow(
        case_id=row["process_id"],
        number=row["number"],
        name=row["name"],
        cell=row["cell"],
        waited=(today - timezone.localdate(row["opened_at"])).days,
        held_since=row["held_since"],
        presents=presents and row["held_since"] is None,
    )
