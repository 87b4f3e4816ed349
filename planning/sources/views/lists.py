"""The list of sources, who has reviewed them, and the funnel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.queries.listing import Choice
from admission_flow.views.chips import show_chips
from admission_flow.views.searches import recall, remember
from orgs.calendar import local_day
from planning.models import Source
from planning.sources.decisions.reviewing import months_open
from planning.sources.funnel import STAGES, FunnelFilters, funnel, month_of
from planning.sources.queries import (
    MISSING,
    SHOWN,
    ReviewFilters,
    SourceFilters,
    SourcesPage,
    cells_to_review,
    reviews,
    sources,
)
from planning.sources.views.shared import reader_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The sources that this person may see. A POST looks for a name among them."""
    reader = reader_of(request)
    search = recall(request, request.GET.get("find", ""))
    filters = SourceFilters.of(request.GET.dict(), search)
    if request.method == "POST":
        return redirect(request.path + filters.address(find=remember(request, request.POST.get("q", ""))))
    now = timezone.now()
    page = sources(reader, filters, at=now)
    filters = page.filters
    selects = _selects(page)
    kept = ("show", "find", "reached", "first", "last")
    context = {
        "list": page,
        "filters": selects,
        "chips": _chips(request, page),
        "chosen": _chosen(request, filters, selects),
        "keep": [(name, value) for name in kept if (value := getattr(filters, name)) not in ("", "live")],
        "whole": request.path,
        "search_to": request.path + filters.address(find=""),
        "may_enter": bool(reader.keeps),
        "to_review": cells_to_review(reader, now),
        "month": local_day(now).replace(day=1),
    }
    return render(request, "planning/sources/list.html", context)


def _chips(request: HttpRequest, page: SourcesPage) -> list[dict[str, Any]]:
    words = {
        "live": _("with the cells"),
        "watched": _("under watch"),
        "listed": _("on the sympathiser list"),
        "nominated": pgettext("source", "nominated"),
        "failed": _("case ended"),
        "removed": _("removed from the list"),
        "all": _("all"),
    }
    shown = {show: words[show] for show in SHOWN}
    return show_chips(request, page.filters, shown, page.counts, always=("live", "all"))


def _selects(page: SourcesPage) -> list[dict[str, Any]]:
    missing = [Choice(MISSING, _("missing"))]
    found: list[tuple[str, str, Iterable[Choice]]] = [("unit", _("Unit"), page.units)] if len(page.units) > 1 else []
    found += [
        ("by", pgettext("source", "Proposed by"), [Choice(value, label) for value, label in Source.ProposedBy.choices]),
        ("helper", _("Helper"), missing),
        ("review", _("Review of this month"), missing),
    ]
    return [
        {"name": name, "label": label, "choices": choices, "value": getattr(page.filters, name)}
        for name, label, choices in found
    ]


def _chosen(request: HttpRequest, filters: SourceFilters, selects: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What narrows the list beside its chips, each with the address that takes it away."""
    chosen = []

    def add(name: str, label: str, **without: str) -> None:
        chosen.append({"name": name, "label": label, "href": request.path + filters.address(**without)})

    for select in selects:
        label = next((choice.label for choice in select["choices"] if choice.value == select["value"]), "")
        if label:
            add(select["label"], str(label), **{select["name"]: ""})
    if filters.reached:
        add(_("Step reached"), str(STAGES[filters.reached]), reached="")
    if filters.first or filters.last:
        add(_("Watched since"), f"{_month(filters.first)} – {_month(filters.last)}", first="", last="")
    if filters.search:
        add(_("Search"), f"“{filters.search}”", find="")
    return chosen


def _month(text: str) -> str:
    found = month_of(text)
    return f"{found:%m/%Y}" if found else "…"


@require_GET
@login_required
def reviewed(request: HttpRequest) -> HttpResponse:
    """Which cells have reviewed their sources for a month, and which have not."""
    reader, now = reader_of(request), timezone.now()
    page = reviews(reader, ReviewFilters.of(request.GET.dict()), at=now)
    months = [_before(local_day(now).replace(day=1), back) for back in range(12)]
    if page.month not in months:
        months.append(page.month)
    words = {"all": _("all"), "missing": _("missing"), "held": _("reviewed")}
    context = {
        "list": page,
        "chips": show_chips(request, page.filters, words, page.counts, always=words),
        "months": [Choice(f"{month:%Y-%m}", f"{month:%m/%Y}") for month in months],
        "chosen_month": f"{page.month:%Y-%m}",
        "keeps": reader.keeps if page.month in months_open(local_day(now)) else (),
    }
    return render(request, "planning/sources/reviews.html", context)


def _before(month: Any, back: int) -> Any:
    number = month.year * 12 + month.month - 1 - back
    return month.replace(year=number // 12, month=number % 12 + 1)


@require_GET
@login_required
def shown_as_funnel(request: HttpRequest) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    found = funnel(reader, FunnelFilters.of(request.GET.dict()), reverse("sources"), at=now)
    context = {
        "funnel": found,
        "stages": [capfirst(str(words)) for words in STAGES.values()],
        "months": f"{_month(found.filters.first)} – {_month(found.filters.last)}",
    }
    return render(request, "planning/sources/funnel.html", context)
