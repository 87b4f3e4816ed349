"""One source: entered, looked at, and what is done with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.access import case_for
from admission_flow.forms.calling import call, status_of
from admission_flow.refusals import AlreadyHappened, NotYours
from admission_flow.views.nomination import give_back
from journal.looking import looked
from orgs.calendar import local_day
from orgs.fields import legible
from orgs.models import User
from orgs.refusals import Refusal
from orgs.signed_in import user_of
from planning.models import Source, SourceTask
from planning.sources import rules
from planning.sources.access import Reader, source_for
from planning.sources.decisions import converting, entering, keeping, tasking
from planning.sources.forms import (
    ActForm,
    AgainForm,
    AssessForm,
    HelperForm,
    ListForm,
    RemoveForm,
    SourceForm,
    SourceNominationForm,
    TaskForm,
)
from planning.sources.queries import known_before, page_of
from planning.sources.queries import of_case as source_of_case
from planning.sources.refusals import NotOpen
from planning.sources.views.shared import own_cells, reader_of

# Refusals that no other filling in of a form would help.
PAST: tuple[type[Refusal], ...] = (NotYours, AlreadyHappened)


@dataclass(frozen=True)
class Doing:
    """An act on a source that has a form: its words, and the verb called with what was typed."""

    form: type[ActForm]
    heading: Promise
    submit: Promise
    done: Promise
    verb: Callable[[Source, Any, User, datetime.datetime], object]
    about: Promise | str = ""
    danger: bool = False


def _list(found: Source, form: Any, user: User, at: datetime.datetime) -> object:
    data = form.cleaned_data
    return keeping.put_on_list(found.pk, data["day"], data["number"], data["revision"], acting_user=user, at=at)


def _help(found: Source, form: Any, user: User, at: datetime.datetime) -> object:
    data = form.cleaned_data
    return keeping.assign_helper(found.pk, data["helper"], data["day"], data["revision"], acting_user=user, at=at)


def _task(found: Source, form: Any, user: User, at: datetime.datetime) -> object:
    return tasking.give_task(found.pk, form.given(), form.cleaned_data["revision"], acting_user=user, at=at)


def _remove(found: Source, form: Any, user: User, at: datetime.datetime) -> object:
    return keeping.remove_source(found.pk, form.given(), form.cleaned_data["revision"], acting_user=user, at=at)


def _again(found: Source, form: Any, user: User, at: datetime.datetime) -> object:
    data = form.cleaned_data
    return keeping.watch_again(found.pk, data["day"], data["words"], data["revision"], acting_user=user, at=at)


def _link(found: Source, form: Any, user: User, at: datetime.datetime) -> object:
    return converting.link_case(found.pk, form.cleaned_data["revision"], acting_user=user, at=at)


DOINGS: Mapping[str, Doing] = {
    rules.LIST: Doing(
        ListForm,
        gettext_lazy("Put on the sympathiser list"),
        gettext_lazy("Put on the list"),
        gettext_lazy("The person is on the sympathiser list."),
        _list,
        gettext_lazy("By a resolution of the cell, which chooses whom it proposes for the awareness class."),
    ),
    rules.HELPER: Doing(
        HelperForm,
        gettext_lazy("Assign a helper"),
        gettext_lazy("Assign"),
        gettext_lazy("The helper is assigned."),
        _help,
        gettext_lazy("An official member, who helps the person from that day on; whoever helped before does no more."),
    ),
    rules.TASK: Doing(
        TaskForm,
        gettext_lazy("Give a task"),
        gettext_lazy("Give the task"),
        gettext_lazy("The task is given. Assess it once it is done."),
        _task,
    ),
    rules.REMOVE: Doing(
        RemoveForm,
        gettext_lazy("Remove the source"),
        gettext_lazy("Remove the source"),
        gettext_lazy("The source is removed. It stays to be read."),
        _remove,
        gettext_lazy("The cell watches the person no more. Another cell may, and this one may enter the person anew."),
        danger=True,
    ),
    rules.AGAIN: Doing(
        AgainForm,
        gettext_lazy("Watch again"),
        gettext_lazy("Watch again"),
        gettext_lazy("The person is watched again."),
        _again,
        gettext_lazy(
            "The case ended without an admission; the cell goes on with the person. Whoever was on the "
            "sympathiser list is on it again, since the same day."
        ),
    ),
    rules.LINK: Doing(
        ActForm,
        gettext_lazy("Link the case"),
        gettext_lazy("Link the case"),
        gettext_lazy("The source is nominated; its case is linked."),
        _link,
        gettext_lazy("The person was nominated without using the source. The open case then counts as come of it."),
    ),
}


@require_http_methods(["GET", "POST"])
@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """A new source, of one of the cells that one nominates for."""
    reader, now = reader_of(request), timezone.now()
    units = own_cells(request, reader)
    if not units:
        raise PermissionDenied(NotYours().sentence)
    posted = legible(request.POST) if request.method == "POST" else None
    form = SourceForm(posted, units=units, day=local_day(now))
    made: list[Source] = []

    def act() -> None:
        unit = form.cleaned_data["unit"].pk
        made.append(entering.enter_source(unit, form.given(), acting_user=user_of(request), at=now))

    refusal, status = None, 200 if posted is None else 422
    try:
        if posted is not None and form.is_valid() and call(form, act):
            messages.success(request, _("The person is entered as a source."))
            return redirect("source", made[0].pk)
    except PAST as found:
        refusal, status = found, status_of(found)
    return render(request, "planning/sources/new.html", {"form": form, "refusal": refusal}, status=status)


@require_GET
@login_required
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request)
    return draw(request, reader, source_for(reader, pk))


def draw(
    request: HttpRequest, reader: Reader, found: Source, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    """The page of the source as it is now. Who sees the file sees what is thought of the person: a look at a file."""
    if reader.sees_file(found.unit):
        looked("look_source", {"source": found.pk}, acting_user=user_of(request), at=timezone.now())
    offered = rules.open_to(found) if found.unit_id in reader.keeps else ()
    case = converting.open_case_of(found) if rules.LINK in offered else None
    page = page_of(reader, found, case)
    doings = [
        {"act": act, "label": DOINGS[act].heading}
        for act in offered
        if act in DOINGS and act not in (rules.REMOVE, rules.AGAIN) and (act != rules.LINK or case is not None)
    ]
    context = {
        "page": page,
        "found": found,
        "refusal": refusal,
        "doings": doings,
        "may_nominate": rules.NOMINATE in offered and case is None,
        "may_assess": rules.ASSESS in offered,
        "may_remove": rules.REMOVE in offered,
        "may_watch_again": rules.AGAIN in offered,
        "failed": rules.has_failed(found),
    }
    return render(request, "planning/sources/source.html", context, status=status)


def _refused(request: HttpRequest, pk: int, refusal: Refusal) -> HttpResponse:
    """Of an act that is not this person's, or not of now: the source as it is, with the sentence."""
    reader = reader_of(request)
    return draw(request, reader, source_for(reader, pk), refusal=refusal, status=status_of(refusal))


def _for_act(reader: Reader, pk: int, act: str) -> Source:
    """Raises Http404, NotYours, NotOpen."""
    found = source_for(reader, pk)
    if found.unit_id not in reader.keeps:
        raise NotYours
    if act not in rules.open_to(found):
        raise NotOpen(found)
    return found


@require_http_methods(["GET", "POST"])
@login_required
def do(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    doing = DOINGS.get(act)
    if doing is None:
        raise Http404
    return _through(request, pk, act, lambda _found: doing)


@require_http_methods(["GET", "POST"])
@login_required
def assess(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    def doing_of(found: Source) -> Doing:
        given = found.tasks.filter(pk=task).first()
        if given is None:
            raise Http404
        return Doing(
            AssessForm,
            gettext_lazy("Assess the task"),
            gettext_lazy("Keep the assessment"),
            gettext_lazy("The task is assessed."),
            lambda _found, form, user, at: _assess(given, form, user, at),
            about=given.what,
        )

    return _through(request, pk, rules.ASSESS, doing_of)


def _through(request: HttpRequest, pk: int, act: str, doing_of: Callable[[Source], Doing]) -> HttpResponse:
    """The form of the act, then the act."""
    reader, now = reader_of(request), timezone.now()
    posted = legible(request.POST) if request.method == "POST" else None
    try:
        found = _for_act(reader, pk, act)
        doing = doing_of(found)
        form = doing.form(posted, found=found, day=local_day(now))
        if (
            posted is not None
            and form.is_valid()
            and call(form, lambda: doing.verb(found, form, user_of(request), now))
        ):
            messages.success(request, str(doing.done))
            return redirect("source", pk)
    except PAST as refusal:
        return _refused(request, pk, refusal)
    return _draw_act(request, found, doing, form, posted is not None)


def _assess(task: SourceTask, form: Any, user: User, at: datetime.datetime) -> object:
    return tasking.assess_task(task.pk, form.given(), form.cleaned_data["revision"], acting_user=user, at=at)


def _draw_act(request: HttpRequest, found: Source, doing: Doing, form: forms.Form, posted: bool) -> HttpResponse:
    context = {"found": found, "doing": doing, "form": form}
    return render(request, "planning/sources/act.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "POST"])
@login_required
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of the nomination, filled in with what the source knows."""
    reader, now = reader_of(request), timezone.now()
    posted = legible(request.POST) if request.method == "POST" else None
    try:
        found = _for_act(reader, pk, rules.NOMINATE)
        form = SourceNominationForm(posted, found=found, before=known_before(found), day=local_day(now))
        if posted is not None and form.is_valid():
            revision = form.cleaned_data["revision"]
            user = user_of(request)
            case = converting.nominate_source(found.pk, form.given(), revision, acting_user=user, at=now)
            messages.success(request, _("The case %(number)s is open.") % {"number": case.number})
            return redirect("case", case.pk)
    except PAST as refusal:
        return _refused(request, pk, refusal)
    except Refusal as refusal:
        give_back(form, refusal)
    context = {"form": form, "found": found}
    return render(request, "planning/sources/nominate.html", context, status=200 if posted is None else 422)


@require_GET
@login_required
def of_case(request: HttpRequest, case: int) -> HttpResponse:
    """What this room adds to the page of a case: of which source it came. Without script, a page of its own."""
    now = timezone.now()
    found = case_for(request.user, case, at=now)
    base = "frame/part.html" if request.headers.get("HX-Request") else "base.html"
    context = {"case": found, "change": source_of_case(reader_of(request), found), "base": base}
    return render(request, "planning/sources/of_case.html", context)
