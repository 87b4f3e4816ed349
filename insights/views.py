"""The dossier of a case: what will be in it, the button that issues it, and what it is checked with elsewhere."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO

from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.models import PaperFile
from documents.store import PIECE, FileAltered
from insights.dossier.issuing import Issued, issue_dossier
from insights.dossier.queries import contents_of
from insights.dossier.refusals import NotSigned, NotWhole
from journal import keys
from orgs.refusals import Refusal
from orgs.signed_in import user_of

VERIFIER = Path(__file__).with_name("verify_dossier.py")
_NOT_IN_NAMES = re.compile(r"[^\w .()-]+")


@require_http_methods(["GET", "POST"])
@login_required
def dossier(request: HttpRequest, case: int) -> HttpResponseBase:
    """What it will hold, as a page or as a part of the page of the case; a POST issues it and hands it out."""
    if request.method == "GET":
        return _draw(request, case)
    try:
        return _handed_out(request, issue_dossier(case, acting_user=user_of(request), at=timezone.now()))
    except (FileAltered, NotSigned, NotWhole) as refusal:
        return _draw(request, case, refusal, status=500)
    except Refusal as refusal:
        return _draw(request, case, refusal, status=409)


@require_GET
@login_required
def verifier(request: HttpRequest) -> HttpResponseBase:
    return FileResponse(VERIFIER.open("rb"), as_attachment=True, content_type="text/x-python; charset=utf-8")


@require_GET
@login_required
def public_keys(request: HttpRequest) -> HttpResponse:
    """Of the key that signs now and of those before it, so that older dossiers can be checked too."""
    try:
        keys.signing_key()  # the demo makes its own at first use
        content = b"".join(keys.pem(key) for key in keys.known_keys().values())
    except keys.KeyFileError as error:
        return HttpResponse(str(error), status=500, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": 'attachment; filename="office.pub"'}
    return HttpResponse(content, content_type="application/x-pem-file", headers=headers)


def _draw(request: HttpRequest, case: int, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    part = bool(request.headers.get("HX-Request"))
    context = {
        "contents": contents_of(request.user, case, at=timezone.now()),
        "base": "frame/part.html" if part else "base.html",
        "part": part,
        "refusal": refusal,
    }
    return render(request, "dossier/dossier.html", context, status=status)


def _handed_out(request: HttpRequest, issued: Issued) -> StreamingHttpResponse:
    pieces = _pieces_later(issued.file) if isinstance(request, ASGIRequest) else _pieces(issued.file)
    headers = {
        "Content-Length": str(issued.size),
        "Content-Disposition": str(content_disposition_header(True, _name_outside(issued))),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


def _name_outside(issued: Issued) -> str:
    """Which case it is and how secret, and nothing of the person."""
    degree = PaperFile.Classification(issued.classification).label
    name = _("Dossier %(case)s (%(degree)s)") % {"case": issued.number, "degree": degree}
    return _NOT_IN_NAMES.sub("-", name) + ".zip"


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


async def _pieces_later(file: IO[bytes]) -> AsyncIterator[bytes]:
    """The same where Django would else read all of it into memory first."""
    with file:
        while piece := file.read(PIECE):
            yield piece
