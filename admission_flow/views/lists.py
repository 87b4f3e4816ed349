"""*My work* and *Cases*: each a whole page, or the part of it that htmx asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from admission_flow.decisions.handling import mark_seen
from admission_flow.queries import cases as case_queries
from admission_flow.queries import work
from admission_flow.queries.cases import CaseFilters, CasesPage
from admission_flow.queries.listing import STEPS, Choice, Filters, step_title
from admission_flow.queries.work import WorkFilters, WorkPage
from admission_flow.views.searches import recall, remember
from orgs.access import given_by
from orgs.acting_seat import held_seats
from orgs.roles import HEAD_ROLES, NOMINATE

REGION = "list"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_work(request: HttpRequest) -> HttpResponse:
    """The steps that wait for this person. A POST looks for a text among them."""
    search = recall(request, request.GET.get("find", ""))
    filters = WorkFilters.of(request.GET.dict(), search)
    if request.method == "POST":
        return redirect(request.path + filters.address(find=remember(request, request.POST.get("q", ""))))
    now = timezone.now()
    seats = held_seats(request)
    page = work.my_work(request.user, at=now, filters=filters, seats=seats)
    mark_seen(page.unseen, at=now)
    # The frame shows the same number beside the place; see project.context.
    request.work_count = page.total  # type: ignore[attr-defined]
    context = {
        "seats": seats,
        "heads": [seat.unit for seat in seats if seat.delegation_id is None and seat.role in HEAD_ROLES],
        "chips": _work_chips(request, page),
        "filters": _selects(page.filters, _work_selects(page)),
        "sort_links": _sort_links(request, page.filters, work.SORT_CHOICES),
    }
    return _draw(request, "lists/my_work.html", page, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that this person may see. A POST looks for a text; a case number or a citizen ID leads to the case."""
    now = timezone.now()
    search = recall(request, request.GET.get("find", ""))
    filters = CaseFilters.of(request.GET.dict(), search)
    if request.method == "POST":
        text = request.POST.get("q", "").replace("\0", "")
        exact = case_queries.exact_case(request.user, text, now)
        if exact:
            return redirect("case", exact)
        return redirect(request.path + filters.address(find=remember(request, text)))
    page = case_queries.cases(request.user, at=now, filters=filters, seats=held_seats(request))
    context = {
        "sought": search,
        "chips": _case_chips(request, page),
        "filters": _selects(page.filters, _case_selects(page)),
        "sort_links": _sort_links(request, page.filters, case_queries.SORT_CHOICES),
    }
    return _draw(request, "lists/cases.html", page, context)


def _draw(request: HttpRequest, template: str, page: WorkPage | CasesPage, context: dict[str, Any]) -> HttpResponse:
    filters = page.filters
    part = request.headers.get("HX-Target") == REGION
    shared = {
        "base": "lists/part.html" if part else "base.html",
        "list": page,
        "here": request.path + filters.address(page=filters.page),
        "query": filters.address(),
        "whole": request.path + filters.__class__().address(sort=filters.sort),
        "chosen": _chosen(request, filters, context["filters"]),
        "keep": [(name, getattr(filters, name)) for name in ("show", "find")],
        "search_to": request.path + filters.address(find=""),
        "may_nominate": any(capability == NOMINATE for capability, _unit in given_by(held_seats(request))),
    }
    return render(request, template, shared | context)


def _work_chips(request: HttpRequest, page: WorkPage) -> list[dict[str, Any]]:
    words = {"all": _("all"), "late": _("late"), "week": _("due this week"), "new": _("new")}
    return [_chip(request, page, show, words[show]) for show in work.SHOWN]


def _case_chips(request: HttpRequest, page: CasesPage) -> list[dict[str, Any]]:
    words = {"all": _("all"), "open": _("open"), "mine": _("waiting for me"), "late": _("late")}
    words |= {str(outcome): str(outcome.label) for outcome in case_queries.OUTCOMES}
    always = ("all", "open")
    chips = [(show, words[show]) for show in case_queries.SHOWN if show in always or page.counts[show]]
    if page.filters.show not in dict(chips):
        chips.append((page.filters.show, words[page.filters.show]))
    return [_chip(request, page, show, word) for show, word in chips]


def _chip(request: HttpRequest, page: WorkPage | CasesPage, show: str, word: str) -> dict[str, Any]:
    return {
        "id": f"show-{show}",
        "label": word,
        "count": page.counts[show],
        "href": request.path + page.filters.address(show=show),
        "current": page.filters.show == show,
        "tone": "late" if show == "late" and page.counts[show] else "",
    }


def _work_selects(page: WorkPage) -> list[tuple[str, str, Iterable[Choice]]]:
    selects: list[tuple[str, str, Iterable[Choice]]] = []
    if len(page.steps) > 1:
        selects.append(("step", _("Step"), page.steps))
    if len(page.units) > 1:
        selects.append(("unit", _("Seated at"), page.units))
    return [*selects, ("sort", _("Order"), work.SORT_CHOICES)]


def _case_selects(page: CasesPage) -> list[tuple[str, str, Iterable[Choice]]]:
    steps = [Choice(step, step_title(step)) for step in STEPS]
    selects: list[tuple[str, str, Iterable[Choice]]] = [("step", _("Waits at step"), steps)]
    if len(page.units) > 1:
        selects += [("unit", _("Unit"), page.units), ("route", _("Route"), case_queries.ROUTE_CHOICES)]
    if page.filters.unit:
        selects.append(("waits", _("Waits where"), case_queries.WAITS_CHOICES))
    if len(page.years) > 1:
        selects.append(("year", _("Opened in"), page.years))
    return [*selects, ("sort", _("Order"), case_queries.SORT_CHOICES)]


def _selects(filters: Filters, selects: list[tuple[str, str, Iterable[Choice]]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": label, "choices": choices, "value": getattr(filters, name)}
        for name, label, choices in selects
    ]


def _chosen(request: HttpRequest, filters: Filters, selects: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What narrows the list beside its chips, each with the address that takes it away."""
    chosen = []
    for select in selects:
        label = next((choice.label for choice in select["choices"] if choice.value == select["value"]), "")
        if select["name"] != "sort" and label:
            href = request.path + filters.address(**{select["name"]: ""})
            chosen.append({"name": select["label"], "label": str(label), "href": href})
    if filters.search:
        href = request.path + filters.address(find="")
        chosen.append({"name": _("Search"), "label": f"“{filters.search}”", "href": href})
    return chosen


def _sort_links(request: HttpRequest, filters: Any, choices: Iterable[Choice]) -> dict[str, dict[str, Any]]:
    """Sort key -> the address that orders by it, and whether it is the present order."""
    return {
        choice.value: {
            "href": request.path + filters.address(sort=choice.value),
            "current": filters.sort == choice.value,
            "label": choice.label,
        }
        for choice in choices
    }
