"""How many sources went how far: from being watched to being admitted.

The sources whose watching began in a period, and what became of each until now, whenever that was.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admission_flow.models import Case
from admission_flow.queries.listing import Choice, Filters
from orgs import access
from orgs.calendar import local_day
from orgs.fields import FIRST_YEAR, LAST_YEAR
from orgs.models import Unit
from planning.models import Source, SourceChange
from planning.sources.access import Reader
from training.models import Enrolment

WATCHED, LISTED, TAUGHT, NOMINATED, DECIDED, ADMITTED = (
    "watched", "listed", "taught", "nominated", "decided", "admitted",
)  # fmt: skip
# What has happened to them, whatever state they are in now.
STAGES: Mapping[str, Promise] = {
    WATCHED: pgettext_lazy("came so far", "entered as a source"),
    LISTED: pgettext_lazy("came so far", "put on the sympathiser list"),
    TAUGHT: pgettext_lazy("came so far", "placed in a class or certified"),
    NOMINATED: pgettext_lazy("came so far", "nominated"),
    DECIDED: pgettext_lazy("came so far", "decided"),
    ADMITTED: pgettext_lazy("came so far", "admitted"),
}
# As many months as a page shows at first.
MONTHS = 24


def counted() -> Q:
    """A condition on sources: all but those removed as entered by mistake."""
    mistakes = SourceChange.objects.filter(source=OuterRef("pk"), reason=Source.Reason.MISTAKE)
    return ~Q(Exists(mistakes))


def reached(stage: str) -> Q:
    """A condition on counted sources: those that came so far. Of the class, of whichever case of that person."""
    changes = SourceChange.objects.filter(source=OuterRef("pk"))
    came = changes.filter(kind=SourceChange.Kind.NOMINATED)
    cases = Case.objects.filter(candidate__person=OuterRef("person"), admission__isnull=True)
    seats = Enrolment.objects.filter(
        case__candidate__person=OuterRef("person"), state__in=(Enrolment.State.ENROLLED, Enrolment.State.PASSED)
    )
    admitted = came.filter(case__admitted_on__isnull=False).exclude(case__outcome=Case.Outcome.CANCELLED)
    conditions = {
        WATCHED: Q(),
        LISTED: Q(Exists(changes.filter(kind=SourceChange.Kind.LISTED))),
        TAUGHT: Q(Exists(seats)) | Q(Exists(cases.filter(standing__contains=["course"]))),
        NOMINATED: Q(Exists(came)),
        DECIDED: Q(
            Exists(came.filter(Q(case__admitted_on__isnull=False) | Q(case__outcome=Case.Outcome.NOT_ADMITTED)))
        ),
        ADMITTED: Q(Exists(admitted)),
    }
    return conditions[stage]


def month_of(text: str) -> datetime.date | None:
    """The first day of "2026-11", as addresses have it, or of "11/2026", as it is typed; None for what is no month."""
    found = re.fullmatch(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})|(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})", text.strip())
    if found is None:
        return None
    year, month = int(found["year"] or found["y"]), int(found["month"] or found["m"])
    return datetime.date(year, month, 1) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None


def _in_address(text: str) -> str:
    month = month_of(text)
    return f"{month:%Y-%m}" if month else ""


def begun_in(first: str, last: str) -> Q:
    """A condition on sources: watched from a day on that lies in these months, either of which may be left open."""
    begin, end = month_of(first), month_of(last)
    condition = Q(since__gte=begin) if begin else Q()
    return condition & Q(since__lt=next_month(end)) if end else condition


def next_month(month: datetime.date) -> datetime.date:
    return (month + datetime.timedelta(days=32)).replace(day=1)


class MonthField(forms.CharField):
    """Typed as month/year; its value is the first day."""

    widget = forms.TextInput(attrs={"placeholder": _("mm/yyyy"), "inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        month = month_of(text)
        if text and month is None:
            raise forms.ValidationError(_("Write the month as month/year, such as 09/2026."), code="invalid")
        return month


class MonthsForm(forms.Form):
    """Both months belong to the period."""

    first = MonthField(label=_("From month"), required=False)
    last = MonthField(label=_("To month"), required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The period ends before it begins. Check both months."))
        return given


@dataclass(frozen=True)
class FunnelFilters(Filters):
    """`unit` an id; `first` and `last` months such as "2026-11". One that is none, or a period that ends before it
    begins, is told and passed over."""

    unit: str = ""
    first: str = ""
    last: str = ""

    def within(self, at: datetime.datetime) -> Self:
        """With months that are left open, or passed over, filled in."""
        asked = self.form()
        first, last = (_in_address(self.first), _in_address(self.last)) if asked.is_valid() else ("", "")
        this = local_day(at).replace(day=1)
        back = this.year * 12 + this.month - MONTHS
        first = first or min(f"{back // 12:04d}-{back % 12 + 1:02d}", last or "9999")
        return replace(self, first=first, last=last or max(first, f"{this:%Y-%m}"))

    def form(self) -> MonthsForm:
        return MonthsForm({"first": _typed(self.first), "last": _typed(self.last)})


def _typed(text: str) -> str:
    month = month_of(text)
    return f"{month:%m/%Y}" if month else text


@dataclass(frozen=True)
class FunnelCell:
    stage: str
    number: int
    href: str


@dataclass(frozen=True)
class FunnelLine:
    """Of one unit, with all under it: a number for each stage, in their order."""

    unit: Unit
    cells: Sequence[FunnelCell]
    # Of the funnel of this unit alone.
    address: str

    @property
    def whole(self) -> int:
        return self.cells[0].number

    @property
    def steps(self) -> list[tuple[FunnelCell, Promise, int | None]]:
        """Each stage with its words, and how many of a hundred entered came so far."""
        return [
            (cell, STAGES[cell.stage], round(100 * cell.number / self.whole) if self.whole else None)
            for cell in self.cells
        ]


@dataclass(frozen=True)
class Funnel:
    filters: FunnelFilters
    unit: Unit
    units: Sequence[Choice]
    whole: FunnelLine
    lines: Sequence[FunnelLine]
    # Of the months, with what was wrong with those asked for.
    form: MonthsForm


def funnel(reader: Reader, filters: FunnelFilters, address: str, *, at: datetime.datetime) -> Funnel:
    """Of a unit and those directly under it, those only that had a source. Two statements. `address` is that of the
    list of sources."""
    units = list(Unit.objects.filter(access.under_roots(reader.roots, "path")).order_by("path"))
    by_key = {str(unit.pk): unit for unit in units}
    unit = by_key.get(filters.unit, units[0])
    asked = filters.form()
    filters = replace(filters, unit=str(unit.pk) if filters.unit in by_key else "").within(at)
    sources = Source.objects.filter(counted(), begun_in(filters.first, filters.last), unit__path__startswith=unit.path)
    counts = {stage: Count("pk", filter=reached(stage)) for stage in STAGES if stage != WATCHED}
    rows = list(sources.values("unit__path").order_by().annotate(watched=Count("pk"), **counts))
    shown = [unit, *(one for one in units if one.path.startswith(unit.path) and one.depth == unit.depth + 1)]
    lines = [_line(one, rows, filters, address) for one in shown]
    top = min(one.depth for one in units)
    return Funnel(
        filters=filters,
        unit=unit,
        units=[Choice(key, one.name, one.depth - top) for key, one in by_key.items()],
        whole=lines[0],
        lines=[line for line in lines[1:] if line.whole],
        form=filters.form() if asked.is_valid() else asked,
    )


def _line(unit: Unit, rows: Sequence[Mapping[str, Any]], filters: FunnelFilters, address: str) -> FunnelLine:
    own = [row for row in rows if row["unit__path"].startswith(unit.path)]
    months = "".join(f"&{one.name}={getattr(filters, one.name)}" for one in fields(filters) if one.name in _MONTHS)
    return FunnelLine(
        unit,
        [
            FunnelCell(
                stage, sum(row[stage] for row in own), f"{address}?show=all&unit={unit.pk}&reached={stage}{months}"
            )
            for stage in STAGES
        ],
        filters.address(unit=str(unit.pk)),
    )


_MONTHS = ("first", "last")
