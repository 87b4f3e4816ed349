"""The list of classes, the page of one, and what plans, changes and cancels it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.refusals import AlreadyHappened, Busy, NotYours
from admission_flow.views.chips import show_chips
from orgs.fields import legible
from orgs.signed_in import user_of
from training.access import rights_of, visible_classes
from training.decisions import planning as verbs
from training.forms.planning import ClassForm, ReasonForm, of_class, of_new_class, suggested_number
from training.models import TrainingClass
from training.programmes import PROGRAMMES
from training.queries.listing import SHOWN, ClassesPage, ClassFilters, classes
from training.queries.page import classes_of_case
from training.views.shared import call, draw, refused, run_by


@require_GET
@login_required
def class_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = classes(request.user, at=now, filters=ClassFilters.of(request.GET.dict()))
    context = {"list": page, "chips": _chips(request, page), "kinds": _kinds(page)}
    return render(request, "training/classes.html", context)


def _chips(request: HttpRequest, page: ClassesPage) -> list[dict[str, Any]]:
    words = {"all": _("all")} | {str(state): str(state.label) for state in TrainingClass.State}
    return show_chips(request, page.filters, {show: words[show] for show in SHOWN}, page.counts, always=("all",))


def _kinds(page: ClassesPage) -> list[dict[str, Any]]:
    """Of each kind, how many wait for such a class, to who may enrol them."""
    if not page.rights.centres and not page.rights.cells:
        return []
    return [{"label": kind.label, "waiting": page.waiting.get(kind, 0)} for kind in TrainingClass.Kind]


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return draw(request, pk)


@require_http_methods(["GET", "POST"])
@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """A new class with the draft of its programme; `kind` in the address says which."""
    now = timezone.now()
    visible = visible_classes(request.user, now)
    centres = sorted(rights_of(request.user, now).centres)
    if not centres:
        raise PermissionDenied(NotYours().sentence)
    kind = request.GET.get("kind", "")
    kind = kind if kind in TrainingClass.Kind.values else str(TrainingClass.Kind.AWARENESS.value)
    posted = legible(request.POST) if request.method == "POST" else None
    today = timezone.localdate(now)
    planned = TrainingClass.objects.filter(visible, starts__year=today.year).count()
    form = of_new_class(posted, kind, suggested_number(planned, today))
    if form.wants_more():
        return _draw_plan(request, form.with_more_rows(), kind)
    if posted is None or not form.is_complete():
        return _draw_plan(request, form, kind, status=200 if posted is None else 422)
    made: list[TrainingClass] = []
    given = form.given()
    try:
        done = call(
            form, lambda: made.append(verbs.plan_class(centres[0], given, acting_user=user_of(request), at=now))
        )
    except AlreadyHappened as refusal:
        form.add_error("number", refusal.sentence)
        return _draw_plan(request, form, kind, status=409)
    if not done:
        return _draw_plan(request, form, kind, status=422)
    messages.success(request, _("The class %(number)s is planned.") % {"number": made[0].number})
    return redirect("class", made[0].pk)


def _draw_plan(request: HttpRequest, form: ClassForm, kind: str, status: int = 200) -> HttpResponse:
    kinds = [
        {"label": capfirst(one.label), "href": f"{request.path}?kind={one.value}", "current": one.value == kind}
        for one in TrainingClass.Kind
    ]
    context = {
        "form": form,
        "kinds": kinds,
        "programme": PROGRAMMES[kind],
        "act_url": request.get_full_path(),
        "chosen": {"label": _("Plan the class")},
    }
    return render(request, "training/plan.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    try:
        found = run_by(request, pk, now)
        posted = legible(request.POST) if request.method == "POST" else None
        form: ClassForm = of_class(posted, found)
        status = 200
        if form.wants_more():
            form = form.with_more_rows()
        elif posted is not None:
            status = 422
            if form.is_complete():
                given = form.given()
                if call(form, lambda: verbs.change_class(pk, given, acting_user=user_of(request), at=now)):
                    messages.success(request, _("The class was changed."))
                    return redirect("class", pk)
    except (NotYours, AlreadyHappened, Busy) as refusal:
        return refused(request, pk, refusal)
    context = {
        "form": form,
        "found": found,
        "act_url": request.path,
        "chosen": {"label": _("Change the class")},
    }
    return render(request, "training/plan.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    try:
        found = run_by(request, pk, now)
        posted = legible(request.POST) if request.method == "POST" else None
        form = ReasonForm(posted)
        if posted is not None and form.is_valid():
            reason = form.cleaned_data["reason"]
            if call(form, lambda: verbs.cancel_class(pk, reason, acting_user=user_of(request), at=now)):
                messages.success(request, _("The class is cancelled. Whoever was enrolled waits for another one."))
                return redirect("class", pk)
    except (NotYours, AlreadyHappened, Busy) as refusal:
        return refused(request, pk, refusal)
    context = {"form": form, "found": found, "enrolled": found.enrolments.filter(state="enrolled").count()}
    return render(request, "training/cancel.html", context, status=200 if posted is None else 422)


@require_GET
@login_required
def of_case(request: HttpRequest, case: int) -> HttpResponse:
    """What this room adds to the page of a case: in which class it is enrolled. Without script, a page of its own."""
    found = classes_of_case(request.user, case, at=timezone.now())
    base = "frame/part.html" if request.headers.get("HX-Request") else "base.html"
    return render(request, "training/of_case.html", {"found": found, "case": found.case, "base": base})
