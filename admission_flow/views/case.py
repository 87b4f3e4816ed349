"""The page of a case, and the acts on it."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from admission_flow.access import Action, case_for
from admission_flow.decisions import sideways
from admission_flow.decisions.handling import look, mark_seen, take
from admission_flow.forms.fields import ActForm, legible
from admission_flow.forms.row_sets import RowsForm
from admission_flow.forms.steps import CellVoteForm
from admission_flow.models import Task
from admission_flow.queries.file import CasePage, case_page
from admission_flow.queries.tabs import again_sentence
from admission_flow.refusals import AlreadyDone, AlreadyHappened, CaseClosed, InvalidFacts, NotYours, WrongStep
from admission_flow.views.verbs import VERBS
from admission_flow.views.verdicts import preview
from admission_flow.wording import done_sentence
from orgs.refusals import Refusal
from orgs.signed_in import user_of

# What an act was for is not there any more.
OVERTAKEN = (AlreadyDone, AlreadyHappened, CaseClosed, WrongStep)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    page = case_page(request.user, pk, request.GET.get("tab", ""), at=now)
    mark_seen((action.task.pk for action in page.actions if action.task and not action.task.first_seen_at), at=now)
    chosen = _chosen(page, request.GET.get("do", ""), request.GET.get("task", ""))
    form = _form(chosen, page, now) if chosen else None
    if form and request.GET.get("fact"):
        form.initial["fact"] = request.GET["fact"]
    return _draw(request, page, chosen, form)


@require_http_methods(["GET", "POST"])
@login_required
def act(request: HttpRequest, pk: int, verb: str, task: int | None = None) -> HttpResponse:
    """One act: the case through its door, the form, one verb. A refusal draws the page again with its sentence.

    The address of an act that is only looked up, after signing in again or by a reload, shows the case with its form.
    """
    if request.method == "GET":
        wanted = {"do": verb} | ({"task": task} if task else {})
        return redirect(f"{reverse('case', args=[pk])}?{urlencode(wanted)}")
    now = timezone.now()
    page = case_page(request.user, pk, "", at=now)
    chosen = next((one for one in page.actions if one.verb == verb and _task_id(one) == task), None)
    try:
        if chosen is None:
            raise _why_not_offered(page, verb, task)
        form = _form(chosen, page, now, legible(request.POST))
        if isinstance(form, RowsForm) and form.wants_more():
            return _draw(request, page, chosen, form.with_more_rows())
        if not form.is_complete():
            return _draw(request, page, chosen, form, status=422)
        return _done(request, page, chosen, form, now)
    except NotYours as refusal:
        return _draw(request, page, None, None, refusal=refusal, status=403)
    except OVERTAKEN as refusal:
        fresh = case_page(request.user, pk, "", at=now)
        return _draw(request, fresh, None, None, refusal=refusal, status=409)


def _done(request: HttpRequest, page: CasePage, chosen: Action, form: ActForm, now: datetime.datetime) -> HttpResponse:
    """Call the verb. What it refuses for its facts goes back to the form, with nothing typed lost."""
    ids = [page.case.pk] + ([chosen.task.pk] if chosen.task else [])
    try:
        decision = VERBS[chosen.verb].function(*ids, **form.given(), acting_user=user_of(request), at=now)
    except (*OVERTAKEN, NotYours):
        raise
    except InvalidFacts as refusal:
        for field, sentences in refusal.errors.items():
            for sentence in sentences:
                form.add_error(field if field in form.fields else None, str(sentence))
        return _draw(request, page, chosen, form, status=422)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _draw(request, page, chosen, form, status=422)
    messages.success(request, done_sentence(chosen.verb, decision.outcome))
    if decision.facts.get("again"):
        messages.warning(request, again_sentence(decision.facts["again"]))
    if VERBS[chosen.verb].leaves and not _still_seen(request, page.case.pk, now):
        return redirect("cases")
    return redirect("case", page.case.pk)


def _still_seen(request: HttpRequest, pk: int, now: datetime.datetime) -> bool:
    try:
        case_for(request.user, pk, at=now)
    except Http404:
        return False
    return True


def _why_not_offered(page: CasePage, verb: str, task_id: int | None) -> Refusal:
    if verb not in VERBS:
        return WrongStep()
    if task_id is None and (refusal := sideways.why_not(page.case, verb)):
        return refusal
    if not page.case.is_open:
        return CaseClosed()
    if task_id is None:
        return NotYours()
    task = Task.objects.select_related("owner__person").filter(process=page.case, pk=task_id).first()
    if task is None:
        return WrongStep()
    return NotYours() if task.is_open else AlreadyDone(task)


@require_POST
@login_required
def take_step(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """ "I am on it"."""
    now = timezone.now()
    page = case_page(request.user, pk, "", at=now)
    found = next((one for one in page.open_tasks if one.pk == task), None)
    try:
        if found is None:
            raise _why_not_offered(page, "declare", task)
        take(pk, task, found.step, acting_user=user_of(request), at=now)
    except Refusal as refusal:
        status = 403 if isinstance(refusal, NotYours) else 409
        return _draw(request, page, None, None, refusal=refusal, status=status)
    return redirect("case", pk)


@require_GET
@login_required
def verdict(request: HttpRequest, pk: int, verb: str, task: int) -> HttpResponse:
    """The rule's arithmetic for the numbers typed so far; nothing is written.

    Empty where the vote has been recorded meanwhile: the page that asks hears of it by itself.
    """
    now = timezone.now()
    page = case_page(request.user, pk, "", at=now)
    if verb not in VERBS or not issubclass(VERBS[verb].form, CellVoteForm):
        raise Http404
    chosen = next((one for one in page.actions if one.verb == verb and _task_id(one) == task), None)
    form = _form(chosen, page, now, request.GET) if chosen else None
    if not isinstance(form, CellVoteForm):
        return HttpResponse(status=204)
    return render(request, "cases/verdict.html", {"found": preview(form), "partial": True})


def _chosen(page: CasePage, verb: str, task_id: str) -> Action | None:
    """The act asked for by the address, else the first one on a step; acts on the whole case only when asked for."""
    for action in page.actions:
        if action.verb == verb and task_id in ("", str(_task_id(action))):
            return action
    return next((action for action in page.actions if action.task), None)


def _task_id(action: Action) -> int | None:
    return action.task.pk if action.task else None


def _form(chosen: Action, page: CasePage, now: datetime.datetime, data: Any = None) -> ActForm:
    return VERBS[chosen.verb].form(data, case=page.case, task=chosen.task, today=timezone.localdate(now))


def _draw(
    request: HttpRequest,
    page: CasePage,
    chosen: Action | None,
    form: ActForm | None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page. Whatever led to it, a refused form too, who sees the file on it has looked at the file."""
    if page.sees_file:
        look(page.case, acting_user=user_of(request), at=timezone.now())
    context = {
        "page": page,
        "case": page.case,
        "here": request.get_full_path() if request.method == "GET" else reverse("case", args=[page.case.pk]),
        "chosen": chosen,
        "form": form,
        "danger": VERBS[chosen.verb].danger if chosen else False,
        "found": preview(form) if isinstance(form, CellVoteForm) else None,
        "refusal": refusal,
    }
    return render(request, "cases/case.html", context, status=status)
