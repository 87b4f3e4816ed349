"""Reads for the pages of sources. A constant number of statements, whatever the rows."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admission_flow.models import Case, Introduction, Paper
from admission_flow.papers import CERTIFICATE
from admission_flow.queries.listing import Choice, CountedPages, Filters, begins
from orgs import access
from orgs.calendar import local_day
from orgs.models import Person, Unit
from orgs.names import search_key
from planning.models import ReviewMark, Source, SourceChange, SourceReview, SourceTask
from planning.sources.access import Reader
from planning.sources.funnel import STAGES, begun_in, counted, month_of, next_month, reached
from planning.sources.rules import FAILED, has_failed

State = Source.State
MISSING = "missing"
# What the list may be narrowed to; at first those with whom a cell still works.
SHOWN: Mapping[str, Q] = {
    "live": Q(state__in=Source.LIVE),
    "watched": Q(state=State.WATCHED),
    "listed": Q(state=State.LISTED),
    "nominated": Q(state=State.NOMINATED) & ~Q(case__outcome__in=FAILED),
    "failed": Q(state=State.NOMINATED, case__outcome__in=FAILED),
    "removed": Q(state=State.REMOVED),
    "all": Q(),
}


def unreviewed(month: datetime.date) -> Q:
    """A condition on sources: watched by a cell that has not reviewed them for this month."""
    held = SourceReview.objects.filter(unit=OuterRef("unit"), month=month)
    return SHOWN["live"] & ~Q(Exists(held))


def unmarked(month: datetime.date) -> Q:
    """A condition on sources: watched, and named by no review of this month."""
    marks = ReviewMark.objects.filter(source=OuterRef("pk"), review__month=month)
    return SHOWN["live"] & ~Q(Exists(marks))


@dataclass(frozen=True)
class SourceFilters(Filters):
    """`show` is one of SHOWN; `helper` and `review` are MISSING or nothing; `reached` a stage of the funnel, `first`
    and `last` the months in which the watching began."""

    show: str = "live"
    unit: str = ""
    by: str = ""
    helper: str = ""
    review: str = ""
    reached: str = ""
    first: str = ""
    last: str = ""

    def sound(self) -> Self:
        return replace(
            self,
            show=self.show if self.show in SHOWN else "live",
            by=self.by if self.by in Source.ProposedBy.values else "",
            helper=MISSING if self.helper == MISSING else "",
            review=MISSING if self.review == MISSING else "",
            reached=self.reached if self.reached in STAGES else "",
            first=self.first if month_of(self.first) else "",
            last=self.last if month_of(self.last) else "",
        )


@dataclass(frozen=True)
class StateSaid:
    """The state of a source in words, with its tone; of a nominated one, what became of the case."""

    words: str | Promise
    tone: str


def state_said(found: Source) -> StateSaid:
    """Reads the case of a nominated one."""
    if found.case is not None and found.case.outcome:
        if has_failed(found):
            return StateSaid(_ENDED.get(found.case.outcome, found.case.get_outcome_display()), "late")
        return StateSaid(pgettext_lazy("source", "admitted"), "done")
    tones = {State.LISTED: "info", State.NOMINATED: "brand"}
    return StateSaid(found.get_state_display(), tones.get(State(found.state), ""))


_ENDED: Mapping[str, Promise] = {
    Case.Outcome.WITHDRAWN: _("nomination withdrawn"),
    Case.Outcome.NOT_ADMITTED: _("not admitted"),
}


@dataclass(frozen=True)
class SourceRow:
    """`deep`: this person sees what needs the file. `reviewed` is the month of the last review that names the
    source."""

    found: Source
    deep: bool
    reviewed: datetime.date | None

    @property
    def said(self) -> StateSaid:
        return state_said(self.found)


@dataclass(frozen=True)
class SourcesPage:
    filters: SourceFilters
    counts: Mapping[str, int]
    units: Sequence[Choice]
    page: Page[Any]
    rows: Sequence[SourceRow]
    # Cells seen that have sources and have not reviewed them this month.
    cells_missing: int


def sources(reader: Reader, filters: SourceFilters, *, at: datetime.datetime) -> SourcesPage:
    """A page of the sources that this person sees, by cell and name. Five statements."""
    month = local_day(at).replace(day=1)
    units = list(Unit.objects.filter(access.under_roots(reader.roots, "path")).order_by("path"))
    by_key = {str(unit.pk): unit for unit in units}
    filters = filters if filters.unit in by_key else replace(filters, unit="")
    narrowed = Source.objects.filter(access.under_roots(reader.roots), _asked(filters, by_key, month))
    numbers: dict[str, Any] = {show: Count("pk", filter=condition) for show, condition in SHOWN.items()}
    numbers["cells_missing"] = Count("unit", filter=unreviewed(month), distinct=True)
    counts: dict[str, int] = narrowed.aggregate(**numbers)
    shown = narrowed.filter(SHOWN[filters.show]).select_related("person", "unit", "helper", "case")
    page = CountedPages(shown.order_by("unit__path", "person__sort_key", "pk"), counts[filters.show])
    listed = page.get_page(filters.page)
    rows = list(listed.object_list)
    marks = ReviewMark.objects.filter(source__in=rows).values_list("source")
    months = dict(marks.order_by().annotate(last=Max("review__month")))
    top = min((unit.depth for unit in units), default=0)
    return SourcesPage(
        filters=filters,
        counts=counts,
        units=[Choice(key, unit.name, unit.depth - top) for key, unit in by_key.items()],
        page=listed,
        rows=[SourceRow(one, reader.sees_file(one.unit), months.get(one.pk)) for one in rows],
        cells_missing=counts["cells_missing"],
    )


def every_source(reader: Reader, filters: SourceFilters, *, at: datetime.datetime) -> QuerySet[Source]:
    """All that the pages of the list show, in their order."""
    units = {str(unit.pk): unit for unit in Unit.objects.filter(access.under_roots(reader.roots, "path"))}
    filters = filters if filters.unit in units else replace(filters, unit="")
    asked = _asked(filters, units, local_day(at).replace(day=1)) & SHOWN[filters.show]
    found = Source.objects.filter(access.under_roots(reader.roots), asked)
    return found.select_related("person", "unit", "helper", "case").order_by("unit__path", "person__sort_key", "pk")


def cells_to_review(reader: Reader, at: datetime.datetime) -> list[Unit]:
    """One's own cells that have sources and have not reviewed them this month. One statement, or none."""
    if not reader.keeps:
        return []
    waiting = Source.objects.filter(unreviewed(local_day(at).replace(day=1)), unit=OuterRef("pk"))
    return list(Unit.objects.filter(Exists(waiting), pk__in=reader.keeps).order_by("path"))


def _asked(filters: SourceFilters, units: Mapping[str, Unit], month: datetime.date) -> Q:
    condition = begun_in(filters.first, filters.last)
    if filters.unit:
        condition &= Q(unit__path__startswith=units[filters.unit].path)
    if filters.by:
        condition &= Q(proposed_by=filters.by)
    if filters.helper:
        condition &= Q(helper__isnull=True)
    if filters.review:
        condition &= unmarked(month)
    if filters.reached:
        condition &= counted() & reached(filters.reached)
    if filters.search:
        words = re.findall(r"\w+", search_key(filters.search))
        people = Person.objects.filter(begins("search_name", words))
        condition &= Q(person__in=people) if words else Q(pk__in=[])
    return condition


@dataclass(frozen=True)
class SourcePage:
    """The history newest first. `tasks` and `marks` are empty, and words of changes not shown, unless `deep`."""

    found: Source
    deep: bool
    changes: Sequence[SourceChange]
    tasks: Sequence[SourceTask]
    marks: Sequence[ReviewMark]
    # Of this person in this cell, opened beside the source.
    open_case: Case | None

    @property
    def said(self) -> StateSaid:
        return state_said(self.found)

    @property
    def open_tasks(self) -> list[SourceTask]:
        return [task for task in self.tasks if not task.result]


def page_of(reader: Reader, found: Source, open_case: Case | None) -> SourcePage:
    """Three statements; one for who sees lists only."""
    deep = reader.sees_file(found.unit)
    changes = found.changes.select_related("helper", "case", "made_by__person").order_by("-pk")
    tasks = found.tasks.select_related("given_by__person", "assessed_by__person").order_by("-given_on", "-pk")
    marks = found.marks.select_related("review").order_by("-review__month")
    return SourcePage(
        found=found,
        deep=deep,
        changes=list(changes),
        tasks=list(tasks) if deep else [],
        marks=list(marks) if deep else [],
        open_case=open_case,
    )


@dataclass(frozen=True)
class BeforeNow:
    """What is known from an earlier case of the person, so that nobody types it again: those who introduced and have
    not been replaced, and the certificate of the awareness course."""

    introducers: Sequence[Introduction]
    certificate: Paper | None


def known_before(found: Source) -> BeforeNow:
    """Of the last case that came of this source. Two statements."""
    last = found.changes.filter(case__isnull=False).order_by("-pk").values("case")[:1]
    introducers = Introduction.objects.filter(
        case=Subquery(last), kind=Introduction.Kind.MEMBER, replaced_at__isnull=True
    )
    papers = Paper.objects.filter(case=Subquery(last), code=CERTIFICATE)
    return BeforeNow(list(introducers.order_by("pk")[:2]), papers.order_by("-dated", "-pk").first())


@dataclass(frozen=True)
class ReviewRow:
    """A cell: how many sources it watched at the end of the month, and its review of it."""

    unit: Unit
    sources: int
    review: SourceReview | None
    counted: Mapping[str, int]


@dataclass(frozen=True)
class ReviewFilters(Filters):
    """`show` is "all", "missing" or "held"; `month` such as "2026-11"."""

    show: str = "all"
    month: str = ""

    def sound(self) -> Self:
        return replace(
            self,
            show=self.show if self.show in ("missing", "held") else "all",
            month=self.month if month_of(self.month) else "",
        )


@dataclass(frozen=True)
class ReviewsPage:
    filters: ReviewFilters
    month: datetime.date
    counts: Mapping[str, int]
    page: Page[Any]


def reviews(reader: Reader, filters: ReviewFilters, *, at: datetime.datetime) -> ReviewsPage:
    """The cells seen that watched somebody, or reviewed, in the month. Four statements."""
    today = local_day(at)
    month = month_of(filters.month) or today.replace(day=1)
    last_day = min(next_month(month) - datetime.timedelta(days=1), today)
    held = SourceReview.objects.filter(access.under_roots(reader.roots), month=month).select_related("made_by__person")
    by_unit = {one.unit_id: one for one in held}
    marks = ReviewMark.objects.filter(review__in=by_unit.values()).values_list("review", "verdict").order_by()
    counted: dict[int, dict[str, int]] = {}
    for review, verdict, number in marks.annotate(number=Count("pk")):
        counted.setdefault(review, {})[verdict] = number
    watched = {unit: _live(states) for unit, (_path, states) in _states_by_unit(reader.roots, last_day).items()}
    wanted = {unit for unit, number in watched.items() if number} | set(by_unit)
    rows = [
        ReviewRow(unit, watched.get(unit.pk, 0), by_unit.get(unit.pk), counted.get(_pk(by_unit.get(unit.pk)), {}))
        for unit in Unit.objects.filter(pk__in=wanted).order_by("path")
    ]
    shown = {
        "all": rows,
        "missing": [row for row in rows if row.review is None],
        "held": [row for row in rows if row.review is not None],
    }
    page = CountedPages(shown[filters.show], len(shown[filters.show])).get_page(filters.page)
    return ReviewsPage(filters, month, {name: len(some) for name, some in shown.items()}, page)


def _pk(review: SourceReview | None) -> int:
    return review.pk if review else 0


def _live(states: Mapping[str, int]) -> int:
    return sum(states.get(state, 0) for state in Source.LIVE)


def count_at(
    paths: Sequence[str], day: datetime.date, *, recorded: datetime.datetime | None = None
) -> dict[str, dict[str, int]]:
    """Path of a unit -> how many sources its subtree had on that day, by state: the grounds of a plan. One statement.

    Every state is a key; a source counts by what is of that day or before, and, where `recorded` is given, was recorded
    by then: what somebody enters later changes nothing of it.
    """
    found: dict[str, dict[str, int]] = {path: dict.fromkeys(State.values, 0) for path in paths}
    for path, states in _states_by_unit(paths, day, recorded).values():
        for above in paths:
            if path.startswith(above):
                for state, number in states.items():
                    found[above][state] += number
    return found


def _states_by_unit(
    paths: Sequence[str], day: datetime.date, recorded: datetime.datetime | None = None
) -> dict[int, tuple[str, Counter[str]]]:
    """Unit id -> its path and how many of its sources were in each state on that day. One statement."""
    changes = SourceChange.objects.filter(source=OuterRef("pk"), day__lte=day).exclude(kind=SourceChange.Kind.HELPER)
    rows = Source.objects.filter(access.under_roots(paths), since__lte=day)
    if recorded is not None:
        changes, rows = changes.filter(at__lte=recorded), rows.filter(entered_at__lte=recorded)
    rows = rows.annotate(then=Subquery(changes.order_by("-pk").values("state")[:1]))
    found: dict[int, tuple[str, Counter[str]]] = {}
    for unit, path, state, number in rows.values_list("unit", "unit__path", "then").order_by().annotate(n=Count("pk")):
        found.setdefault(unit, (path, Counter()))[1][state] += number
    return found


def of_case(reader: Reader, case: Case) -> SourceChange | None:
    """Of which source this case came, for who sees the source. One statement."""
    came = SourceChange.objects.filter(case=case).select_related("source__unit", "source__case", "source__person")
    return came.filter(access.under_roots(reader.roots, "source__unit__path")).order_by("-pk").first()
