"""The office's form in the browser: uploaded, looked at, loaded. Whole without script, which only fetches it anew."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.recognise import FileRefused, bytes_allowed, name_of
from documents.uploads import is_too_large, turn_away
from intake import uploading
from intake.access import require_loader, upload_for
from intake.forms import UploadForm
from intake.models import Line, Upload
from intake.refusals import NotShown, NotSilent, StillRunning
from intake.shown import LineFilters, figures_of, lines_page
from orgs.loading.more import more_sheets
from orgs.loading.progress import STAGE_WORDS
from orgs.loading.sheets import UnreadableError, opened
from orgs.models import User
from orgs.pages import WholePages
from orgs.refusals import Refusal
from orgs.signed_in import user_of

PAGE_LENGTH = 20


@csrf_exempt  # reads no form: whoever does, `_uploads`, asks for the token
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def uploads(request: HttpRequest) -> HttpResponse:
    """One's own, the newest first. A POST uploads another."""
    require_loader(request.user, timezone.now())
    if request.method == "POST" and is_too_large(request):
        turn_away(request)
        return _drawn(request, UploadForm(), sentences=[_too_large()], status=413)
    return _uploads(request)


@csrf_protect
def _uploads(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return _drawn(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _drawn(request, form, status=422)
    file: UploadedFile = form.cleaned_data["file"]
    try:
        name = name_of(file.name or "")
        content = _content_of(file)
        upload = uploading.upload_form(content, name, acting_user=user_of(request), at=timezone.now())
    except UnreadableError as error:
        return _drawn(request, form, sentences=[str(problem) for problem in error.problems], status=422)
    except FileRefused as refusal:
        return _drawn(request, form, sentences=[refusal.sentence], status=422)
    except StillRunning as refusal:
        return _drawn(request, form, refusal=refusal, status=409)
    return redirect("upload", upload.pk)


@never_cache
@require_GET
@login_required
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    return _upload_drawn(request, upload_for(user_of(request), pk, at=timezone.now()))


@require_POST
@login_required
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly what was shown: the page sends the fingerprint of it along."""
    shown = request.POST.get("shown", "")
    return _do(request, pk, lambda user, at: uploading.ask_to_load(pk, shown, acting_user=user, at=at))


@require_POST
@login_required
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("Nothing was loaded, and what was uploaded is gone.")
    return _do(request, pk, lambda user, at: uploading.give_up(pk, acting_user=user, at=at), gone=done)


@require_POST
@login_required
def again(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda user, at: uploading.start_again(pk, acting_user=user, at=at))


def _do(
    request: HttpRequest, pk: int, act: Callable[[User, datetime.datetime], object], *, gone: str = ""
) -> HttpResponse:
    """`gone`: what is said where there is no upload any more after the act."""
    now, person = timezone.now(), user_of(request)
    upload_for(person, pk, at=now)
    try:
        act(person, now)
    except (NotShown, NotSilent) as refusal:
        return _upload_drawn(request, upload_for(person, pk, at=now), refusal=refusal, status=409)
    if not gone:
        return redirect("upload", pk)
    messages.success(request, gone)
    return redirect("uploads")


def _content_of(file: UploadedFile) -> bytes:
    """The bytes of what is, by its content, a workbook with the form's sheets and columns. Raises UnreadableError,
    FileRefused."""
    content: bytes = file.read(bytes_allowed() + 1)
    if len(content) > bytes_allowed():
        raise FileRefused(_too_large())
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as draft:
        draft.write(content)
        draft.flush()
        with opened(Path(draft.name), [one.sheet for one in more_sheets()]):
            return content


def _too_large() -> str:
    limit = bytes_allowed() // (1024 * 1024)
    return _("The file is larger than %(limit)s MB. Load it by the command on the server.") % {"limit": limit}


def _drawn(
    request: HttpRequest,
    form: UploadForm,
    *,
    sentences: list[str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    own = Upload.objects.filter(uploaded_by=user_of(request)).defer("content").order_by("-pk")
    page = WholePages(own, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "sentences": sentences, "refusal": refusal}
    return render(request, "intake/uploads.html", context, status=status)


def _upload_drawn(
    request: HttpRequest, found: Upload, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    filters = LineFilters.of(request.GET.dict())
    page, rows = lines_page(found, filters)
    figures = figures_of(found)
    context: dict[str, Any] = {
        "upload": found,
        "silent": found.is_silent(timezone.now()),
        "stage": STAGE_WORDS.get(found.stage, ""),
        "figures": figures,
        "changes": sum(one.new + one.changed for one in figures),
        "page": page,
        "rows": rows,
        "chips": _chips(request, figures, filters),
        "filters": filters,
        "refusal": refusal,
        "here": request.path,
    }
    return render(request, "intake/upload.html", context, status=status)


def _chips(request: HttpRequest, figures: list[Any], filters: LineFilters) -> list[dict[str, Any]]:
    """All, and new and changed of each sheet that has some."""
    chips = [("", "", _("all"), sum(one.new + one.changed for one in figures))]
    for place, one in enumerate(figures):
        words = {Line.Kind.NEW: pgettext("a row of the form", "new"), Line.Kind.CHANGED: _("changed")}
        numbers = {Line.Kind.NEW: one.new, Line.Kind.CHANGED: one.changed}
        chips += [(kind, str(place), f"{one.name}: {words[kind]}", numbers[kind]) for kind in words if numbers[kind]]
    return [
        {
            "id": f"lines-{kind or 'all'}-{sheet}",
            "label": label,
            "count": number,
            "href": request.path + filters.address(kind=kind, sheet=sheet),
            "current": (filters.kind, filters.sheet) == (kind, sheet),
        }
        for kind, sheet, label, number in chips
    ]
