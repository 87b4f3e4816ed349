"""Who gets a place, who was there, with what result; and the closing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.refusals import AlreadyHappened, Busy, InvalidFacts, NotYours
from admission_flow.views.paper_forms import handed_out
from documents.forms.engine import Unfillable
from documents.store import FileAltered
from orgs import access, roles
from orgs.fields import legible
from orgs.refusals import Refusal
from orgs.signed_in import user_of
from training import numbering
from training.access import class_for, rights_of
from training.certificates import certificates_for
from training.decisions import closing, enrolling, recording
from training.decisions.handing_out import hand_out
from training.examining import attended_by
from training.forms.planning import ReasonForm
from training.forms.running import AttendanceForm, ClosingForm, ResultsForm
from training.models import Enrolment, TrainingClass
from training.queries.listing import waiting_for
from training.queries.page import Preview, on_the_roll, preview
from training.refusals import ClassEnded, NotClosable, Obstacle
from training.views.shared import call, draw, refused, run_by

ELSEWHERE = (NotYours, AlreadyHappened, Busy)


@require_http_methods(["GET", "POST"])
@login_required
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who wait, with boxes to tick: a cell's own, all for the training centre."""
    now = timezone.now()
    found, rights = class_for(request.user, pk, at=now), rights_of(request.user, now)
    refusal: Refusal | None = None
    ticked = [int(key) for key in request.POST.getlist("cases") if key.isdecimal() and len(key) < 16]
    try:
        if not rights.runs(found) and not rights.cells:
            raise NotYours
        if not found.is_open:
            raise ClassEnded(found)
        if request.method == "POST":
            enrolled = enrolling.enrol(pk, ticked, acting_user=user_of(request), at=now)
            words = ngettext("%(number)d candidate is enrolled.", "%(number)d candidates are enrolled.", len(enrolled))
            messages.success(request, words % {"number": len(enrolled)})
            return redirect("class", pk)
    except ELSEWHERE as found_out:
        return refused(request, pk, found_out)
    except Refusal as found_out:
        refusal = found_out
    taken = found.enrolments.filter(state=Enrolment.State.ENROLLED).count()
    context = {
        "found": found,
        "list": waiting_for(found, rights, request.GET.get("page", ""), at=now),
        "left": max(0, found.capacity - taken),
        "refusal": refusal,
        "ticked": ticked,
    }
    return render(request, "training/enrol.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@login_required
def take_out(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    now = timezone.now()
    found = class_for(request.user, pk, at=now)
    own = access.in_subtrees(request.user, roles.SEE_LIST, now, field="case__unit__path")
    rows = Enrolment.objects.select_related("case__candidate__person", "case__unit")
    one = get_object_or_404(rows.filter(own), pk=enrolment, training_class=found)
    posted = legible(request.POST) if request.method == "POST" else None
    form = ReasonForm(posted)
    try:
        if not rights_of(request.user, now).may_enrol(found, one.case.unit_id):
            raise NotYours
        if not found.is_open:
            raise ClassEnded(found)
        if posted is not None and form.is_valid():
            reason = form.cleaned_data["reason"]
            if call(form, lambda: enrolling.withdraw_enrolment(one.pk, reason, acting_user=user_of(request), at=now)):
                messages.success(request, _("The person is no longer in the class."))
                return redirect("class", pk)
    except ELSEWHERE as refusal:
        return refused(request, pk, refusal)
    context = {"form": form, "found": found, "one": one}
    return render(request, "training/take_out.html", context, status=200 if posted is None else 422)


@require_http_methods(["GET", "POST"])
@login_required
def attendance(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Of one session, everybody on one page."""
    now = timezone.now()
    try:
        found = run_by(request, pk, now)
        held = get_object_or_404(found.sessions, pk=session)
        before = {one.enrolment_id: one for one in held.attendances.all()}
        roll = on_the_roll(found)
        form = AttendanceForm(_posted(request), roll=roll, before=before)
        verb = partial(recording.record_attendance, held.pk, acting_user=user_of(request), at=now)
        if _recorded(form, verb):
            messages.success(request, _("The attendance is recorded."))
            return redirect("class", pk)
    except ELSEWHERE as refusal:
        return refused(request, pk, refusal)
    context = {"form": form, "found": found, "session": held, "to_come": held.day > timezone.localdate(now)}
    return render(request, "training/attendance.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@login_required
def results(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    try:
        found = run_by(request, pk, now)
        roll = on_the_roll(found)
        form = ResultsForm(_posted(request), roll=roll, attended=attended_by(found, roll))
        verb = partial(recording.record_results, pk, acting_user=user_of(request), at=now)
        if _recorded(form, verb):
            messages.success(request, _("The results are recorded."))
            return redirect("class", pk)
    except ELSEWHERE as refusal:
        return refused(request, pk, refusal)
    context = {
        "form": form,
        "found": found,
        "to_come": found.starts > timezone.localdate(now),
    }
    return render(request, "training/results.html", context, status=422 if form.is_bound else 200)


def _posted(request: HttpRequest) -> QueryDict | None:
    return legible(request.POST) if request.method == "POST" else None


def _recorded(form: AttendanceForm | ResultsForm, verb: Callable[..., object]) -> bool:
    """Whether what was filled in is recorded. Where the roll changed meanwhile, the form is of the new one from now on,
    with everything that was typed."""
    if not form.is_bound or not form.is_valid():
        return False
    given = form.given()
    done = call(form, lambda: verb(given))
    if not done:
        form.renew()
    return done


@require_http_methods(["GET", "POST"])
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """First what will happen, by the day and signer asked for; the button below it does that."""
    now = timezone.now()
    today = timezone.localdate(now)
    looked: Preview | None = None
    obstacles: list[Obstacle] = []
    try:
        found = run_by(request, pk, now)
        posted = _posted(request)
        counted = numbering.last_counted(found, today.year) is not None
        form = ClosingForm(posted, today=max(today, found.ends), counted=counted)
        if posted is not None and form.is_valid() and "look" not in posted:
            given = form.given()
            closed: list[closing.Closed] = []
            try:
                done = call(
                    form, lambda: closed.append(closing.close_class(pk, given, acting_user=user_of(request), at=now))
                )
            except NotClosable as refusal:
                done, obstacles = False, refusal.obstacles
            if done:
                messages.success(request, _said(closed[0]))
                return redirect("class", pk)
        looked = _look(form, found, today)
    except ELSEWHERE as refusal:
        return refused(request, pk, refusal)
    context = {
        "form": form,
        "found": found,
        "preview": looked,
        "obstacles": obstacles or (looked.outlook.obstacles if looked else []),
        "to_come": found.ends > today,
    }
    failed = posted is not None and ("look" not in posted or bool(form.errors))
    return render(request, "training/close.html", context, status=422 if failed else 200)


def _look(form: ClosingForm, found: TrainingClass, today: datetime.date) -> Preview | None:
    """By what was filled in, otherwise by today."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day = given.get("issued_on") or max(today, found.ends)
    try:
        closing.refuse_day(found, day, max(today, found.ends))
        return preview(found, day, given.get("last_used"))
    except InvalidFacts as refusal:
        for field, sentences in refusal.errors.items():
            if form.is_bound and field in form.fields and not form.has_error(field):
                form.add_error(field, [str(sentence) for sentence in sentences])
        return None


def _said(closed: closing.Closed) -> str:
    number = len(closed.certificates)
    if not number:
        return _("The class is closed. No certificate was issued.")
    words = ngettext(
        "The class is closed: %(number)d certificate was issued, number %(first)s.",
        "The class is closed: %(number)d certificates were issued, numbers %(first)s to %(last)s.",
        number,
    )
    first, last = closed.certificates[0].number, closed.certificates[-1].number
    return words % {"number": number, "first": first, "last": last}


@require_GET  # as of the forms of a case: what is asked for is handed out whole, and stands in the journal
@login_required
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that the class issued, a DOCX each."""
    now = timezone.now()
    try:
        made = certificates_for(request.user, pk, at=now)
    except NotYours as refusal:
        return refused(request, pk, refusal)
    except (FileAltered, Unfillable) as refusal:
        return draw(request, pk, refusal=refusal, status=500)
    hand_out(made, acting_user=user_of(request), at=now)
    return handed_out(made.content, "application/zip", f"CN-NTVĐ {made.found.number}.zip")
