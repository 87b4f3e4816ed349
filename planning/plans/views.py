"""The board of plans, one plan with its history, and what proposes, hands back and approves one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.forms.calling import call, status_of
from admission_flow.refusals import AlreadyHappened, Busy, NotYours
from admission_flow.views.chips import show_chips
from orgs import access, roles
from orgs.acting_seat import held_seats
from orgs.calendar import local_day
from orgs.fields import legible
from orgs.models import Unit
from orgs.signed_in import user_of
from planning.models import Basis, Group, Plan
from planning.plans import deciding
from planning.plans.access import plan_for, rights_at
from planning.plans.forms import ApproveForm, PlanForm, ReturnForm
from planning.plans.queries import (
    BEHIND,
    OWING,
    SHOWN,
    WAITING,
    WITHOUT,
    PlanBoard,
    PlanFilters,
    board_of,
    page_of,
    years_of,
)
from planning.sources.queries import count_at


@require_GET
@login_required
def plans(request: HttpRequest) -> HttpResponse:
    board = board_of(held_seats(request), PlanFilters.of(request.GET.dict()), at=timezone.now())
    if board is None:
        raise Http404
    rights = {basis: rights_at(request.user, board.unit, basis, timezone.now()) for basis in Basis.values}
    may = [
        {"basis": basis, "label": Basis(basis).label}
        for basis in Basis.values
        if rights[basis].write and getattr(board.whole, basis).plan is None
    ]
    selects = [
        {"name": "unit", "label": _("Unit"), "choices": board.units, "value": str(board.unit.pk)},
        {"name": "years", "label": _("Years"), "choices": board.choices, "value": board.key},
    ]
    context = {"board": board, "selects": selects, "may": may, "chips": _chips(request, board)}
    return render(request, "planning/plans/board.html", context)


def _chips(request: HttpRequest, board: PlanBoard) -> list[dict[str, Any]]:
    words = {
        "": _("all units"), BEHIND: _("behind"), WITHOUT: _("without a plan"), WAITING: _("to approve"),
        OWING: _("roll-out not finished"),
    }  # fmt: skip
    counts = {show: len(board.of(show)) for show in SHOWN}
    return show_chips(request, board.filters, {show: words[show] for show in SHOWN}, counts, always=("",))


@require_GET
@login_required
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _draw(request, pk)


@require_http_methods(["GET", "POST"])
@login_required
def write_plan(request: HttpRequest, unit: int, basis: str, years: str) -> HttpResponse:
    """The form of a new version; its address says of whose plan, so that a plan that is not there yet has one."""
    now = timezone.now()
    place = _seen_unit(request, unit)
    span = years_of(years)
    if span is None or basis not in Basis.values:
        raise Http404
    rights = rights_at(request.user, place, basis, now)
    if not rights.write:
        raise PermissionDenied(NotYours().sentence)
    found = Plan.objects.filter(unit=place, basis=basis, first_year=span[0], last_year=span[1]).first()
    numbers = deciding.numbers_of(found, found.version) if found else {}
    form = PlanForm(
        legible(request.POST) if request.method == "POST" else None,
        years=span,
        numbers=numbers,
        asks_why=bool(found) and not rights.propose,
        initial={
            "after": found.version if found else 0,
            "grounds": found.versions.get(number=found.version).grounds if found else "",
        },
    )
    context = {"form": form, "unit": place, "basis": Basis(basis), "years": years.replace("-", "–"), "plan": found,
               "adjusts": not rights.propose, "groups": list(Group),
               "sources": count_at([place.path], local_day(now))[place.path]}  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "planning/plans/write.html", context, status=status)
    made: list[Plan] = []
    try:
        done = call(
            form,
            lambda: made.append(
                deciding.propose(place.pk, basis, span, form.given(), acting_user=user_of(request), at=now)
            ),
        )
    except (AlreadyHappened, Busy, NotYours) as refusal:
        form.add_error(None, refusal.sentence)
        return render(request, "planning/plans/write.html", context, status=status_of(refusal))
    if not done:
        return render(request, "planning/plans/write.html", context, status=422)
    messages.success(request, _("The plan is recorded and waits for approval."))
    return redirect("plan", made[0].pk)


@require_http_methods(["GET", "POST"])
@login_required
def return_plan(request: HttpRequest, pk: int) -> HttpResponse:
    def act(form: ReturnForm, at: datetime.datetime) -> None:
        data = form.cleaned_data
        deciding.hand_back(pk, data["version"], data["reason"], acting_user=user_of(request), at=at)

    return _end(request, pk, ReturnForm, act, _("The plan is handed back; the unit is told."))


@require_http_methods(["GET", "POST"])
@login_required
def approve_plan(request: HttpRequest, pk: int) -> HttpResponse:
    def act(form: ApproveForm, at: datetime.datetime) -> None:
        deciding.approve(pk, form.cleaned_data["version"], form.given(), acting_user=user_of(request), at=at)

    return _end(request, pk, ApproveForm, act, _("The plan is approved and in force; the unit is told."))


def _end(
    request: HttpRequest, pk: int, kind: type[forms.Form], act: Callable[[Any, datetime.datetime], None], done: str
) -> HttpResponse:
    now = timezone.now()
    found = plan_for(request.user, pk, now)
    if request.method != "POST":
        return redirect("plan", found.pk)
    form = kind(legible(request.POST))
    name = "return_form" if kind is ReturnForm else "approve_form"
    try:
        if not form.is_valid() or not call(form, lambda: act(form, now)):
            return _draw(request, pk, status=422, **{name: form})
    except (AlreadyHappened, Busy, NotYours) as refusal:
        return _draw(request, pk, status=status_of(refusal), refusal=refusal)
    messages.success(request, done)
    return redirect("plan", pk)


def _draw(request: HttpRequest, pk: int, status: int = 200, **more: Any) -> HttpResponse:
    now = timezone.now()
    page = page_of(plan_for(request.user, pk, now), now)
    rights = rights_at(request.user, page.plan.unit, page.plan.basis, now)
    version = {"version": page.plan.version}
    context: dict[str, Any] = {"page": page, "plan": page.plan, "rights": rights, "groups": list(Group)}
    if rights.approve and page.plan.state == Plan.State.PROPOSED:
        # What the congress set nobody hands back to oneself.
        if page.plan.basis == Basis.ASSIGNED and page.plan.unit.depth > 1:
            context["return_form"] = ReturnForm(initial=version)
        context["approve_form"] = ApproveForm(initial=version)
    return render(request, "planning/plans/plan.html", context | more, status=status)


def _seen_unit(request: HttpRequest, pk: int) -> Unit:
    """Raises Http404 for a unit whose cases this person does not see in lists."""
    roots = access.roots_seen_from(held_seats(request), roles.SEE_LIST)
    found = Unit.objects.filter(access.under_roots(roots, "path"), pk=pk).first() if roots else None
    if found is None:
        raise Http404
    return found
