"""The cases behind a number of the board: the very rows that were counted, in the reader's own subtree."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.models import Case
from admission_flow.queries.listing import Choice, CountedPages, one_of, step_title
from insights.models import Span, Stay
from insights.waits.board import DAY, PART_WORDS
from insights.waits.figures import SHOWN_PARTS
from insights.waits.forecasts import (
    Coverage,
    Forecasts,
    Interval,
    coverage_of,
    deadlines_that_will_break,
    forecasts_for,
    pace_of_steps,
)
from insights.waits.scope import BoardFilters, Scope, sound_month
from insights.waits.standing import AGES, late_on, of_age
from insights.waits.tallying import DECIDED, OPENED, PARTS

STAYS, CASES = "stays", "cases"
OPEN, LATE, BREAKS, ENDED = "open", "late", "breaks", "ended"
WAITING = (OPEN, LATE, BREAKS)
STATES = (
    Choice(OPEN, _("still waiting")),
    Choice(LATE, _("late")),
    Choice(BREAKS, _("will be late if nothing changes")),
    Choice(ENDED, _("done")),
)
REACHED, CLOSED, AT_END, GOOD = "reached", "closed", "at_end", "good"
EVENTS = (
    Choice(OPENED, _("opened")),
    Choice(REACHED, _("came to the step")),
    Choice(GOOD, _("admitted or recognised")),
    Choice(DECIDED, _("decided")),
    Choice(CLOSED, _("closed")),
    Choice(AT_END, _("in progress at the end of the month")),
)
# Steps at which the case has been decided already.
AFTER_DECISION = frozenset({"ceremony"})
_GOOD = (Case.Outcome.ADMITTED, Case.Outcome.RECOGNISED)
_AGE_CHOICES = tuple(Choice(str(number), "") for number in range(len(AGES)))
PART_CHOICES = tuple(Choice(part, PART_WORDS[part]) for part in SHOWN_PARTS)
# A part of the wait that is a step of its own: what the step asked for.
SUPPLEMENT = "supplement"


@dataclass(frozen=True)
class BehindFilters(BoardFilters):
    """Beside what the board is asked for: `show` stays at steps or whole cases; of stays their `state`, `age` (a place
    in AGES) and the `part` that made them wait; of cases the `event`, in the scope's months. `place` is a unit and
    `month` a month within what the board shows."""

    show: str = STAYS
    state: str = ""
    age: str = ""
    part: str = ""
    event: str = ""
    place: str = ""
    month: str = ""

    def sound(self) -> Self:
        sound, stays = super().sound(), self.show != CASES
        return replace(
            sound,
            show=STAYS if stays else CASES,
            state=one_of(self.state, STATES) if stays else "",
            age=one_of(self.age, _AGE_CHOICES) if stays else "",
            part=one_of(self.part, PART_CHOICES) if stays else "",
            event="" if stays else one_of(self.event, EVENTS),
            month=sound_month(self.month),
        )

    def narrowed(self) -> Self:
        """As a board of its own would be asked for it."""
        return replace(
            self, unit=self.place or self.unit, since=self.month or self.since, until=self.month or self.until
        )

    def board(self) -> BoardFilters:
        """What the board was asked for that led here; it looks into this step now."""
        return BoardFilters(**{field.name: getattr(self, field.name) for field in fields(BoardFilters)})


@dataclass(frozen=True)
class Line:
    """A row of the list. `part` is the part of the wait that was asked for, else the longest, with its days, for who
    sees the files there."""

    case_id: int
    number: str
    name: str
    unit: str
    committee: str
    step: str
    opened_on: datetime.date
    ended_on: datetime.date | None
    days: int
    outcome: str
    part: str | Promise = ""
    part_days: float = 0
    forecast: Interval | None = None
    decided: bool = False


@dataclass(frozen=True)
class Behind:
    """A page of lines; `total` is the number that the board showed."""

    filters: BehindFilters
    total: int
    page: Page[Any]
    lines: list[Line]
    coverage: Coverage | None = None


def rows_behind(scope: Scope, filters: BehindFilters) -> QuerySet[Any]:
    """The rows that a number counts, those that waited longest first."""
    filters = _readable(scope, filters)
    rows = _stays(scope, filters) if filters.show == STAYS else _cases(scope, filters)
    length = Coalesce(F("ended_on"), scope.today) - F("opened_on")
    order = [F(filters.part).desc()] if filters.part in PARTS else []
    return rows.select_related("case__candidate__person", "case__unit", "case__committee").order_by(
        *order, length.desc(), "pk"
    )


def behind(scope: Scope, filters: BehindFilters) -> Behind:
    """With what is still waiting, when its decision is to be expected, and how often such forecasts were right.

    A constant number of statements.
    """
    filters = _readable(scope, filters)
    rows = rows_behind(scope, filters)
    total = rows.order_by().count()
    page = CountedPages(rows, total).get_page(filters.page)
    if filters.state in WAITING and total:
        forecasts, coverage = forecasts_for(scope), coverage_of(scope)
    else:
        forecasts, coverage = None, None
    return Behind(filters, total, page, list(lines_of(scope, filters, page.object_list, forecasts)), coverage)


def _readable(scope: Scope, filters: BehindFilters) -> BehindFilters:
    """Who sees lists only is told no part of a single wait."""
    return filters if scope.sees_file else replace(filters, part="")


def lines_of(
    scope: Scope, filters: BehindFilters, rows: Iterable[Any], forecasts: Forecasts | None = None
) -> Iterable[Line]:
    for row in rows:
        case = row.case
        part, seconds = _part_of(row, filters.part) if isinstance(row, Stay) and scope.sees_file else ("", 0)
        yield Line(
            case_id=case.pk,
            number=case.number,
            name=case.candidate.person.full_name,
            unit=case.unit.name,
            committee=case.committee.name if case.committee else "",
            step=step_title(row.step) if isinstance(row, Stay) else "",
            opened_on=row.opened_on,
            ended_on=row.ended_on,
            days=max(0, ((row.ended_on or scope.today) - row.opened_on).days),
            outcome=case.outcome,
            part=PART_WORDS.get(part, ""),
            part_days=seconds / DAY,
            forecast=forecasts.of(row.step, row.route, row.opened_on) if forecasts else None,
            decided=row.step in AFTER_DECISION if isinstance(row, Stay) else row.decided,
        )


def _part_of(stay: Stay, asked: str) -> tuple[str, int]:
    """The part asked for, else the longest; with its seconds."""
    part = asked if asked in PARTS else max(PARTS, key=lambda name: getattr(stay, name))
    return (part, getattr(stay, part)) if getattr(stay, part) else ("", 0)


def _stays(scope: Scope, filters: BehindFilters) -> QuerySet[Stay]:
    # What is open is counted whenever it came; a number of a period names no state.
    rows = Stay.objects.filter(scope.measured(months=filters.state not in WAITING))
    steps = [filters.step] if filters.step else scope.steps
    rows = rows.filter(asked_by__in=steps) if filters.part == SUPPLEMENT else rows.filter(step__in=steps)
    if filters.part in PARTS:
        rows = rows.filter(**{f"{filters.part}__gt": 0})
    if filters.state == ENDED:
        return rows.filter(ended_on__isnull=False)
    if filters.state:
        rows = rows.filter(ended_on=None)
    if filters.state == LATE:
        rows = rows.filter(late_on(scope.today))
    if filters.state == BREAKS:
        rows = rows.filter(task__in=[one.task_id for one in deadlines_that_will_break(scope, pace_of_steps(scope))])
    if filters.age:
        rows = rows.filter(of_age(scope.today, *AGES[int(filters.age)]))
    return rows


def _cases(scope: Scope, filters: BehindFilters) -> QuerySet[Span]:
    in_months = filters.event in ("", OPENED, REACHED)
    rows = Span.objects.filter(scope.measured(months=in_months), recognition=scope.recognition)
    if in_months:
        return rows.filter(reached__contains=[filters.step]) if filters.event == REACHED else rows
    end = scope.after_last_month
    if filters.event == DECIDED:
        return rows.filter(decided=True, ended_on__gte=scope.since, ended_on__lt=end)
    if filters.event == AT_END:
        return rows.filter(Q(closed_on=None) | Q(closed_on__gte=end), opened_on__lt=end)
    rows = rows.filter(closed_on__gte=scope.since, closed_on__lt=end)
    return rows.filter(outcome__in=_GOOD) if filters.event == GOOD else rows
