"""The page of a case, and the acts on it."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from admission_flow.access import EXTEND, Action, case_for, holds_seat, needs_a_thing, seat_on_case
from admission_flow.decisions import extension, sideways
from admission_flow.decisions.handling import look, mark_seen, take
from admission_flow.decisions.withdrawal import NotWithdrawn
from admission_flow.forms.attachment import AttachForm, attach_form
from admission_flow.forms.conversation import CommentForm, talk_form, to_withdraw
from admission_flow.forms.fields import ActForm
from admission_flow.forms.row_sets import RowsForm
from admission_flow.forms.steps import CellVoteForm
from admission_flow.models import Task
from admission_flow.queries.file import CasePage, case_page
from admission_flow.queries.tabs import again_sentence
from admission_flow.refusals import (
    AlreadyDone,
    AlreadyHappened,
    AlreadyRecorded,
    CaseClosed,
    InvalidFacts,
    NotExtendable,
    NotOnHold,
    NotYours,
    OnHold,
    RuleNotMet,
    WrongStep,
)
from admission_flow.views.verbs import VERBS
from admission_flow.views.verdicts import preview
from admission_flow.wording import done_sentence
from orgs import access
from orgs.fields import legible
from orgs.refusals import Refusal
from orgs.signed_in import user_of

# The case is no longer as the page showed it.
OVERTAKEN = (AlreadyDone, AlreadyHappened, CaseClosed, WrongStep, NotOnHold, NotExtendable)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    asked = request.GET.dict()
    page = case_page(request.user, pk, request.GET.get("tab", ""), at=now, asked=asked)
    mark_seen((action.task.pk for action in page.actions if action.task and not action.task.first_seen_at), at=now)
    chosen = _chosen(page, request.GET.get("do", ""), request.GET.get("task", ""))
    form = _form(chosen, page, now, asked=request.GET) if chosen else None
    if form and request.GET.get("fact"):
        form.initial["fact"] = request.GET["fact"]
    attach, talk = attach_form(page, request.GET.get("attach", "")), talk_form(page, asked)
    return draw(request, page, chosen, form, attach=attach, talk=talk, withdraw=to_withdraw(page, asked))


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
            raise _why_not_offered(request, page, verb, task, now)
        form = _form(chosen, page, now, legible(request.POST))
        if isinstance(form, RowsForm) and form.wants_more():
            return draw(request, page, chosen, form.with_more_rows())
        if not form.is_complete():
            return draw(request, page, chosen, form, status=422)
        return _done(request, page, chosen, form, now)
    except (NotYours, RuleNotMet) as refusal:
        return draw(request, page, None, None, refusal=refusal, status=403)
    except (*OVERTAKEN, OnHold, NotWithdrawn) as refusal:
        fresh = case_page(request.user, pk, "", at=now)
        told = OnHold(refusal.since, fresh.held_because) if isinstance(refusal, OnHold) else refusal
        return draw(request, fresh, None, None, refusal=told, status=409)


def _done(request: HttpRequest, page: CasePage, chosen: Action, form: ActForm, now: datetime.datetime) -> HttpResponse:
    """Call the verb. What it refuses for its facts goes back to the form, with nothing typed lost."""
    ids = [page.case.pk] + ([chosen.task.pk] if chosen.task else [])
    try:
        decision = VERBS[chosen.verb].function(*ids, **form.given(), acting_user=user_of(request), at=now)
    except (*OVERTAKEN, OnHold, NotYours):
        raise
    except InvalidFacts as refusal:
        for field, sentences in refusal.errors.items():
            for sentence in sentences:
                form.add_error(field if field in form.fields else None, str(sentence))
        return draw(request, page, chosen, form, status=422)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return draw(request, page, chosen, form, status=422)
    if decision is None:  # the step stays open
        messages.success(request, done_sentence(chosen.verb, ""))
        return redirect("case", page.case.pk)
    messages.success(request, done_sentence(VERBS[chosen.verb].ends_as or chosen.verb, decision.outcome))
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


def _why_not_offered(
    request: HttpRequest, page: CasePage, verb: str, task_id: int | None, now: datetime.datetime
) -> Refusal:
    if verb not in VERBS:
        return WrongStep()
    if task_id is None and verb in sideways.ON_CASE:
        return sideways.why_not(page.case, verb, access.capabilities(request.user, now), now)
    if not page.case.is_open:
        return CaseClosed()
    if task_id is None:
        return _why_not_on_case(request, page, verb, now)
    task = Task.objects.select_related("owner__person").filter(process=page.case, pk=task_id).first()
    return WrongStep() if task is None else _why_not_at_step(page, task, verb)


def _why_not_at_step(page: CasePage, task: Task, verb: str) -> Refusal:
    if not task.is_open:
        return AlreadyDone(task)
    if page.case.held_since:
        return OnHold(page.case.held_since)
    if page.bars:
        return RuleNotMet(page.bars)
    may_act_here = any(one.task and one.task.pk == task.pk for one in page.actions)
    return (
        AlreadyRecorded(_("Nothing is left to do this with; see below what has been recorded meanwhile."))
        if may_act_here and needs_a_thing(task.step, verb)
        else NotYours()
    )


def _why_not_on_case(request: HttpRequest, page: CasePage, verb: str, now: datetime.datetime) -> Refusal:
    """Who has the seat is told what the case is like now; nobody else is."""
    case = page.case
    seated = seat_on_case(case, verb)
    if seated is None or not holds_seat(request.user, case, seated, at=now):
        return NotYours()
    if verb == "resume":
        return NotOnHold()
    if verb == "withdraw" and case.is_recognition:
        return NotWithdrawn()
    if case.held_since:
        return OnHold(case.held_since)
    return extension.why_not(case, now) if verb == EXTEND else WrongStep()


@require_POST
@login_required
def take_step(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """ "I am on it"."""
    now = timezone.now()
    page = case_page(request.user, pk, "", at=now)
    found = next((one for one in page.open_tasks if one.pk == task), None)
    try:
        if found is None:
            raise _why_not_offered(request, page, "declare", task, now)
        take(pk, task, found.step, acting_user=user_of(request), at=now)
    except Refusal as refusal:
        status = 403 if isinstance(refusal, NotYours) else 409
        refusal = OnHold(refusal.since, page.held_because) if isinstance(refusal, OnHold) else refusal
        return draw(request, page, None, None, refusal=refusal, status=status)
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


def _form(
    chosen: Action, page: CasePage, now: datetime.datetime, data: Any = None, asked: QueryDict | None = None
) -> ActForm:
    """`asked` is the query of the address: it may fill in what a form takes from there (`from_address`)."""
    kind = VERBS[chosen.verb].form
    known = {name: asked.getlist(name) for name in kind.from_address if name in asked} if asked else {}
    return kind(data, case=page.case, task=chosen.task, today=timezone.localdate(now), initial=known)


def draw(
    request: HttpRequest,
    page: CasePage,
    chosen: Action | None,
    form: ActForm | None,
    *,
    attach: AttachForm | None = None,
    talk: CommentForm | None = None,
    withdraw: int | None = None,
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
        "attach": attach,
        "talk": talk,
        "withdraw": withdraw,
        "danger": VERBS[chosen.verb].danger if chosen else False,
        "found": preview(form) if isinstance(form, CellVoteForm) else None,
        "refusal": refusal,
    }
    return render(request, "cases/case.html", context, status=status)
