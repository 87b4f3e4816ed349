"""The page of one unit's part in a resolution: its sessions, its programme."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from admission_flow.forms.calling import status_of
from admission_flow.refusals import AlreadyHappened, NotYours
from documents.store import FileAltered
from orgs.calendar import local_day
from orgs.fields import legible
from orgs.refusals import Refusal
from orgs.signed_in import user_of
from planning.models import ResolutionUnit, RollOutSession, UnitProgramme
from planning.resolutions.access import Reader, part_for
from planning.resolutions.decisions import programmes, rolling_out
from planning.resolutions.due import due_by_records
from planning.resolutions.forms import (
    ProgrammeForm,
    RevisionForm,
    SessionForm,
    StrikeForm,
    values_of_programme,
    values_of_session,
)
from planning.resolutions.given import SessionGiven
from planning.resolutions.queries import days_late, lacking, part_rows
from planning.resolutions.refusals import StalePage, why_not
from planning.resolutions.standings import standings_of
from planning.resolutions.views.shared import Upload, call, handed_out, reader_of, takes_a_file


@require_GET
@login_required
def shown(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    reader = reader_of(request)
    return draw(request, reader, part_for(reader, pk, unit))


def draw(
    request: HttpRequest, reader: Reader, part: ResolutionUnit, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """The page of the unit's part as it is now."""
    now = timezone.now()
    standing = standings_of([part])[part.pk]
    own = _programme_of(part)
    context = {
        "part": part,
        "found": part.resolution,
        "own": own,
        "standing": standing,
        "lacks": lacking(standing),
        "late": days_late(part.resolution, standing, local_day(now)),
        "rows": part_rows(part, standing, at=now),
        "refusal": refusal,
        "may": {
            "record": reader.records(part),
            "upload": reader.records(part) and not (own and own.is_adopted),
            "adopt": reader.adopts(part) and bool(own and not own.is_adopted),
        },
    }
    return render(request, "planning/resolutions/part.html", context, status=status)


def _refused(request: HttpRequest, pk: int, unit: int, refusal: Refusal) -> HttpResponse:
    reader = reader_of(request)
    return draw(request, reader, part_for(reader, pk, unit), refusal=refusal, status=status_of(refusal))


def _programme_of(part: ResolutionUnit) -> UnitProgramme | None:
    return getattr(part, "programme", None)


def _why_not_record(reader: Reader, part: ResolutionUnit) -> Refusal:
    return why_not(part.resolution) if part.unit_id in reader.keeps else NotYours()


@require_http_methods(["GET", "POST"])
@login_required
def record(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """A session that was held; `audience` in the address says for whom."""
    reader, now = reader_of(request), timezone.now()
    part = part_for(reader, pk, unit)
    if not reader.records(part):
        return _refused(request, pk, unit, _why_not_record(reader, part))
    posted = legible(request.POST) if request.method == "POST" else None
    asked = request.GET.get("audience")
    initial = {"audience": asked} if asked in RollOutSession.Audience.values else {}
    form = SessionForm(posted, initial=initial, known=due_by_records(part.unit, local_day(now)))
    if posted is not None:
        verb, user, done = rolling_out.record_session, user_of(request), _("The session is recorded.")
        answer = _take(
            request, part, form, "once", lambda given, once: verb(part.pk, given, once, acting_user=user, at=now), done
        )
        if answer is not None:
            return answer
    return _draw_session(request, part, form, _("Record a session"), status=200 if posted is None else 422)


@require_http_methods(["GET", "POST"])
@login_required
def correct(request: HttpRequest, pk: int, unit: int, session: int) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    part = part_for(reader, pk, unit)
    held = _session_of(part, session)
    if not reader.records(part):
        return _refused(request, pk, unit, _why_not_record(reader, part))
    posted = legible(request.POST) if request.method == "POST" else None
    form = SessionForm(posted, initial=values_of_session(held), known=due_by_records(part.unit, local_day(now)))
    if posted is not None:
        verb, user = rolling_out.correct_session, user_of(request)
        done = _("The session was corrected; the journal keeps what stood there.")
        answer = _take(
            request, part, form, "revision",
            lambda given, drawn: verb(held.pk, given, drawn, acting_user=user, at=now), done,
        )  # fmt: skip
        if answer is not None:
            return answer
    return _draw_session(request, part, form, _("Correct the session"), status=200 if posted is None else 422)


def _take(
    request: HttpRequest,
    part: ResolutionUnit,
    form: SessionForm,
    key: str,
    act: Callable[[SessionGiven, Any], object],
    done: str,
) -> HttpResponse | None:
    """What a posted session leads to; None where the form is drawn again with its faults. `key` is the field that
    tells which page it was drawn on, and goes with what was given to the verb."""
    try:
        if form.is_valid():
            given, drawn = form.given(), form.cleaned_data[key]
            if drawn is None:
                raise StalePage
            if call(form, lambda: act(given, drawn)):
                messages.success(request, done)
                return redirect("resolution_unit", part.resolution_id, part.unit_id)
    except (NotYours, AlreadyHappened) as refusal:
        return _refused(request, part.resolution_id, part.unit_id, refusal)
    return None


@require_http_methods(["GET", "POST"])
@login_required
def strike(request: HttpRequest, pk: int, unit: int, session: int) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    part = part_for(reader, pk, unit)
    held = _session_of(part, session)
    if not reader.records(part):
        return _refused(request, pk, unit, _why_not_record(reader, part))
    posted = legible(request.POST) if request.method == "POST" else None
    form = StrikeForm(posted, initial={"revision": held.revision})
    try:
        if posted is not None and form.is_valid():
            data = form.cleaned_data
            if call(form, lambda: _strike(request, held, data, now)):
                messages.success(request, _("The session is struck out and counts no more."))
                return redirect("resolution_unit", pk, unit)
    except (NotYours, AlreadyHappened) as refusal:
        return _refused(request, pk, unit, refusal)
    context = {"part": part, "found": part.resolution, "held": held, "form": form}
    return render(request, "planning/resolutions/strike.html", context, status=200 if posted is None else 422)


def _strike(request: HttpRequest, held: RollOutSession, data: dict[str, Any], now: datetime.datetime) -> None:
    rolling_out.strike_session(held.pk, data["struck_reason"], data["revision"], acting_user=user_of(request), at=now)


def _session_of(part: ResolutionUnit, session: int) -> RollOutSession:
    found = part.sessions.filter(pk=session).first()
    if found is None:
        raise Http404
    return found


def _draw_session(
    request: HttpRequest, part: ResolutionUnit, form: SessionForm, heading: str, status: int
) -> HttpResponse:
    context = {"part": part, "found": part.resolution, "form": form, "heading": heading, "act_url": request.path}
    return render(request, "planning/resolutions/session.html", context, status=status)


@takes_a_file
def programme(request: HttpRequest, pk: int, unit: int, *, upload: Upload) -> HttpResponse:
    """The unit's own programme or plan, the first one or another in its place."""
    reader, now = reader_of(request), timezone.now()
    part = part_for(reader, pk, unit)
    own = _programme_of(part)
    if not reader.records(part):
        return _refused(request, pk, unit, _why_not_record(reader, part))
    if own is not None and own.is_adopted:
        return _refused(request, pk, unit, programmes.adopted_already(own))
    attached = {"file": own.file_name} if own else {}
    if request.method == "GET" or upload.refused:
        form = ProgrammeForm(initial=values_of_programme(own), attached=attached)
        return _draw_programme(request, part, form, upload)
    form = ProgrammeForm(legible(request.POST), request.FILES, attached=attached)

    def act() -> None:
        upload.check_names()
        revision = form.cleaned_data["revision"]
        programmes.upload_programme(part.pk, form.given(), revision, acting_user=user_of(request), at=now)

    try:
        if form.is_valid() and call(form, act):
            messages.success(request, _("The programme is uploaded. It counts once it is adopted."))
            return redirect("resolution_unit", pk, unit)
    except (NotYours, AlreadyHappened) as refusal:
        return _refused(request, pk, unit, refusal)
    return _draw_programme(request, part, form, upload, status=422)


def _draw_programme(
    request: HttpRequest, part: ResolutionUnit, form: ProgrammeForm, upload: Upload, status: int = 200
) -> HttpResponse:
    context = {"part": part, "found": part.resolution, "form": form, "refusal": upload.refused}
    status = 413 if upload.refused else status
    return render(request, "planning/resolutions/programme.html", context, status=status)


@require_POST
@login_required
def adopt(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    part = part_for(reader_of(request), pk, unit)
    form = RevisionForm(request.POST)
    try:
        if not form.is_valid():
            raise StalePage
        revision = form.cleaned_data["revision"]
        programmes.adopt_programme(part.pk, revision, acting_user=user_of(request), at=timezone.now())
    except Refusal as refusal:
        return _refused(request, pk, unit, refusal)
    messages.success(request, _("The programme is adopted."))
    return redirect("resolution_unit", pk, unit)


@require_GET
@login_required
def programme_file(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The file, to whoever sees the unit."""
    own = _programme_of(part_for(reader_of(request), pk, unit))
    if own is None:
        raise Http404
    try:
        return handed_out(own.file, own.file_name)
    except FileAltered as refusal:
        return _refused(request, pk, unit, refusal)
