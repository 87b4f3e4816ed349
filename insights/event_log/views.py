"""The event log as a page: what is in it, and the button that hands it out."""

from __future__ import annotations

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from insights.event_log.exporting import ENDINGS, Exported, export_events
from insights.event_log.forms import EventsForm
from insights.event_log.refusals import NotPersonal
from insights.event_log.scope import OCEL, XES
from insights.handing_out import handed_out
from orgs.fields import legible
from orgs.refusals import Refusal
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


def _name(found: Exported, form: str) -> str:
    return _("Event log %(unit)s") % {"unit": found.scope.unit.code} + f".{ENDINGS[form]}"


def _draw(request: HttpRequest, form: EventsForm, status: int = 200) -> HttpResponse:
    return render(request, "event_log/events.html", {"form": form}, status=status)
