"""`{% load waits %}`: addresses behind the numbers of the board, and days in words."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.queries.listing import step_title
from insights.waits.board import Cell
from insights.waits.scope import Scope
from insights.waits.survival import Curve

register = template.Library()
BAR = 280
_CELL = '<a class="heat-cell{}" href="{}">{} <small>{}</small><span class="visually-hidden"> {}</span></a>'


@register.simple_tag
def behind(scope: Scope, **asked: Any) -> str:
    """Address of the list of the cases that a number counts. What is empty was not asked."""
    asked = {name: value for name, value in asked.items() if value != ""}
    if scope.kept.keys() & asked:
        return f"{_cases()}?{urlencode(scope.kept | asked)}"
    return f"{_cases()}?{scope.kept_query}&{urlencode(asked)}"


@cache
def _cases() -> str:
    # A board has some hundreds of these addresses.
    return reverse("board_cases")


@register.simple_tag
def opens(number: int, scope: Scope, **asked: Any) -> SafeString:
    """A number that opens the list of the cases that it counts."""
    return format_html('<a href="{}">{}</a>', behind(scope, **asked), localize(number))


@register.simple_tag
def heat_cell(scope: Scope, cell: Cell) -> SafeString:
    """What stands in the table's cell: the median, which opens the cases behind it, in the colour of its pace."""
    if not cell.curve.cases:
        return format_html('<span class="quiet" aria-label="{}">–</span>', _("none"))
    heat = f" heat-{cell.heat}" if cell.heat else ""
    days = cell.median if cell.over is None else f">{cell.over}"
    address = behind(scope, place=cell.unit.pk, step=cell.step)
    words = ", ".join([_("cases"), _("slow")] if cell.is_slow else [_("cases")])
    cases = localize(cell.curve.cases)
    return format_html(_CELL, heat, address, days, cases, words)


@register.simple_tag
def board_at(scope: Scope, **changes: Any) -> str:
    """Address of the board with these filters changed."""
    return reverse("board") + scope.filters.address(**{name: str(value) for name, value in changes.items()})


@register.filter
def step_name(step: str) -> str:
    return step_title(step)


@register.simple_tag
def days_at(curve: Curve, percent: int) -> str:
    """Within how many days so many percent are done: "12 days", or "over 40 days" where it was not seen to happen."""
    if not curve.cases:
        return ""
    days = curve.quantile(percent / 100)
    if days is None:
        return _("over %(days)s days") % {"days": curve.seen}
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


@register.inclusion_tag("waits/share_bar.html")
def share_bar(percent: float, tone: str = "quiet") -> dict[str, Any]:
    """A bar of so many percent of its track."""
    return {"width": round(BAR * min(100, percent) / 100), "track": BAR, "tone": tone}


@register.filter
def percent_of(number: int, whole: int) -> int:
    return round(100 * number / whole) if whole else 0
