"""What the pages of resolutions share: who reads, an upload, a verb called from a form, a file handed out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from admission_flow.forms import calling
from admission_flow.views.paper_files import outside_name
from documents import store
from documents.contents.unfit import Fault
from documents.models import StoredFile
from documents.recognise import FileRefused, name_of, sentence
from documents.uploads import NamesAsSent, is_too_large, turn_away
from orgs.acting_seat import held_seats
from planning.resolutions.access import Reader
from planning.resolutions.decisions.papers import PaperRefused

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Upload:
    """`refused`: the file was too large, and nothing of the form was read. `sent`: its names as they were sent."""

    sent: NamesAsSent | None = None
    refused: FileRefused | None = None

    def check_names(self) -> None:
        """Once the form is read. Raises FileRefused."""
        for name in self.sent.names if self.sent else ():
            if name:
                name_of(name)


def takes_a_file(view: View) -> View:
    """The view is called with `upload`. Where that is refused, it draws its form and reads nothing."""
    protected = csrf_protect(view)

    @csrf_exempt  # reads no form: that is for the inner view, once the names are listened for
    @require_http_methods(["GET", "POST"])
    @login_required
    @wraps(view)
    def listening(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and is_too_large(request):
            refused = FileRefused(sentence(Fault.TOO_LARGE, turn_away(request) or _("the file sent")))
            return view(request, *args, upload=Upload(refused=refused), **kwargs)
        return protected(request, *args, upload=Upload(NamesAsSent.of(request)), **kwargs)

    return listening


def reader_of(request: HttpRequest) -> Reader:
    """Raises Http404 for who sees no list anywhere."""
    return Reader.of(held_seats(request))


def call(form: forms.Form, act: Callable[[], object]) -> bool:
    """As `calling.call`; what is refused for the file stands at its field."""
    try:
        return calling.call(form, act, beyond=(FileRefused, store.FileAltered))
    except (FileRefused, store.FileAltered) as refusal:
        field = refusal.field if isinstance(refusal, PaperRefused) else "file"
        form.add_error(field if field in form.fields else None, refusal.sentence)
        return False


def handed_out(file: StoredFile, name: str) -> HttpResponse:
    """Raises FileAltered."""
    headers = {
        "Content-Disposition": str(content_disposition_header(True, outside_name(name))),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
        "Accept-Ranges": "none",
    }
    return HttpResponse(store.read(file), content_type=file.kind, headers=headers)
