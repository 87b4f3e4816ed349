"""The pages of meetings: the list, calling one, the meeting with its acts, its calendar file."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.decisions.made_forms import hand_out_form
from admission_flow.paper_forms.catalogue import EXTRACT, FORMS, PaperForm
from admission_flow.refusals import InvalidFacts
from admission_flow.views.paper_forms import handed_out
from documents.forms.built_in import slug_of
from documents.models import StoredFile
from meetings.access import convened_by, meeting_for
from meetings.calendar_file import calendar_file
from meetings.calling import call_meeting, cancel_meeting, change_meeting, set_agenda
from meetings.closing import close_meeting
from meetings.extract_form import NotMade, extract_for
from meetings.forms import AgendaForm, CancelForm, MeetingForm, ResultForms, RollForm
from meetings.models import Meeting
from meetings.papers import PaperNotMade, hand_out_paper, paper_for, papers_of
from meetings.queries import (
    AgendaRow,
    MeetingPage,
    agenda_choice,
    live_meetings,
    meeting_page,
    meetings_of_case,
    past_meetings,
    waiting_for,
)
from meetings.refusals import NotConvener, NotNow, NotReady
from meetings.sitting import open_meeting, record_results, record_roll
from orgs.fields import legible
from orgs.pages import WholePages
from orgs.refusals import Refusal
from orgs.signed_in import user_of

S = Meeting.Status
PAST_SHOWN = 20
# Items whose results are recorded on one page, so that it is sent whole and comes quickly.
ITEMS_SHOWN = 30
# After these the act can't be tried again as it was typed.
LOSES_TYPED = (NotConvener, NotNow, NotReady)


@dataclass(frozen=True)
class Act:
    """An act on a meeting: its name on the button, in which states it may be done, and what is said once it is."""

    label: str | Promise
    states: tuple[str, ...]
    done: str | Promise
    danger: bool = False


ACTS: dict[str, Act] = {
    "open": Act(_("Open the meeting"), (S.CALLED,), _("The meeting is open. Record who is present.")),
    "change": Act(_("Change day, place, voting"), (S.CALLED,), _("Changed; those who are called were told.")),
    "agenda": Act(_("Change the agenda"), (S.CALLED, S.OPEN), _("The agenda is changed.")),
    "roll": Act(_("Record the roll"), (S.OPEN,), _("The roll is recorded.")),
    "results": Act(
        _("Save the results"), (S.OPEN,), _("The results are saved; they count once the meeting is closed.")
    ),
    "close": Act(_("Close the meeting"), (S.OPEN,), _("The meeting is closed; every decision is recorded.")),
    "cancel": Act(_("Cancel the meeting"), (S.CALLED, S.OPEN), _("The meeting is cancelled."), danger=True),
}


@require_GET
@login_required
def meetings(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "live": live_meetings(request.user, now),
        "past": WholePages(past_meetings(request.user, now), PAST_SHOWN).get_page(request.GET.get("page")),
        "may_call": bool(convened_by(request.user, now)),
        "here": request.get_full_path(),
    }
    return render(request, "meetings/meetings.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def call(request: HttpRequest) -> HttpResponse:
    """Call the body of one of one's units; which one, where there are several, is chosen by the address."""
    now = timezone.now()
    units = convened_by(request.user, now)
    asked = request.GET.get("unit", "")
    unit = next((one for one in units if one.code == asked), units[0] if units else None)
    if unit is None or (asked and unit.code != asked):
        refusal = NotConvener()
        return render(request, "meetings/call.html", {"refusal": refusal, "units": units}, status=403)
    waiting = waiting_for(unit, now)
    data = legible(request.POST) if request.method == "POST" else None
    form = MeetingForm(data, initial={"starts_on": timezone.localdate(now)})
    agenda = AgendaForm(data, rows=waiting, chosen=[row.task for row in waiting])
    context = {"form": form, "agenda": agenda, "unit": unit, "units": units}
    if data is None:
        return render(request, "meetings/call.html", context)
    if not (form.is_valid() & agenda.is_valid()):
        return render(request, "meetings/call.html", context, status=422)
    try:
        meeting = call_meeting(unit, form.meeting(agenda.tasks()), acting_user=user_of(request), at=now)
    except InvalidFacts as refusal:
        _tell_fields(form, refusal)
        return render(request, "meetings/call.html", context, status=422)
    except Refusal as refusal:
        return render(request, "meetings/call.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, _("The meeting is called; its members with an account were told."))
    return redirect("meeting", meeting.pk)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    page = meeting_page(request.user, pk, at=timezone.now())
    wanted = request.GET.get("do", "")
    return _draw(request, page, wanted if wanted in ("change", "agenda", "cancel") else "")


@require_GET
@login_required
def of_case(request: HttpRequest, case: int) -> HttpResponse:
    """What this room adds to the page of a case: who takes it when. Without script, a page of its own."""
    return _draw_of_case(request, case)


@require_GET  # as of the forms of a case: what is asked for is handed out whole, and stands in the journal
@login_required
def extract(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What the minutes say of one case."""
    now = timezone.now()
    try:
        found = extract_for(request.user, pk, item, at=now)
    except NotMade as refusal:
        return _draw_of_case(request, refusal.case, refusal=refusal, status=500)
    hand_out_form(found.case, EXTRACT, found.content, "docx", found.template, acting_user=user_of(request), at=now)
    return handed_out(found.content, StoredFile.Kind.DOCX, f"{EXTRACT} {found.case.number}.docx")


@require_GET  # as of the forms of a case: what is asked for is handed out whole, and stands in the journal
@login_required
def paper(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The minutes, or those of the tellers, as DOCX."""
    form, now = FORMS.get(slug), timezone.now()
    if form is None:
        raise Http404
    try:
        made = paper_for(request.user, pk, form.code, at=now)
    except PaperNotMade as refusal:
        return _draw(request, meeting_page(request.user, pk, at=now), "", refusal=refusal, status=500)
    hand_out_paper(made, acting_user=user_of(request), at=now)
    name = f"{form.code} {timezone.localdate(made.meeting.starts_at):%Y-%m-%d}.docx"
    return handed_out(made.content, StoredFile.Kind.DOCX, name)


@require_GET
@login_required
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_for(request.user, pk, at=timezone.now())
    content = calendar_file(meeting, request.build_absolute_uri(reverse("meeting", args=[pk])))
    headers = {"Content-Disposition": f'attachment; filename="meeting-{pk}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@login_required
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One act: the meeting through its door, the form, one verb.

    A refusal draws the page again with its sentence and with what was typed.
    """
    if verb not in ACTS:
        raise Http404
    if request.method == "GET":
        return redirect(f"{reverse('meeting', args=[pk])}?{urlencode({**request.GET.dict(), 'do': verb})}")
    now = timezone.now()
    page = meeting_page(request.user, pk, at=now)
    data = legible(request.POST)
    try:
        version = int(data.get("version", ""))
    except ValueError:
        version = 0
    form = _form(verb, page, _shown(request, page), data, now)
    if form is not None and not form.is_valid():
        return _draw(request, page, verb, form, status=422)
    try:
        _VERBS[verb](page, version, form, {"acting_user": user_of(request), "at": now})
    except InvalidFacts as refusal:
        _tell_fields(form, refusal)
        return _draw(request, page, verb, form, status=422)
    except Refusal as refusal:
        kept = None if isinstance(refusal, LOSES_TYPED) else form
        status = 403 if isinstance(refusal, NotConvener) else 409
        fresh = meeting_page(request.user, pk, at=now)
        return _draw(request, fresh, verb if kept else "", kept, refusal=refusal, status=status)
    messages.success(request, str(ACTS[verb].done))
    return redirect(_address(request, pk) if verb == "results" else reverse("meeting", args=[pk]))


def _shown(request: HttpRequest, page: MeetingPage) -> Page[AgendaRow]:
    """The items whose results are on the page that was asked for, or that a form was sent from."""
    asked = request.POST.get("page") or request.GET.get("page")
    return Paginator(page.rows, ITEMS_SHOWN).get_page(asked)


def _address(request: HttpRequest, pk: int) -> str:
    """Of the meeting, at the same page of its items."""
    asked = request.POST.get("page", "")
    return reverse("meeting", args=[pk]) + (f"?page={asked}" if asked.isdecimal() and asked != "1" else "")


def _form(verb: str, page: MeetingPage, shown: Page[AgendaRow], data: Any, now: datetime.datetime) -> Any:
    """The form of this act, with what was sent or as it is known; None for an act without one."""
    meeting = page.meeting
    if verb == "change":
        return MeetingForm(data) if data else MeetingForm.of(meeting)
    if verb == "agenda":
        return AgendaForm(data, rows=agenda_choice(page, now), chosen=[row.item.task_id for row in page.rows])
    if verb == "cancel":
        return CancelForm(data)
    if verb == "roll":
        return RollForm(data, meeting=meeting, roll=page.roll)
    if verb == "results":
        return ResultForms(data, meeting=meeting, rows=list(shown.object_list))
    return None


Who = dict[str, Any]
_VERBS: dict[str, Callable[[MeetingPage, int, Any, Who], object]] = {
    "open": lambda page, version, _form, who: open_meeting(page.meeting.pk, version, **who),
    "change": lambda page, version, form, who: change_meeting(page.meeting.pk, version, form.meeting(), **who),
    "agenda": lambda page, version, form, who: set_agenda(page.meeting.pk, version, form.tasks(), **who),
    "roll": lambda page, version, form, who: record_roll(page.meeting.pk, version, form.given(), **who),
    "results": lambda page, version, form, who: record_results(page.meeting.pk, version, form.given(), **who),
    "close": lambda page, version, _form, who: close_meeting(page.meeting.pk, version, **who),
    "cancel": lambda page, version, form, who: cancel_meeting(
        page.meeting.pk, version, form.cleaned_data["reason"], **who
    ),
}


def _draw_of_case(
    request: HttpRequest, case: int, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    of, found = meetings_of_case(request.user, case, at=timezone.now())
    base = "frame/part.html" if request.headers.get("HX-Request") else "base.html"
    context = {"case": of, "found": found, "base": base, "refusal": refusal}
    return render(request, "meetings/of_case.html", context, status=status)


def _tell_fields(form: Any, refusal: InvalidFacts) -> None:
    if isinstance(form, ResultForms):
        form.add_errors(refusal.errors)
        return
    for field, sentences in refusal.errors.items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, str(sentence))


def _papers(page: MeetingPage) -> list[PaperForm]:
    codes = papers_of(page.meeting, [row.item for row in page.rows])
    return [FORMS[slug_of(code)] for code in codes]


def _draw(
    request: HttpRequest,
    page: MeetingPage,
    verb: str,
    form: Any = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with the form of the act asked for; while the meeting is open, with those of roll and results."""
    meeting, now, shown = page.meeting, timezone.now(), _shown(request, page)
    offered = [name for name, one in ACTS.items() if meeting.runs and meeting.status in one.states]
    drawn = {verb: form} if form is not None else {}
    for name in ("roll", "results"):
        if name in offered and name not in drawn:
            drawn[name] = _form(name, page, shown, None, now)
    if verb in offered and verb not in drawn:
        drawn[verb] = _form(verb, page, shown, None, now)
    context = {
        "page": page,
        "meeting": meeting,
        "acts": {name: ACTS[name] for name in offered},
        "asked": verb if verb in ("change", "agenda", "cancel") and verb in offered else "",
        "forms": {name: one for name, one in drawn.items() if name in offered},
        "typed": form is not None,
        "refusal": refusal,
        "shown": shown,
        "papers": _papers(page) if meeting.names else [],
        "here": request.get_full_path() if request.method == "GET" else _address(request, meeting.pk),
    }
    return render(request, "meetings/meeting.html", context, status=status)
