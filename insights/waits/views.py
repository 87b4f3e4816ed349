"""The board and the lists behind its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

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
from insights.waits.board import HEAT_WORDS, Board
from insights.waits.files import behind_file
from insights.waits.process_map import map_of
from insights.waits.scope import ROUTES, BoardFilters, Scope, scope_of
from insights.waits.standing import AGES
from insights.waits.ways import ADMISSION, RECOGNITION
from orgs.acting_seat import held_seats
from orgs.calendar import ONE_DAY
from orgs.refusals import Refusal
from orgs.signed_in import user_of

EVERY = Choice("", _("every"))


@require_GET
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """A whole page, or its region where htmx asks for it. What was done just now is counted first."""
    shown = Board(_scope(request, BoardFilters.of(request.GET.dict())))
    context = _context(request, shown) | {
        "ages": AGES,
        "heats": HEAT_WORDS,
        "chart": charts.columns(shown.months, shown.target.a_month if shown.target else 0),
        "uncounted": tallying.waiting(),
        "what_if": _query(unit=shown.scope.filters.unit, target=str(shown.target.a_year) if shown.target else ""),
        "event_log": _event_log_query(shown.scope),
        "steps_waiting": _steps_waiting(request, shown),
    }
    return render(request, "waits/board.html", context)


@require_GET
@login_required
def process_map(request: HttpRequest) -> HttpResponse:
    """The flow with what stands at each step, live."""
    shown = Board(_scope(request, BoardFilters.of(request.GET.dict())))
    return render(request, "waits/map.html", _context(request, shown) | {"map": map_of(shown)})


def _context(request: HttpRequest, shown: Board) -> dict[str, Any]:
    """What the board and the map share."""
    scope = shown.scope
    return {
        "board": shown,
        "scope": scope,
        "here": request.get_full_path(),
        "flows": _flows(request, scope),
        "selects": _selects(scope),
        "chosen": _chosen(request, scope, scope.filters),
        "left_out": _left_out(request, scope),
        "base": "lists/part.html" if request.headers.get("HX-Target") == "board" else "base.html",
    }


@require_GET
@login_required
def cases_behind(request: HttpRequest) -> HttpResponse:
    filters = BehindFilters.of(request.GET.dict())
    scope = _scope(request, filters.narrowed())
    return render(request, "waits/behind.html", _draw_behind(request, scope, behind(scope, filters)))


@require_GET
@login_required
def behind_as_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same rows as XLSX or CSV; the journal keeps that they were taken."""
    if kind not in tables.LISTS:
        raise Http404
    filters = BehindFilters.of(request.GET.dict())
    scope = _scope(request, filters.narrowed())
    try:
        file = behind_file(kind, scope, filters, acting_user=user_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(reverse("board_cases") + filters.address())
    return tables.handed_out(request, file.file, kind, file.title)


def _scope(request: HttpRequest, filters: BoardFilters) -> Scope:
    now = timezone.now()
    scope = scope_of(user_of(request), filters, at=now, seats=held_seats(request))
    if scope is None:
        raise PermissionDenied(_("You hold no seat from which cases are seen."))
    tallying.brought_up(at=now)
    return scope


def _event_log_query(scope: Scope) -> str:
    last = min(scope.today, scope.after_last_month - ONE_DAY)
    return _query(unit=scope.unit.code, first=f"{scope.since:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")


def _query(**given: str) -> str:
    said = {name: value for name, value in given.items() if value}
    return f"?{urlencode(said)}" if said else ""


def _flows(request: HttpRequest, scope: Scope) -> list[dict[str, Any]]:
    return [
        {
            "id": f"flow-{value}",
            "label": words,
            "count": None,
            "href": request.path + scope.filters.address(flow=value, step="", waits_at=""),
            "current": scope.filters.flow == value,
        }
        for value, words in ((ADMISSION, _("admission")), (RECOGNITION, _("recognition")))
    ]


def _steps_waiting(request: HttpRequest, shown: Board) -> list[dict[str, Any]]:
    """Of which step the table of ages by unit is to be; without any where there is no choice."""
    lines = [line for line in shown.lines if line.waiting.open]
    choices = [("", _("all steps"), shown.waiting.open), *((one.step, one.title, one.waiting.open) for one in lines)]
    filters = shown.scope.filters
    return [
        {
            "id": f"ages-{step}",
            "label": label,
            "count": count,
            "href": f"{request.path}{filters.address(waits_at=step)}#ages",
            "current": filters.waits_at == step,
        }
        for step, label, count in choices
        if len(lines) > 1
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


def _chosen(request: HttpRequest, scope: Scope, filters: BoardFilters) -> list[dict[str, Any]]:
    """What narrows the page, with the address of the same without it."""
    months = f"{scope.since:%m/%Y}–{scope.until:%m/%Y}"
    said: list[tuple[Any, Any, dict[str, str]]] = [(_("Months"), months, {"since": "", "until": "", "month": ""})]
    said += [(_("Unit"), scope.unit.name, {"unit": "", "place": ""})]
    said += [(_("Route"), _label(ROUTES, filters.route), {"route": ""})]
    said += [(_("Generation of the rules"), _label(scope.generations, filters.generation), {"generation": ""})]
    return [
        {"name": name, "label": label, "href": request.path + filters.address(**_without(filters, away))}
        for name, label, away in said
        if _without(filters, away)
    ]


def _without(filters: BoardFilters, away: dict[str, str]) -> dict[str, str]:
    """Of these changes, those that change anything."""
    return {name: value for name, value in away.items() if getattr(filters, name, "")}


def _label(choices: Iterable[Choice], value: str) -> Any:
    return next((choice.label for choice in choices if choice.value == value), "")


def _left_out(request: HttpRequest, scope: Scope) -> list[Any]:
    """What the address asked for and nobody understood; another's unit is as one that is not there."""
    names = {
        "since": _("first month"), "until": _("last month"), "unit": _("unit"), "route": _("route"),
        "generation": _("generation of the rules"), "step": _("step"), "waits_at": _("step"), "target": _("target"),
    }  # fmt: skip
    return [words for name, words in names.items() if request.GET.get(name) and not getattr(scope.filters, name)]


def _draw_behind(request: HttpRequest, scope: Scope, found: Behind) -> dict[str, Any]:
    filters = found.filters
    event = _label(EVENTS, filters.event)
    state = _label(STATES, filters.state)
    part = _label(PART_CHOICES, filters.part)
    return {
        "list": found,
        "scope": scope,
        "step": step_title(filters.step) if filters.step else "",
        "said": event or state or part,
        "part": part,
        "ages": AGES[int(filters.age)] if filters.age else None,
        "months": filters.state not in WAITING,
        "forecast": filters.state in WAITING,
        "query": found.filters.address(page=""),
        "chosen": _chosen(request, scope, filters),
        "back": filters.board().address(),
    }
