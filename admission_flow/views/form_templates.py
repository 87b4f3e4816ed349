"""The office's templates of forms: for administrators, who upload one, look at it, and go back to another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from admission_flow.forms.form_template import TemplateForm
from admission_flow.paper_forms.catalogue import FORMS, PaperForm
from admission_flow.queries.form_templates import Version, field_rows, form_rows, tried, versions
from admission_flow.views.paper_files import outside_name
from documents.forms import office
from documents.forms.built_in import built_in
from documents.forms.engine import TEMPLATE_BYTES, Unfillable, check
from documents.models import FormTemplate, StoredFile
from documents.recognise import FileRefused
from documents.store import FileAltered
from orgs.refusals import NotYours, Refusal
from orgs.signed_in import user_of


@require_GET
@login_required
def form_templates(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    return render(request, "form_templates/index.html", {"rows": form_rows()})


@require_http_methods(["GET", "POST"])
@login_required
def form_template(request: HttpRequest, slug: str) -> HttpResponse:
    """One form: its fields, its versions, `show` one of them, and an upload that is only looked at or used."""
    _administrators_only(request)
    form = _form_of(slug)
    if request.method == "GET":
        return _shown(request, form, request.GET.get("show", ""))
    upload = TemplateForm(request.POST, request.FILES)
    if not upload.is_valid():
        return _draw(request, form, upload, status=422)
    file = upload.cleaned_data["file"]
    # One byte more than is allowed tells that it is too large.
    content = file.read(TEMPLATE_BYTES + 1)
    if "look" in request.POST:
        return _looked_at(request, form, upload, content, file.name)
    try:
        row = office.upload_template(
            form.code, content, file.name, form.fields, acting_user=user_of(request), at=timezone.now()
        )
    except office.TemplateRefused as refusal:
        return _draw(request, form, _with(upload, refusal.sentences), status=422)
    except (FileRefused, FileAltered) as refusal:
        return _draw(request, form, _with(upload, [refusal.sentence]), status=422)
    told = {"version": row.version, "form": form.title}
    messages.success(request, _("Version %(version)s of “%(form)s” is in use from now on.") % told)
    return redirect("form_template", slug)


@require_GET
@login_required
def download(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A template, to be edited. It holds nothing of anybody."""
    _administrators_only(request)
    form = _form_of(slug)
    name = outside_name(f"{form.code} v{version}.docx")
    headers = {"Content-Disposition": str(content_disposition_header(True, name)), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(_content(form, version), content_type=StoredFile.Kind.DOCX, headers=headers)


@require_POST
@login_required
def use(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    _administrators_only(request)
    form = _form_of(slug)
    try:
        row = office.restore_template(form.code, version, acting_user=user_of(request), at=timezone.now())
    except FormTemplate.DoesNotExist as error:
        raise Http404 from error
    except office.TemplateRefused as refusal:
        return _draw(request, form, TemplateForm(), refusal=refusal, status=409)
    told = {"version": row.version, "form": form.title}
    messages.success(request, _("Version %(version)s of “%(form)s” is in use from now on.") % told)
    return redirect("form_template", slug)


def _administrators_only(request: HttpRequest) -> None:
    try:
        office.require_administrator(user_of(request))
    except NotYours as refusal:
        raise PermissionDenied(refusal.sentence) from refusal


def _form_of(slug: str) -> PaperForm:
    if slug not in FORMS:
        raise Http404
    return FORMS[slug]


def _content(form: PaperForm, version: int) -> bytes:
    """Raises Http404, FileAltered."""
    if version == office.BUILT_IN:
        return built_in(form.code)
    row = FormTemplate.objects.select_related("file").filter(code=form.code, version=version).first()
    if row is None:
        raise Http404
    return office.content_of(row)


def _shown(request: HttpRequest, form: PaperForm, version: str) -> HttpResponse:
    if not version:
        return _draw(request, form, TemplateForm())
    if not (version.isascii() and version.isdigit() and len(version) < 6):
        raise Http404
    try:
        blocks = tried(form, _content(form, int(version)))
    except (FileAltered, Unfillable) as refusal:
        return _draw(request, form, TemplateForm(), refusal=refusal, status=500)
    return _draw(request, form, TemplateForm(), blocks=blocks, shown=version)


def _looked_at(request: HttpRequest, form: PaperForm, upload: TemplateForm, content: bytes, name: str) -> HttpResponse:
    """What would be used, with values of nobody. Nothing is kept."""
    if sentences := check(content, form.fields, name):
        return _draw(request, form, _with(upload, sentences), status=422)
    return _draw(request, form, TemplateForm(), blocks=tried(form, content), shown=name)


def _with(upload: TemplateForm, sentences: list[str]) -> TemplateForm:
    upload.errors["file"] = upload.error_class(sentences)
    return upload


def _draw(
    request: HttpRequest,
    form: PaperForm,
    upload: TemplateForm,
    *,
    blocks: list[Any] | None = None,
    shown: str = "",
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    found: list[Version] = versions(form)
    context = {
        "form": form,
        "upload": upload,
        "versions": found,
        "fields": field_rows(form),
        "blocks": blocks,
        "shown": shown,
        "refusal": refusal,
    }
    return render(request, "form_templates/form.html", context, status=status)
