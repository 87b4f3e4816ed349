"""What is said on a case: the doors of its conversation, which is shown under its tab on the case's page."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from admission_flow.decisions import conversation as verbs
from admission_flow.decisions.conversation import AlreadySaid, ChangedMeanwhile, ConversationOver, ReadsOnly
from admission_flow.forms.conversation import ANSWER, EDIT, WITHDRAW, CommentForm, talk_form
from admission_flow.models import Comment
from admission_flow.queries.conversation import CONVERSATION
from admission_flow.queries.file import CasePage, case_page
from admission_flow.refusals import InvalidFacts, NotYours
from admission_flow.views.case import draw
from orgs.fields import legible
from orgs.refusals import Refusal
from orgs.signed_in import user_of

_ACTS = (ANSWER, EDIT, WITHDRAW)


@require_http_methods(["GET", "POST"])
@login_required
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """A new thread. The address that is only looked up shows the tab with its form."""
    if request.method == "GET":
        return redirect(_address(pk))
    return _spoken(request, pk, {}, timezone.now())


@require_http_methods(["GET", "POST"])
@login_required
def speak(request: HttpRequest, pk: int, comment: int, act: str) -> HttpResponse:
    """An answer to a comment, a change of it, its withdrawal."""
    if act not in _ACTS:
        raise Http404
    if request.method == "GET":
        return redirect(_address(pk, comment, **{act: str(comment)}))
    now = timezone.now()
    if act == WITHDRAW:
        return _withdrawn(request, pk, comment, now)
    return _spoken(request, pk, {act: str(comment)}, now)


def _spoken(request: HttpRequest, pk: int, asked: Mapping[str, str], now: datetime.datetime) -> HttpResponse:
    posted = legible(request.POST)
    page = _page(request, pk, asked, now)
    form = talk_form(page, asked, posted)
    try:
        if form is None or (asked and form.does not in asked):
            raise _why_not(page, asked, request, now)
        if not form.is_valid():
            return draw(request, page, None, None, talk=form, status=422)
        said = _call(request, form, pk, now)
    except InvalidFacts as refusal:
        for field, sentences in refusal.errors.items():
            for sentence in sentences:
                form.add_error(field if field in form.fields else None, str(sentence))  # type: ignore[union-attr]
        return draw(request, page, None, None, talk=form, status=422)
    except AlreadySaid as refusal:
        messages.info(request, refusal.sentence)
        return redirect(_address(pk))
    except ChangedMeanwhile as refusal:
        return _overtaken(request, pk, asked, posted, refusal, now)
    except Refusal as refusal:
        status = 403 if isinstance(refusal, NotYours | ReadsOnly) else 409
        return draw(request, _page(request, pk, asked, now), None, None, talk=form, refusal=refusal, status=status)
    messages.success(request, {ANSWER: _("Answered."), EDIT: _("Changed.")}.get(form.does, _("Sent.")))
    return redirect(_address(pk, said.pk))


def _call(request: HttpRequest, form: CommentForm, pk: int, now: datetime.datetime) -> Comment:
    person, given = user_of(request), form.given()
    if form.does == ANSWER:
        return verbs.answer(pk, form.about, given, acting_user=person, at=now)
    if form.does == EDIT:
        number = form.cleaned_data["number"] or 0
        return verbs.edit_comment(pk, form.about, number, given, acting_user=person, at=now)
    task = form.cleaned_data.get("asks")
    if task:
        return verbs.ask_holder(pk, int(task), given, acting_user=person, at=now)
    return verbs.comment(pk, given, acting_user=person, at=now)


def _withdrawn(request: HttpRequest, pk: int, comment: int, now: datetime.datetime) -> HttpResponse:
    page = _page(request, pk, {WITHDRAW: str(comment)}, now)
    try:
        verbs.withdraw_comment(pk, comment, acting_user=user_of(request), at=now)
    except Comment.DoesNotExist as gone:
        raise Http404 from gone
    except Refusal as refusal:
        status = 403 if isinstance(refusal, NotYours | ReadsOnly) else 409
        return draw(request, page, None, None, talk=talk_form(page, {}), refusal=refusal, status=status)
    messages.success(request, _("Withdrawn. What you had written is shown to you and to inspectors only."))
    return redirect(_address(pk, comment))


def _overtaken(
    request: HttpRequest, pk: int, asked: Mapping[str, str], posted: QueryDict, refusal: Refusal, now: datetime.datetime
) -> HttpResponse:
    """What was typed stays, beside what stands there now; saved again, it takes its place."""
    fresh = _page(request, pk, asked, now)
    said = fresh.talk.said(asked.get(EDIT, "")) if fresh.talk else None
    if said:
        posted["number"] = str(said.number)
    return draw(request, fresh, None, None, talk=talk_form(fresh, asked, posted), refusal=refusal, status=409)


def _page(request: HttpRequest, pk: int, asked: Mapping[str, str], now: datetime.datetime) -> CasePage:
    """Raises Http404 for who does not see the file too: the conversation is not in the list's depth."""
    page = case_page(request.user, pk, CONVERSATION, at=now, asked=asked)
    if not page.sees_file:
        raise Http404
    return page


def _why_not(page: CasePage, asked: Mapping[str, str], request: HttpRequest, now: datetime.datetime) -> Refusal:
    """Why no form is offered. Raises Http404 for a comment that isn't there."""
    talk = page.talk
    if talk is None or not talk.seated:
        return ReadsOnly()
    if talk.ended:
        return ConversationOver(talk.ended)
    said = talk.said(next(iter(asked.values()), ""))
    if said is None:
        raise Http404
    return ChangedMeanwhile() if said.is_mine else NotYours()


def _address(pk: int, comment: int | None = None, **more: str) -> str:
    place = {"tab": CONVERSATION} | ({"comment": str(comment)} if comment else {}) | more
    anchor = f"comment-{comment}" if comment else "file"
    return f"{reverse('case', args=[pk])}?{urlencode(place)}#{anchor}"
