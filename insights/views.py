"""The dossier of a case: what will be in it, the button that issues it, and what it is checked with elsewhere."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.models import PaperFile
from documents.store import FileAltered
from insights.dossier.issuing import Issued, issue_dossier
from insights.dossier.queries import contents_of
from insights.dossier.refusals import NotSigned, NotWhole
from insights.handing_out import handed_out
from journal import keys
from orgs.refusals import Refusal
from orgs.signed_in import user_of

VERIFIER = Path(__file__).with_name("verify_dossier.py")


@require_http_methods(["GET", "POST"])
@login_required
def dossier(request: HttpRequest, case: int) -> HttpResponseBase:
    """What it will hold, as a page or as a part of the page of the case; a POST issues it and hands it out."""
    if request.method == "GET":
        return _draw(request, case)
    try:
        issued = issue_dossier(case, acting_user=user_of(request), at=timezone.now())
        return handed_out(request, issued.file, _name_outside(issued), "application/zip")
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


def _name_outside(issued: Issued) -> str:
    """Which case it is and how secret, and nothing of the person."""
    degree = PaperFile.Classification(issued.classification).label
    return _("Dossier %(case)s (%(degree)s)") % {"case": issued.number, "degree": degree} + ".zip"
