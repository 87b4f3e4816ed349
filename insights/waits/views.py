"""The board and the lists behind its numbers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from admission_flow.queries.listing import Choice, step_title
from insights import tables
from insights.waits import charts, tallying
from insights.waits.behind import EVENTS, PART_CHOICES, STATES, WAITING, Behind, BehindFilters, behind
from insights.waits.board import Board
from insights.waits.figures import AGES
from insights.waits.files import behind_file
from insights.waits.process_map import map_of
from insights.waits.scope import ROUTES, BoardFilters, Scope, scope_of
from insights.waits.ways import ADMISSION, RECOGNITION
from orgs.refusals import Refusal
from orgs.signed_in import user_of

EVERY = Choice("", _("every"))


@require_GET
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """A whole page, or its region where htmx asks for it. What was done just now is counted first."""
    scope = _scope(request, BoardFilters.of(request.GET.dict()))
    shown = Board(scope)
    context = {
        "board": shown,
        "scope": scope,
        "here": request.get_full_path(),
        "flows": _flows(request, scope),
        "selects": _selects(scope),
        "ages": AGES,
        "chart": charts.columns(shown.months, shown.target.a_month if shown.target else 0),
        "uncounted": tallying.waiting(),
        "base": "lists/part.html" if request.headers.get("HX-Target") == "board" else "base.html",
    }
    return render(request, "waits/board.html", context)


@require_GET
@login_required
def process_map(request: HttpRequest) -> HttpResponse:
    """The flow with what stands at each step, live."""
    scope = _scope(request, BoardFilters.of(request.GET.dict()))
    board = Board(scope)
    context = {
        "board": board,
        "map": map_of(board),
        "scope": scope,
        "here": request.get_full_path(),
        "flows": _flows(request, scope),
        "base": "lists/part.html" if request.headers.get("HX-Target") == "board" else "base.html",
    }
    return render(request, "waits/map.html", context)


@require_GET
@login_required
def cases_behind(request: HttpRequest) -> HttpResponse:
    filters = BehindFilters.of(request.GET.dict())
    scope = _scope(request, filters)
    found = behind(scope, filters)
    return render(request, "waits/behind.html", _draw_behind(scope, found))


@require_GET
@login_required
def behind_as_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same rows as XLSX or CSV; the journal keeps that they were taken."""
    if kind not in tables.LISTS:
        raise Http404
    filters = BehindFilters.of(request.GET.dict())
    scope = _scope(request, filters)
    try:
        file = behind_file(kind, scope, filters, acting_user=user_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(reverse("board_cases") + filters.address())
    return tables.handed_out(request, file.file, kind, file.title)


def _scope(request: HttpRequest, filters: BoardFilters) -> Scope:
    now = timezone.now()
    scope = scope_of(user_of(request), filters, at=now)
    if scope is None:
        raise PermissionDenied(_("You hold no seat from which cases are seen."))
    tallying.brought_up(at=now)
    return scope


def _flows(request: HttpRequest, scope: Scope) -> list[dict[str, Any]]:
    return [
        {
            "id": f"flow-{value}",
            "label": words,
            "count": None,
            "href": request.path + scope.filters.address(flow=value, step=""),
            "current": scope.filters.flow == value,
        }
        for value, words in ((ADMISSION, _("admission")), (RECOGNITION, _("recognition")))
    ]


def _selects(scope: Scope) -> list[dict[str, Any]]:
    filters = scope.filters
    selects = [
        ("unit", _("Unit"), scope.units, str(scope.unit.pk)),
        ("route", _("Route"), [EVERY, *ROUTES], filters.route),
        ("generation", _("Generation of the rules"), [EVERY, *scope.generations], filters.generation),
    ]
    return [
        {"name": name, "label": label, "choices": choices, "value": value}
        for name, label, choices, value in selects
        if len(choices) > 1
    ]


def _draw_behind(scope: Scope, found: Behind) -> dict[str, Any]:
    filters = found.filters
    event = {choice.value: choice.label for choice in EVENTS}.get(filters.event, "")
    state = {choice.value: choice.label for choice in STATES}.get(filters.state, "")
    part = {choice.value: choice.label for choice in PART_CHOICES}.get(filters.part, "")
    return {
        "list": found,
        "scope": scope,
        "step": step_title(filters.step) if filters.step else "",
        "said": event or state or part,
        "ages": AGES[int(filters.age)] if filters.age else None,
        "months": filters.state not in WAITING,
        "forecast": filters.state in WAITING,
        "query": found.filters.address(page=""),
        "back": scope.filters.address(page="", step=filters.step),
    }
