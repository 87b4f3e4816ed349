"""The pages of the registers: the list, an entry with its acts, a new entry of each kind, the workbook."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from documents.access import incoming_for, keeps, outgoing_for, units_kept, units_read
from documents.entry_forms import ArrivalForm, ForwardForm, NumberForm, VoidForm
from documents.incoming import forward_incoming, record_incoming, void_incoming
from documents.models import Register
from documents.outgoing import issue_number, make_void
from documents.queries import INCOMING, OUTGOING, Asked, RegistersPage, registers_page, whole_register
from documents.refusals import AlreadyEntered, FaultyEntry, NotKeeper
from documents.workbook import workbook_of
from orgs.fields import legible
from orgs.models import Unit
from orgs.refusals import Refusal
from orgs.signed_in import user_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Act:
    """An act on an entry: its form, its verb, how it is called, and what is said once it is done."""

    form: type[forms.Form]
    verb: Callable[..., Any]
    label: str | Promise
    done: str | Promise
    danger: bool = False


_VOID = (gettext_lazy("Make the number void"), gettext_lazy("The number is void; it stays in the register."))
ACTS: dict[str, dict[str, Act]] = {
    OUTGOING: {"void": Act(VoidForm, make_void, *_VOID, danger=True)},
    INCOMING: {
        "forward": Act(
            ForwardForm, forward_incoming, gettext_lazy("Forward it"), gettext_lazy("Recorded to whom the paper went.")
        ),
        "void": Act(VoidForm, void_incoming, *_VOID, danger=True),
    },
}


@require_GET
@login_required
def registers(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET.dict())
    found = registers_page(request.user, asked, request.GET.get("page"), at=timezone.now())
    context = {
        "list": {"filters": found.asked},
        "found": found,
        "chips": _chips(request, found.asked),
        "filters": _selects(found),
        "keep": [("show", found.asked.show if found.asked.show == INCOMING else "")],
        "whole": request.path + Asked(found.asked.show).address(),
        "export": _export_of(found),
    }
    return render(request, "registers/registers.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def take_number(request: HttpRequest) -> HttpResponse:
    """A number for a paper that no meeting makes."""
    said = _("Number %(number)s is taken. Write it on the paper.")
    return _new_entry(request, NumberForm, "dated", "registers/number.html", issue_number, said)


@require_http_methods(["GET", "POST"])
@login_required
def record_arrival(request: HttpRequest) -> HttpResponse:
    """A paper from outside."""
    said = _("The paper has number %(number)s. Write it and the day on its stamp.")
    return _new_entry(request, ArrivalForm, "received_on", "registers/arrival.html", record_incoming, said)


@require_GET
@login_required
def outgoing(request: HttpRequest, pk: int) -> HttpResponse:
    return _entry(request, OUTGOING, pk, timezone.now())


@require_GET
@login_required
def incoming(request: HttpRequest, pk: int) -> HttpResponse:
    return _entry(request, INCOMING, pk, timezone.now())


@require_http_methods(["GET", "POST"])
@login_required
def act(request: HttpRequest, show: str, pk: int, name: str) -> HttpResponse:
    """One act on an entry: the entry through its door, the form, one verb."""
    if name not in ACTS.get(show, {}):
        raise Http404
    if request.method != "POST":
        return redirect(f"{show}_entry", pk)
    now = timezone.now()
    if not keeps(request.user, _of(request, show, pk, now).register.unit_id, now):
        return _entry(request, show, pk, now, refusal=NotKeeper(), status=403)
    one = ACTS[show][name]
    form = one.form(legible(request.POST))
    if not form.is_valid():
        return _entry(request, show, pk, now, typed=(name, form), status=422)
    try:
        one.verb(pk, *form.cleaned_data.values(), acting_user=user_of(request), at=now)
    except FaultyEntry as refusal:
        _tell_fields(form, refusal)
        return _entry(request, show, pk, now, typed=(name, form), status=422)
    except Refusal as refusal:
        status = 403 if isinstance(refusal, NotKeeper) else 409
        return _entry(request, show, pk, now, refusal=refusal, status=status)
    messages.success(request, str(one.done))
    return redirect(f"{show}_entry", pk)


@require_GET
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """A unit's registers of one year as a workbook."""
    asked = Asked.of(request.GET.dict())
    unit, rows = whole_register(request.user, asked, at=timezone.now())
    name = f"{asked.show}-{unit.code}-{asked.year}.xlsx".encode("ascii", "ignore").decode()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(workbook_of(unit, asked.show, asked.year, rows), content_type=XLSX, headers=headers)


def _new_entry(
    request: HttpRequest, form_class: type[Any], day: str, template: str, verb: Callable[..., Any], said: str
) -> HttpResponse:
    """The form of a new entry, for one of the units whose registers one keeps, chosen by the address."""
    now = timezone.now()
    units = units_kept(request.user, now)
    unit = _unit_asked(request, units, now)
    if unit is None:
        return render(request, template, {"refusal": NotKeeper()}, status=403)
    fresh = form_class(initial={day: timezone.localdate(now)})
    context: dict[str, Any] = {"unit": unit, "units": units, "form": fresh}
    if request.method != "POST":
        return render(request, template, context)
    form = form_class(legible(request.POST))
    if not form.is_valid():
        return render(request, template, context | {"form": form}, status=422)
    try:
        row = verb(unit, form.given(), acting_user=user_of(request), at=now)
    except FaultyEntry as refusal:
        _tell_fields(form, refusal)
        return render(request, template, context | {"form": form}, status=422)
    except Refusal as refusal:
        kept = fresh if isinstance(refusal, AlreadyEntered) else form
        return render(request, template, context | {"form": kept, "refusal": refusal}, status=409)
    messages.success(request, said % {"number": getattr(row, "symbol", row.number)})
    show = OUTGOING if form_class is NumberForm else INCOMING
    return redirect(reverse("registers") + Asked(show, unit.code).address())


def _unit_asked(request: HttpRequest, units: Sequence[Unit], now: datetime.datetime) -> Unit | None:
    """The unit that the address names among these, or the first; None where one may read it and no more.

    Raises Http404 where one may not read it either.
    """
    asked = request.GET.get("unit", "")
    unit = next((one for one in units if not asked or one.code == asked), None)
    if unit is None and not units_read(request.user, now).filter(**({"code": asked} if asked else {})).exists():
        raise Http404
    return unit


def _tell_fields(form: Any, refusal: FaultyEntry) -> None:
    if "after" in refusal.errors and "once" in form.fields:
        form.ask_for_end()
    for field, sentence in refusal.errors.items():
        form.add_error(field if field in form.fields else None, sentence)


def _of(request: HttpRequest, show: str, pk: int, now: datetime.datetime) -> Any:
    return outgoing_for(request.user, pk, at=now) if show == OUTGOING else incoming_for(request.user, pk, at=now)


def _entry(
    request: HttpRequest,
    show: str,
    pk: int,
    now: datetime.datetime,
    *,
    typed: tuple[str, forms.Form] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an entry with the acts that may be done on it now."""
    row = _of(request, show, pk, now)
    offered = []
    if row.voided_at is None and keeps(request.user, row.register.unit_id, now):
        offered = [name for name in ACTS[show] if _may(name, show, row)]
    acts = [(name, ACTS[show][name], typed[1] if typed and typed[0] == name else None) for name in offered]
    context = {
        "row": row,
        "show": show,
        "acts": [(name, one, form or one.form(), form is not None) for name, one, form in acts],
        "refusal": refusal,
        "back": reverse("registers") + Asked(show, row.register.unit.code).address(),
    }
    return render(request, "registers/entry.html", context, status=status)


def _may(name: str, show: str, row: Any) -> bool:
    """Whether the act is one of this entry as it stands; the verb asks again."""
    if name == "forward":
        return row.forwarded_at is None
    return show == INCOMING or row.by_hand


def _chips(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    words = {OUTGOING: _("outgoing"), INCOMING: _("incoming")}
    return [
        {
            "id": f"show-{show}",
            "label": word,
            "href": request.path + asked.address(show=show),
            "current": asked.show == show,
        }
        for show, word in words.items()
    ]


def _selects(found: RegistersPage) -> list[dict[str, Any]]:
    """The filters that have something to choose from."""
    top = min((unit.depth for unit in found.units), default=1)
    choices = {
        "unit": [(unit.code, unit.name, unit.depth - top) for unit in found.units],
        "kind": [(kind, f"{Register.Kind(kind).label} ({kind})", 0) for kind in found.kinds],
        "year": [(str(year), str(year), 0) for year in found.years],
    }
    labels = {"unit": _("Unit"), "kind": _("Kind of paper"), "year": _("Year")}
    return [
        {
            "name": name,
            "label": labels[name],
            "value": getattr(found.asked, name),
            "choices": [{"value": value, "label": label, "depth": depth} for value, label, depth in choices[name]],
        }
        for name in choices
        if len(choices[name]) > 1 or getattr(found.asked, name)
    ]


def _export_of(found: RegistersPage) -> str:
    """The address of the workbook; empty where the list is of several units, or of none."""
    if found.unit is None or found.year is None:
        return ""
    return reverse("export_registers") + found.asked.address(unit=found.unit.code, year=str(found.year))
