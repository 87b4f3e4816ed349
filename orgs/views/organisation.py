"""The organisation: the tree with its counts on a day, each unit with its seats, and names to whom they concern."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from orgs import access, queries
from orgs.acting_seat import held_seats
from orgs.delegating import delegable
from orgs.forms import DayForm
from orgs.members import members_of
from orgs.models import Unit
from orgs.names import search_key
from orgs.roles import SEE_FILE
from orgs.signed_in import user_of


@login_required
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """Counts and movements, for everybody who holds a seat; `on` is the day, `q` a part of a unit's name."""
    _require_seat(request)
    form, day = _asked_day(request)
    top = queries.bloc()
    found = queries.organisation(top, day) if top else None
    wanted = search_key(request.GET.get("q", ""))[:100]
    if found and wanted:
        found.top.below = [branch for branch in found.top.below if branch.kept(wanted)]
    context = {
        "form": form,
        "day": day,
        "today": timezone.localdate(),
        "found": found,
        "wanted": wanted,
        "days": _days(request, found, day),
    }
    return render(request, "orgs/organisation.html", context)


@login_required
@require_GET
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit on a day: its seats, what stands under it, and its members to who may see their files."""
    _require_seat(request)
    here = get_object_or_404(Unit, code=code)
    form, day = _asked_day(request)
    sees_names = here.kind in Unit.CELLS and access.sees(request.user, SEE_FILE, here, timezone.now())
    members = list(members_of(here, day)) if sees_names else []
    context = {
        "form": form,
        "day": day,
        "today": timezone.localdate(),
        "unit": here,
        "path": queries.path_to(here),
        "found": queries.organisation(here, day),
        "seats": _seats(here, day),
        "keeps": day == timezone.localdate() and access.may_keep(user_of(request), here, timezone.now()),
        "authorities": here.delegated_authorities.order_by("-valid_from"),
        "sees_names": sees_names,
        "roll": [{"member": member, "official": member.official(day)} for member in members],
    }
    return render(request, "orgs/unit.html", context)


def _seats(here: Unit, day: datetime.date) -> list[dict[str, Any]]:
    """Each seat with who stands in for its holder at this moment, and what a keeper can do with it."""
    away = queries.standing_in_at(here, timezone.now()) if day == timezone.localdate() else {}
    return [
        {"seat": seat, "away": away.get(seat.pk, ()), "lends": bool(delegable(seat))}
        for seat in queries.seats_at(here, day)
    ]


def _require_seat(request: HttpRequest) -> None:
    """Administrators keep the organisation, so they see it too; names of members they don't."""
    if not held_seats(request) and not getattr(request.user, "is_superuser", False):
        raise PermissionDenied(_("Only who holds a seat in the bloc today sees its organisation."))


def _asked_day(request: HttpRequest) -> tuple[DayForm, datetime.date]:
    """The form as it was filled, and the day it asks for: today where it is empty or can't be read."""
    today = timezone.localdate()
    if not request.GET.get("on"):
        return DayForm(initial={"on": today}), today
    form = DayForm(request.GET)
    if not form.is_valid():
        return form, today
    return DayForm(initial=form.cleaned_data), form.cleaned_data["on"]


def _days(request: HttpRequest, found: queries.Organisation | None, day: datetime.date) -> list[dict[str, Any]]:
    """Links to the days that are asked for most: today, and that of the register."""
    today = timezone.localdate()
    chosen = [(_("Today"), today)]
    if found and found.register:
        words = _("Register of %(day)s") % {"day": f"{found.register.as_of:%d/%m/%Y}"}
        chosen.append((words, found.register.as_of))
    kept = {"q": request.GET["q"]} if request.GET.get("q") else {}
    return [
        {"label": words, "href": "?" + urlencode({"on": f"{on:%d/%m/%Y}", **kept}), "current": on == day}
        for words, on in chosen
    ]
