"""Checkpoints: the list, a file to take away, and the comparison with one that comes back."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from documents.uploads import is_too_large, turn_away
from insights import tables
from insights.audit import checkpoints
from insights.audit.access import Reach, reach_of, require_whole
from insights.audit.views.tabs import desk_tabs
from journal.keys import KeyFileError
from journal.looking import looked
from orgs.pages import WholePages
from orgs.refusals import Refusal
from orgs.signed_in import user_of

PAGE_LENGTH = 50


def _auditor(request: HttpRequest) -> Reach:
    reach = reach_of(user_of(request), timezone.now())
    require_whole(reach)
    return reach


@never_cache
@csrf_exempt  # reads no form: whoever does, `_compared`, asks for the token
@require_http_methods(["GET", "POST"])
@login_required
def checkpoint_list(request: HttpRequest) -> HttpResponse:
    """A POST compares a file with the journal."""
    reach = _auditor(request)
    if request.method == "GET":
        looked("audit_checkpoints", {}, acting_user=reach.person, at=reach.at)
        return _drawn(request, reach)
    if is_too_large(request):
        turn_away(request)
        return _drawn(request, reach, sentence=_too_large(), status=413)
    return _compared(request, reach)


@csrf_protect
def _compared(request: HttpRequest, reach: Reach) -> HttpResponse:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _drawn(
            request, reach, sentence=_("Choose the file of a checkpoint that was kept elsewhere."), status=422
        )
    if (file.size or 0) > checkpoints.LARGEST:
        return _drawn(request, reach, sentence=_too_large(), status=413)
    try:
        compared = checkpoints.compare(file.chunks(), file.name or _("the file sent"), at=reach.at)
    except (Refusal, KeyFileError) as error:
        looked("audit_compared", {"readable": False}, acting_user=reach.person, at=reach.at, each_time=True)
        return _drawn(request, reach, sentence=str(error), status=422)
    refs = {"checkpoint": compared.seal.number, "hash": compared.seal.hash(), "holds": compared.holds}
    looked("audit_compared", refs, acting_user=reach.person, at=reach.at, each_time=True)
    return _drawn(request, reach, compared=compared)


@require_GET  # no HEAD: what is asked for is handed out, and stands in the journal
@login_required
def checkpoint_file(request: HttpRequest, number: int) -> HttpResponseBase:
    reach = _auditor(request)
    kept = checkpoints.kept_file(number)
    refs = {"checkpoint": number, "sha256": _sha256(kept)}
    looked("audit_checkpoint_taken", refs, acting_user=reach.person, at=reach.at, each_time=True)
    return tables.handed_out(request, kept.open("rb"), tables.JSONL, kept.stem)


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _too_large() -> str:
    return _("The file is larger than %(size)s MB, which no checkpoint of this office is. Choose another.") % {
        "size": checkpoints.LARGEST // 1024**2
    }


def _drawn(
    request: HttpRequest,
    reach: Reach,
    *,
    compared: checkpoints.Compared | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    page = WholePages(checkpoints.checkpoints(), PAGE_LENGTH).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "tabs": desk_tabs("checkpoints", reach),
        "page": page,
        "rows": [(row, checkpoints.file_of(row) is not None) for row in page.object_list],
        "compared": compared,
        "lines": [checkpoints.fallen_words(one) for one in compared.fallen] if compared else [],
        "sentence": sentence,
        "largest": checkpoints.LARGEST // 1024**2,
    }
    return render(request, "audit/checkpoints.html", context, status=status)
