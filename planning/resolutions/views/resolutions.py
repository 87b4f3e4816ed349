"""The list of resolutions, the page of one with its roll-up, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from admission_flow.forms.calling import status_of
from admission_flow.refusals import AlreadyHappened, NotYours
from admission_flow.views.chips import show_chips
from documents.models import StoredFile
from documents.store import FileAltered
from orgs.fields import legible
from orgs.models import Unit
from orgs.refusals import Refusal
from orgs.signed_in import user_of
from planning.models import Resolution
from planning.resolutions.access import ISSUING, Reader, resolution_for
from planning.resolutions.decisions import drafting
from planning.resolutions.decisions.reminding import remind
from planning.resolutions.forms import EndForm, ResolutionForm, RevisionForm, values_of
from planning.resolutions.queries import (
    SHOWN,
    ResolutionFilters,
    ResolutionsPage,
    RollUpFilters,
    issuing_units,
    resolutions,
    roll_up,
)
from planning.resolutions.refusals import why_not
from planning.resolutions.views.shared import Upload, call, handed_out, reader_of, takes_a_file


@require_GET
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    page = resolutions(reader, ResolutionFilters.of(request.GET.dict()), at=timezone.now())
    may_draft = bool(issuing_units(reader, ISSUING)) if reader.keeps else False
    context = {"list": page, "chips": _chips(request, page), "may_draft": may_draft}
    return render(request, "planning/resolutions/list.html", context)


def _chips(request: HttpRequest, page: ResolutionsPage) -> list[dict[str, Any]]:
    words = {"all": _("all"), "issued": _("in force"), "draft": _("drafts"), "ended": _("ended")}
    return show_chips(request, page.filters, {show: words[show] for show in SHOWN}, page.counts, always=("all",))


@require_GET
@login_required
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request)
    return draw(request, reader, resolution_for(reader, pk))


def draw(
    request: HttpRequest, reader: Reader, found: Resolution, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """The page of the resolution as it is now."""
    page = roll_up(reader, found, RollUpFilters.of(request.GET.dict()), at=timezone.now())
    context = {
        "found": found,
        "page": page,
        "refusal": refusal,
        "file_query": f"?resolution={found.pk}{'&show=missing' if page.filters.show == 'missing' else ''}",
        "may": {
            "change": reader.drafts(found),
            "issue": reader.issues(found),
            "end": reader.ends(found),
            "remind": reader.reminds(found) and bool(page.to_remind),
        },
        "chips": show_chips(
            request,
            page.filters,
            {"all": _("all units"), "missing": _("missing only")},
            {"all": len(page.rows), "missing": len(page.missing)},
            always=("all", "missing"),
        ),
    }
    return render(request, "planning/resolutions/resolution.html", context, status=status)


def _refused(request: HttpRequest, pk: int, refusal: Refusal) -> HttpResponse:
    """Of an act that is not this person's, or that has happened: the resolution as it is, with the sentence."""
    reader = reader_of(request)
    return draw(request, reader, resolution_for(reader, pk), refusal=refusal, status=status_of(refusal))


@require_GET
@login_required
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper, to whoever sees the resolution."""
    found = resolution_for(reader_of(request), pk)
    return _hand_out(request, found, found.file, found.file_name)


@require_GET
@login_required
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Its programme of action, to whoever sees the resolution."""
    found = resolution_for(reader_of(request), pk)
    return _hand_out(request, found, found.programme_file, found.programme_file_name)


def _hand_out(request: HttpRequest, found: Resolution, file: StoredFile | None, name: str) -> HttpResponse:
    if file is None:
        raise Http404
    try:
        return handed_out(file, name)
    except FileAltered as refusal:
        return _refused(request, found.pk, refusal)


@takes_a_file
def draft(request: HttpRequest, *, upload: Upload) -> HttpResponse:
    """A new draft, of one of the units that one keeps the plans of; `unit` in the address says which."""
    reader, now = reader_of(request), timezone.now()
    units = issuing_units(reader, ISSUING)
    if not units:
        raise PermissionDenied(NotYours().sentence)
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), units[0])
    below = list(drafting.units_below(unit, now))
    if request.method == "GET" or upload.refused:
        return _draw_form(request, ResolutionForm(below=below), unit, units, upload)
    form = ResolutionForm(legible(request.POST), request.FILES, below=below)
    made: list[Resolution] = []

    def act() -> None:
        upload.check_names()
        made.append(drafting.draft_resolution(unit.pk, form.given(), acting_user=user_of(request), at=now))

    try:
        if form.is_valid() and call(form, act):
            messages.success(request, _("The draft is kept. It is seen by others once it is issued."))
            return redirect("resolution", made[0].pk)
    except AlreadyHappened as refusal:
        form.add_error("number", refusal.sentence)
        return _draw_form(request, form, unit, units, upload, status=409)
    except NotYours as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    return _draw_form(request, form, unit, units, upload, status=422)


@takes_a_file
def change(request: HttpRequest, pk: int, *, upload: Upload) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    found = resolution_for(reader, pk)
    if not reader.drafts(found):
        return _refused(request, pk, NotYours() if found.unit_id not in reader.keeps else why_not(found))
    below = list(drafting.units_below(found.unit, now))
    drawn: dict[str, Any] = {
        "below": below,
        "attached": {"file": found.file_name, "programme": found.programme_file_name},
    }
    if request.method == "GET" or upload.refused:
        form = ResolutionForm(initial=values_of(found), **drawn)
        return _draw_form(request, form, found.unit, [], upload, found=found)
    form = ResolutionForm(legible(request.POST), request.FILES, **drawn)

    def act() -> None:
        upload.check_names()
        revision = form.cleaned_data["revision"]
        drafting.change_resolution(pk, form.given(), revision, acting_user=user_of(request), at=now)

    try:
        if form.is_valid() and call(form, act):
            messages.success(request, _("The draft was changed."))
            return redirect("resolution", pk)
    except (NotYours, AlreadyHappened) as refusal:
        return _refused(request, pk, refusal)
    return _draw_form(request, form, found.unit, [], upload, found=found, status=422)


def _draw_form(
    request: HttpRequest,
    form: ResolutionForm,
    unit: Unit,
    units: list[Unit],
    upload: Upload,
    *,
    found: Resolution | None = None,
    status: int = 200,
) -> HttpResponse:
    tabs = [{"label": one.name, "href": f"{request.path}?unit={one.pk}", "current": one.pk == unit.pk} for one in units]
    context = {
        "form": form,
        "unit": unit,
        "tabs": tabs if len(tabs) > 1 else [],
        "found": found,
        "refusal": upload.refused,
        "act_url": request.get_full_path(),
        "chosen_open": form["scope"].value() == Resolution.Scope.CHOSEN,
    }
    return render(request, "planning/resolutions/form.html", context, status=413 if upload.refused else status)


@require_http_methods(["GET", "POST"])
@login_required
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    found = resolution_for(reader, pk)
    if not reader.issues(found):
        return _refused(request, pk, NotYours() if found.unit_id not in reader.approves else why_not(found))
    posted = request.method == "POST"
    form = RevisionForm(request.POST if posted else None, initial={"revision": found.revision})
    try:
        if posted and form.is_valid():
            revision = form.cleaned_data["revision"]
            verb = drafting.issue_resolution
            if call(form, lambda: verb(pk, revision, acting_user=user_of(request), at=now)):
                messages.success(request, _("The resolution is issued; its units are told."))
                return redirect("resolution", pk)
    except (NotYours, AlreadyHappened) as refusal:
        return _refused(request, pk, refusal)
    chosen = found.scope == Resolution.Scope.CHOSEN
    number = found.scope_units.count() if chosen else drafting.units_below(found.unit, now).count()
    context = {"found": found, "form": form, "units": number}
    return render(request, "planning/resolutions/issue.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "POST"])
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    found = resolution_for(reader, pk)
    is_draft = found.state == Resolution.State.DRAFT
    if not reader.ends(found):
        theirs = found.unit_id in reader.approves
        return _refused(request, pk, why_not(found) if theirs else NotYours())
    posted = legible(request.POST) if request.method == "POST" else None
    form = EndForm(posted, draft=is_draft, initial={"revision": found.revision})
    try:
        if posted is not None and form.is_valid():
            data = form.cleaned_data
            state = data.get("state", Resolution.State.WITHDRAWN)
            verb = drafting.end_resolution
            if call(
                form, lambda: verb(pk, state, data["reason"], data["revision"], acting_user=user_of(request), at=now)
            ):
                ended = _("The resolution has ended; nothing more is recorded of it.")
                messages.success(request, _("The draft is given up; it stays to be read.") if is_draft else ended)
                return redirect("resolution", pk)
    except (NotYours, AlreadyHappened) as refusal:
        return _refused(request, pk, refusal)
    context = {"found": found, "form": form, "is_draft": is_draft}
    return render(request, "planning/resolutions/end.html", context, status=200 if posted is None else 422)


@require_POST
@login_required
def send_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    resolution_for(reader_of(request), pk)
    try:
        rows = remind(pk, acting_user=user_of(request), at=timezone.now())
    except Refusal as refusal:
        return _refused(request, pk, refusal)
    said = ngettext("%(number)d unit was reminded.", "%(number)d units were reminded.", len(rows))
    messages.success(request, said % {"number": len(rows)})
    untold = sum(row.told == 0 for row in rows)
    if untold:
        text = ngettext(
            "In %(number)d of them nobody holds a seat that keeps its plans, so nobody was told.",
            "In %(number)d of them nobody holds a seat that keeps their plans, so nobody was told.",
            untold,
        )
        messages.warning(request, text % {"number": untold})
    return redirect("resolution", pk)
