"""The files of a paper: the form that attaches one, and the door that hands one out."""

from __future__ import annotations

import datetime
import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.access import case_for
from admission_flow.decisions.attachments import attach_file, hand_out
from admission_flow.forms.attachment import AttachForm, attach_form, row_of
from admission_flow.models import PaperFile
from admission_flow.queries.file import CasePage, case_page
from admission_flow.queries.paper_files import file_of
from admission_flow.refusals import AlreadyRecorded, CaseClosed, InvalidFacts, NotYours, OnHold
from admission_flow.views.case import draw
from documents.contents.unfit import Fault
from documents.recognise import FileRefused, name_of, recognise, sentence
from documents.store import FileAltered
from documents.uploads import NamesAsSent, is_too_large, turn_away
from orgs.fields import legible
from orgs.refusals import Refusal
from orgs.signed_in import user_of

# What no system allows in the name of a file.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@csrf_exempt  # reads no form: whoever does, `_attach`, asks for the token
@require_http_methods(["GET", "POST"])
@login_required
def attach(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """The address that is only looked up, after signing in again or by a reload, shows the tab with its form."""
    if request.method == "GET":
        return redirect(f"{reverse('case', args=[pk])}?tab=papers&attach={paper}")
    if is_too_large(request):
        refusal = FileRefused(sentence(Fault.TOO_LARGE, turn_away(request) or _("the file sent")))
        return draw(request, _papers_page(request, pk, timezone.now()), None, None, refusal=refusal, status=413)
    return _attach(request, pk, paper, NamesAsSent.of(request))


@csrf_protect
def _attach(request: HttpRequest, pk: int, paper: int, sent: NamesAsSent) -> HttpResponse:
    now = timezone.now()
    page = _papers_page(request, pk, now)
    form = attach_form(page, str(paper), legible(request.POST), request.FILES)
    try:
        if form is None:
            raise _why_not(page, paper)
        return _attached(request, page, form, sent, now)
    except NotYours as refusal:
        return draw(request, page, None, None, refusal=refusal, status=403)
    except (CaseClosed, OnHold, AlreadyRecorded) as refusal:
        fresh = _papers_page(request, pk, now)
        told = OnHold(refusal.since, fresh.held_because) if isinstance(refusal, OnHold) else refusal
        return draw(request, fresh, None, None, refusal=told, status=409)


def _attached(
    request: HttpRequest, page: CasePage, form: AttachForm, sent: NamesAsSent, now: datetime.datetime
) -> HttpResponse:
    """Call the verb. What it refuses for the file goes back to the form."""
    try:
        for name in sent.names:
            name_of(name)
        if form.is_valid():
            file = attach_file(page.case.pk, form.paper.pk, form.given(), acting_user=user_of(request), at=now)
            messages.success(
                request, _("Attached “%(name)s” as version %(version)s.") % {"name": file.name, "version": file.version}
            )
            return redirect(f"{reverse('case', args=[page.case.pk])}?tab=papers")
        if chosen := form.cleaned_data.get("file"):  # all that is wrong is told at once: it must be chosen anew
            recognise(chosen.file, chosen.name)
    except InvalidFacts as refusal:
        # Somebody has attached a version meanwhile: the form now asks why another takes its place.
        page = _papers_page(request, page.case.pk, now)
        form = attach_form(page, str(form.paper.pk), legible(request.POST), request.FILES) or form
        for field, sentences in refusal.errors.items():
            form.errors[field] = form.error_class([str(one) for one in sentences])
    except (FileRefused, FileAltered) as refusal:
        form.errors["file"] = form.error_class([refusal.sentence])
    return draw(request, page, None, None, attach=form, status=422)


def _papers_page(request: HttpRequest, pk: int, now: datetime.datetime) -> CasePage:
    """Raises Http404 for who does not see the file too: papers are not in the list's depth."""
    page = case_page(request.user, pk, "papers", at=now)
    if not page.sees_file:
        raise Http404
    return page


def _why_not(page: CasePage, paper_id: int) -> Refusal:
    """Why no form is offered. What the case is like is told to whose act it is, and to nobody else."""
    row = row_of(page, str(paper_id))
    if row is None:
        raise Http404
    if not row["is_mine"]:
        return NotYours()
    return OnHold(page.case.held_since) if page.case.held_since else CaseClosed()


@require_GET  # neither HEAD nor a range: what is asked for is handed out whole, and stands in the journal
@login_required
def download(request: HttpRequest, pk: int, paper: int, version: int) -> HttpResponse:
    now = timezone.now()
    file = file_of(case := case_for(request.user, pk, at=now), paper, version)
    try:
        content = hand_out(case, file, acting_user=user_of(request), at=now)
    except FileAltered as refusal:
        return draw(request, _papers_page(request, pk, now), None, None, refusal=refusal, status=500)
    headers = {
        "Content-Disposition": str(content_disposition_header(True, _name_outside(case.number, file))),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
        "Accept-Ranges": "none",
    }
    return HttpResponse(content, content_type=file.file.kind, headers=headers)


def _name_outside(number: str, file: PaperFile) -> str:
    """Of the file at the reader's: which paper it is and how secret, and nothing of the person."""
    ending = file.file.get_kind_display().lower().replace("jpeg", "jpg")
    told = {"paper": file.paper.code, "case": number, "version": file.version}
    name = _("%(paper)s %(case)s version %(version)s") % told
    return outside_name(f"{name} ({file.get_classification_display()}).{ending}")


def outside_name(name: str) -> str:
    return _NOT_IN_NAMES.sub("-", name)
