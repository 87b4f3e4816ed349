"""The list of reports, one report as the office's own paper, what is done with it, and the figures of any unit."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from admission_flow.forms.calling import call, status_of
from admission_flow.queries.listing import Choice, CountedPages
from admission_flow.refusals import AlreadyHappened, InvalidFacts, NotYours
from documents.forms import pdf
from insights import tables
from insights.handing_out import handed_out
from insights.models import TermReport
from insights.term_report import deciding
from insights.term_report.access import Reader, report_for, reports_of, unit_for
from insights.term_report.behind import behind
from insights.term_report.columns import drawn
from insights.term_report.figures import Choice as Chosen
from insights.term_report.files import KINDS, file_of, file_of_unit, units_as_table
from insights.term_report.forms import ApproveForm, PeriodForm, ReturnForm, RevisionForm, WriteForm
from insights.term_report.paper import Chart, Paper
from insights.term_report.papers import bodies_of, head_of, head_of_unit, paper_of, paper_of_unit
from insights.term_report.period import Period, usual
from insights.term_report.taken import take
from orgs import access, roles
from orgs.acting_seat import held_seats
from orgs.calendar import local_day
from orgs.fields import legible
from orgs.models import Unit, User
from orgs.refusals import Refusal
from orgs.signed_in import user_of
from planning.models import Plan


@require_GET
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """Those that this person sees, the latest first, and what begins another."""
    reader = _reader(request)
    rows = reports_of(reader)
    page = CountedPages(rows, rows.count()).get_page(request.GET.get("page", "1"))
    units = _choices(Q() & access.under_roots(reader.roots, "path"))
    form = PeriodForm(request.GET if "unit" in request.GET else None, units=units, initial=_last_year())
    if form.is_bound and form.is_valid():
        period = form.period()
        return redirect("report_of_unit", form.cleaned_data["unit"], period.first, period.last)
    context = {"page": page, "form": form, "may_draft": bool(reader.keeps), "usual": _usual(request, units[0])}
    return render(request, "term_report/list.html", context, status=422 if form.is_bound else 200)


def _usual(request: HttpRequest, unit: Choice) -> list[dict[str, Any]]:
    """Addresses of what is asked for most, of the highest unit that this person sees."""
    terms = Plan.objects.exclude(first_year=F("last_year")).values_list("first_year", "last_year").distinct()
    return [
        {
            "id": f"{one.first}-{one.last}",
            "label": one.words,
            "count": None,
            "href": reverse("report_of_unit", args=[unit.value, one.first, one.last]),
            "current": False,
        }
        for one in usual(timezone.localdate(), list(terms))
    ]


def _last_year() -> dict[str, datetime.date]:
    year = timezone.localdate().year - 1
    return {"first": datetime.date(year, 1, 1), "last": datetime.date(year, 12, 31)}


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The unit and days that the address names; else last year. What is no day there is left out."""
    found: dict[str, Any] = {**_last_year(), "unit": request.GET.get("unit")}
    for name in ("first", "last"):
        with suppress(ValueError):
            found[name] = datetime.date.fromisoformat(request.GET.get(name, ""))
    return found


def _choices(which: Q) -> list[Choice]:
    """In the order of the tree, each below the unit above."""
    units = list(Unit.objects.filter(which).order_by("path"))
    top = min((one.depth for one in units), default=0)
    return [Choice(str(one.pk), one.name, one.depth - top) for one in units]


@require_http_methods(["GET", "POST"])
@login_required
def draft(request: HttpRequest) -> HttpResponse:
    reader = _reader(request)
    if not reader.keeps:
        raise PermissionDenied(NotYours().sentence)
    units = _choices(Q(pk__in=reader.keeps))
    form = PeriodForm(legible(request.POST) if request.method == "POST" else None, units=units, initial=_asked(request))
    made: list[TermReport] = []

    def act() -> None:
        unit, period = int(form.cleaned_data["unit"]), form.period()
        made.append(deciding.draft_report(unit, period, acting_user=user_of(request), at=timezone.now()))

    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid() and call(form, act):
                messages.success(request, _("The report is drafted with the figures of today's records."))
                return redirect("report", made[0].pk)
        except (AlreadyHappened, NotYours) as refusal:
            form.add_error(None, refusal.sentence)
            status = status_of(refusal)
    return render(request, "term_report/draft.html", {"form": form}, status=status)


@require_GET
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    return _draw(request, pk)


def _draw(request: HttpRequest, pk: int, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    reader = _reader(request)
    found = report_for(reader, pk)
    user = user_of(request)
    paper = _with_registers(user, paper_of(found))
    context = _paper_context(paper) | {
        "report": found,
        "head": head_of(found),
        "refusal": refusal,
        "base": reverse("report_behind", args=[pk]),
        "pdf": pdf.is_here(),
        "sees_files": reader.sees_file(found.unit),
        "may": {
            "write": reader.writes(found),
            "review": reader.reviews(found, user),
            "own": found.is_draft and found.written_by_id == user.pk,
            "hand_back": reader.hands_back(found),
            "approve": reader.approves_it(found),
        },
    }
    return render(request, "term_report/report.html", context, status=status)


def _with_registers(person: User, paper: Paper) -> Paper:
    """The paper with what leads to the member registers that this person may open."""
    taken = paper.figures.taken
    units = [taken.unit, *(one.unit for one in taken.children)]
    seen = access.visible_units(person, roles.SEE_FILE, timezone.now()).filter(pk__in=units)
    return replace(paper, registers=dict(seen.values_list("pk", "code")))


def _paper_context(paper: Paper) -> dict[str, Any]:
    blocks = [
        {"kind": type(block).__name__.lower(), "block": drawn(block) if isinstance(block, Chart) else block}
        for block in paper.blocks()
    ]
    return {"paper": paper, "blocks": blocks, "annex": paper.annex(), "figures": paper.figures}


@require_http_methods(["GET", "POST"])
@login_required
def write(request: HttpRequest, pk: int) -> HttpResponse:
    reader, now = _reader(request), timezone.now()
    found = report_for(reader, pk)
    if not reader.writes(found):
        return _draw(request, pk, refusal=_why_not(reader.keeps, found), status=403)
    posted = legible(request.POST) if request.method == "POST" else None
    form = WriteForm(posted, report=found, paper=paper_of(found))
    status = 200
    if request.method == "POST":
        status = 422

        def act() -> None:
            deciding.write_report(pk, form.given(), form.cleaned_data["revision"], acting_user=user_of(request), at=now)

        try:
            if form.is_valid() and call(form, act):
                messages.success(request, _("The report was written."))
                return redirect("report", pk)
        except (AlreadyHappened, NotYours) as refusal:
            form.add_error(None, refusal.sentence)
            status = status_of(refusal)
    return render(request, "term_report/write.html", {"form": form, "report": found}, status=status)


@require_POST
@login_required
def take_anew(request: HttpRequest, pk: int) -> HttpResponse:
    def act(form: RevisionForm, at: datetime.datetime) -> str:
        moved = deciding.take_anew(pk, form.cleaned_data["revision"], acting_user=user_of(request), at=at)
        if not moved:
            return _("The figures are taken anew; none has changed.")
        return ngettext(
            "The figures are taken anew; %(number)s number has changed.",
            "The figures are taken anew; %(number)s numbers have changed.",
            len(moved),
        ) % {"number": len(moved)}

    return _do(request, pk, act)


@require_POST
@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    def act(form: RevisionForm, at: datetime.datetime) -> str:
        deciding.review_report(pk, form.cleaned_data["revision"], acting_user=user_of(request), at=at)
        return _("The report is reviewed; who approves it is told.")

    return _do(request, pk, act)


@require_http_methods(["GET", "POST"])
@login_required
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    def act(form: forms.Form, at: datetime.datetime) -> None:
        deciding.give_up_report(pk, form.cleaned_data["revision"], acting_user=user_of(request), at=at)

    return _ask(request, pk, RevisionForm, act, _("The draft is given up."), to="reports")


@require_http_methods(["GET", "POST"])
@login_required
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    def act(form: forms.Form, at: datetime.datetime) -> None:
        data = form.cleaned_data
        deciding.hand_back_report(pk, data["reason"], data["revision"], acting_user=user_of(request), at=at)

    return _ask(request, pk, ReturnForm, act, _("The report is handed back; it can be written in again."))


@require_http_methods(["GET", "POST"])
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    def act(form: forms.Form, at: datetime.datetime) -> None:
        data = form.cleaned_data
        deciding.approve_report(
            pk, data["dated"], data["revision"], after=data["after"], acting_user=user_of(request), at=at
        )

    return _ask(request, pk, ApproveForm, act, _("The report is approved and has its number."))


def _do(request: HttpRequest, pk: int, act: Callable[[RevisionForm, datetime.datetime], str]) -> HttpResponse:
    """What a button does: no page of its own asks first."""
    report_for(_reader(request), pk)
    form = RevisionForm(request.POST)
    try:
        if not form.is_valid():
            raise deciding.ReportChanged
        messages.success(request, act(form, timezone.now()))
    except Refusal as refusal:
        return _draw(request, pk, refusal=refusal, status=status_of(refusal))
    return redirect("report", pk)


def _ask(
    request: HttpRequest,
    pk: int,
    kind: type[forms.Form],
    act: Callable[[forms.Form, datetime.datetime], object],
    said: str,
    *,
    to: str = "",
) -> HttpResponse:
    """A page that asks for what the act needs, then the act."""
    reader, now = _reader(request), timezone.now()
    found = report_for(reader, pk)
    name = request.resolver_match.url_name if request.resolver_match else ""
    allowed, seats = {
        "give_up_report": (reader.writes, reader.keeps),
        "hand_back_report": (reader.hands_back, reader.keeps | reader.approves),
        "approve_report": (reader.approves_it, reader.approves),
    }[name or ""]
    if not allowed(found):
        return _draw(request, pk, refusal=_why_not(seats, found), status=403)
    initial = {"revision": found.revision, "dated": local_day(now)}
    form = kind(legible(request.POST) if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid() and call(form, lambda: act(form, now)):
                messages.success(request, said)
                return redirect(to) if to else redirect("report", pk)
        except (AlreadyHappened, NotYours) as refusal:
            return _draw(request, pk, refusal=refusal, status=status_of(refusal))
    return render(request, "term_report/ask.html", {"form": form, "report": found, "act": name}, status=status)


@require_GET
@login_required
def behind_a_number(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that a number of this report counts."""
    reader = _reader(request)
    found = report_for(reader, pk)
    return _draw_behind(request, reader, found.unit, paper_of(found), reverse("report", args=[pk]))


@require_GET
@login_required
def behind_of_unit(request: HttpRequest, unit: int, first: str, last: str) -> HttpResponse:
    reader = _reader(request)
    place = unit_for(reader, unit)
    paper = _paper_of_unit(place, _period(first, last))
    return _draw_behind(request, reader, place, paper, reverse("report_of_unit", args=[unit, first, last]))


def _draw_behind(request: HttpRequest, reader: Reader, unit: Unit, paper: Paper, back: str) -> HttpResponse:
    chosen = Chosen.read(request.GET.dict())
    if chosen is None:
        raise Http404
    if chosen.tells_of_a_person and not reader.sees_file(unit):
        raise PermissionDenied(_("By what people are told apart stands in their files, which you do not see here."))
    found = behind(paper.figures, chosen, request.GET.get("page", "1"))
    context = {"list": found, "unit": unit, "figures": paper.figures, "back": back, "query": f"?{chosen.address}"}
    return render(request, "term_report/behind.html", context)


@require_GET
@login_required
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    found = report_for(_reader(request), pk)
    if kind not in KINDS:
        raise Http404
    name = found.number.symbol.replace("/", "-") if found.number else _("draft")
    try:
        file = file_of(found, paper_of(found), kind)
    except Refusal as refusal:
        return _draw(request, pk, refusal=refusal, status=409)
    return handed_out(request, file, f"{_('Report')} {name}.{kind}", KINDS[kind])


@require_GET
@login_required
def of_unit(request: HttpRequest, unit: int, first: str, last: str) -> HttpResponse:
    """The figures of any unit and time that this person sees, as the paper would have them; nobody keeps it."""
    reader = _reader(request)
    place, period = unit_for(reader, unit), _period(first, last)
    paper = _with_registers(user_of(request), _paper_of_unit(place, period))
    context = _paper_context(paper) | {
        "unit": place,
        "period": period,
        "head": head_of_unit(place, period),
        "base": reverse("report_of_unit_behind", args=[unit, first, last]),
        "days": [first, last],
        "pdf": pdf.is_here(),
        "sees_files": reader.sees_file(place),
        "may_draft": place.pk in reader.keeps,
    }
    return render(request, "term_report/of_unit.html", context)


@require_GET
@login_required
def file_of_any_unit(request: HttpRequest, unit: int, first: str, last: str, kind: str) -> HttpResponseBase:
    reader = _reader(request)
    place, period = unit_for(reader, unit), _period(first, last)
    paper = _paper_of_unit(place, period)
    name = f"{_('Report')} {place.code} {first} {last}"
    if kind in tables.LISTS:
        return tables.handed_out(request, units_as_table(paper.figures, kind), kind, name)
    if kind not in KINDS:
        raise Http404
    try:
        file = file_of_unit(head_of_unit(place, period), paper, kind)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("report_of_unit", unit, first, last)
    return handed_out(request, file, f"{name}.{kind}", KINDS[kind])


def _paper_of_unit(unit: Unit, period: Period) -> Paper:
    return paper_of_unit(take(unit, period), bodies_of(unit)[0])


def _period(first: str, last: str) -> Period:
    """Raises Http404 for days that make no period of the past."""
    try:
        period = Period(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
        deciding.refuse_period(period, timezone.now())
    except (ValueError, InvalidFacts) as error:
        raise Http404 from error
    return period


def _reader(request: HttpRequest) -> Reader:
    return Reader.of(held_seats(request))


def _why_not(seats: Collection[int], found: TermReport) -> Refusal:
    """`seats`: the units at which this person may do it; who may not there is told that, not the state."""
    return deciding.NotInThatState(str(found.get_state_display())) if found.unit_id in seats else NotYours()
