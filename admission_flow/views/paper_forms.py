"""The forms of a case: their list with a preview, and their doors out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from admission_flow.decisions.handling import look
from admission_flow.decisions.made_forms import attach_form, hand_out_form
from admission_flow.queries.paper_forms import FormHere, FormsPage, forms_page, make
from admission_flow.refusals import NotYours
from admission_flow.views.paper_files import outside_name
from documents.forms import pdf
from documents.forms.engine import Unfillable
from documents.forms.preview import blocks_of
from documents.models import StoredFile
from documents.store import FileAltered
from orgs.refusals import Refusal
from orgs.signed_in import user_of

DOCX, PDF = "docx", "pdf"
_KINDS = {DOCX: StoredFile.Kind.DOCX, PDF: StoredFile.Kind.PDF}


@require_GET
@login_required
def forms(request: HttpRequest, pk: int) -> HttpResponse:
    """`show` is the key of a form to be previewed."""
    page = forms_page(request.user, pk, at=timezone.now())
    key = request.GET.get("show", "")
    return _draw(request, page, page.get(key) if key else None)


@require_GET  # as of the files of papers: what is asked for is handed out whole, and stands in the journal
@login_required
def download(request: HttpRequest, pk: int, key: str, ending: str) -> HttpResponse:
    now = timezone.now()
    page = forms_page(request.user, pk, at=now)
    here = page.get(key)
    if ending == PDF and not pdf.is_here():
        raise Http404
    try:
        made = make(here)
        content = made.content if ending == DOCX else pdf.to_pdf(made.content)
    except (FileAltered, Unfillable) as refusal:
        return _draw(request, page, None, refusal=refusal, status=500)
    except pdf.NoPdf as refusal:
        return _draw(request, page, here, refusal=refusal, status=503)
    hand_out_form(page.case, here.form.code, content, ending, made.template, acting_user=user_of(request), at=now)
    return handed_out(content, _KINDS[ending], f"{here.form.code} {page.case.number}.{ending}")


def handed_out(content: bytes, kind: str, name: str) -> HttpResponse:
    """The file, for nobody's cache."""
    headers = {
        "Content-Disposition": str(content_disposition_header(True, outside_name(name))),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
        "Accept-Ranges": "none",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


@require_POST
@login_required
def attach(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    now = timezone.now()
    page = forms_page(request.user, pk, at=now)
    here = page.get(key)
    if here.paper is None:
        raise Http404
    try:
        made = make(here)
        file = attach_form(page.case, here.paper, made.content, acting_user=user_of(request), at=now)
    except NotYours as refusal:
        return _draw(request, page, None, refusal=refusal, status=403)
    except (FileAltered, Unfillable) as refusal:
        return _draw(request, page, None, refusal=refusal, status=500)
    except Refusal as refusal:
        return _draw(request, page, None, refusal=refusal, status=409)
    told = {"name": file.name, "version": file.version}
    messages.success(request, _("Attached “%(name)s” as version %(version)s.") % told)
    return redirect(f"{reverse('case', args=[pk])}?tab=papers#files-{here.paper.pk}")


def _draw(
    request: HttpRequest, page: FormsPage, shown: FormHere | None, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """Who sees the list or a preview has looked at the file."""
    look(page.case, acting_user=user_of(request), at=timezone.now())
    context: dict[str, Any] = {"page": page, "case": page.case, "shown": shown, "has_pdf": pdf.is_here()}
    if shown is not None and refusal is None:
        try:
            context["blocks"] = blocks_of(make(shown).content)
        except (FileAltered, Unfillable) as unfit:
            refusal, status = unfit, 500
    return render(request, "cases/forms.html", context | {"refusal": refusal}, status=status)
