"""The event log as a page, the register of decisions, and lists as files."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.views.searches import recall
from insights import tables
from insights.event_log import register
from insights.event_log.exporting import ENDINGS, Exported, export_events
from insights.event_log.forms import DecisionsForm, EventsForm
from insights.event_log.lists import FILTERS, LISTS, list_file, unit_work_file
from insights.event_log.refusals import NotPersonal
from insights.event_log.register_files import KINDS, register_file
from insights.event_log.scope import OCEL, XES
from insights.handing_out import handed_out
from orgs.acting_seat import held_seats
from orgs.fields import legible
from orgs.models import Unit
from orgs.names import seen
from orgs.refusals import NotYours, Refusal
from orgs.signed_in import user_of

# Cases in a log that is made while somebody waits: some ten seconds. The command has no bound.
MOST_CASES = 5000
TYPES = {XES: "application/xml", OCEL: "application/json"}


@require_http_methods(["GET", "POST"])
@login_required
def events(request: HttpRequest) -> HttpResponseBase:
    """A GET may name the unit and the period; a POST hands the log out, and the journal keeps that it did."""
    now, person = timezone.now(), user_of(request)
    if request.method == "GET":
        given = {name: request.GET[name] for name in ("unit", "first", "last") if request.GET.get(name)}
        return _draw(request, EventsForm(person=person, at=now, initial=given))
    form = EventsForm(legible(request.POST), person=person, at=now)
    if not form.is_valid():
        return _draw(request, form, status=422)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # handed out open
    try:
        found = export_events(form.asked(), file, acting_user=person, at=now, by="page", most=MOST_CASES)
    except Refusal as refusal:
        file.close()
        form.add_error(None, refusal.sentence)
        return _draw(request, form, status=403 if isinstance(refusal, NotPersonal) else 422)
    except BaseException:
        file.close()
        raise
    return handed_out(request, file, _name(found, form.asked().format), TYPES[form.asked().format])


@require_GET
@login_required
def export_list(request: HttpRequest, which: str, kind: str) -> HttpResponseBase:
    """A list as its address filters it; the address is that of the page, and so is what one sees."""
    if which not in LISTS or kind not in tables.LISTS:
        raise Http404
    filters = FILTERS[which].of(request.GET.dict(), recall(request, request.GET.get("find", "")))
    back = reverse(which) + filters.address()
    try:
        made = list_file(which, kind, filters, held_seats(request), acting_user=user_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(back)
    return tables.handed_out(request, made.file, kind, made.title)


@require_GET
@login_required
def export_unit_work(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The steps that wait at a unit, for its head."""
    unit = get_object_or_404(Unit, code=code)
    if kind not in tables.LISTS:
        raise Http404
    on = request.GET.get("on", "")
    try:
        made = unit_work_file(kind, unit, on, acting_user=user_of(request), at=timezone.now())
    except NotYours as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("unit_work", code)
    return tables.handed_out(request, made.file, kind, made.title)


@require_GET
@login_required
def decisions(request: HttpRequest) -> HttpResponse:
    """The register of a period; without one in the address, of this year."""
    now, person = timezone.now(), user_of(request)
    form = DecisionsForm(_asked(request), person=person, at=now)
    context: dict[str, Any] = {"form": form}
    if not form.units:
        return render(request, "event_log/decisions.html", context)
    if not form.is_valid():
        return render(request, "event_log/decisions.html", context, status=422)
    found = register.decisions(person, form.period(), request.GET.get("page", ""), at=now)
    if any(row.of_file for row in found.rows):
        register.look(form.period(), acting_user=person, at=now)
    context |= {"found": found, "query": urlencode(form.data)}
    return render(request, "event_log/decisions.html", context)


@require_GET
@login_required
def decisions_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same register as a file. What the form refuses, its page says."""
    now, person, asked = timezone.now(), user_of(request), _asked(request)
    form = DecisionsForm(asked, person=person, at=now)
    page = f"{reverse('decisions')}?{urlencode(asked)}"
    if kind not in KINDS:
        raise Http404
    if not form.units or not form.is_valid():
        return redirect(page)
    try:
        file = register_file(kind, form.period(), acting_user=person, at=now)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(page)
    name = _("Register of decisions %(unit)s") % {"unit": form.period().unit.code}
    return handed_out(request, file, f"{name}.{kind}", KINDS[kind])


def _asked(request: HttpRequest) -> dict[str, str]:
    given = {name: request.GET[name] for name in ("unit", "first", "last", "outcome") if request.GET.get(name)}
    return {name: seen(value) for name, value in given.items()}


def _name(found: Exported, form: str) -> str:
    return _("Event log %(unit)s") % {"unit": found.scope.unit.code} + f".{ENDINGS[form]}"


def _draw(request: HttpRequest, form: EventsForm, status: int = 200) -> HttpResponse:
    return render(request, "event_log/events.html", {"form": form}, status=status)
