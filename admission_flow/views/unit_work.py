"""The work of a unit, for its head: who is on what, and giving it to others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from admission_flow.decisions.reassignment import reassign
from admission_flow.queries.unit_work import NOBODY, UnitWork, unit_work
from admission_flow.refusals import InvalidFacts
from orgs import access
from orgs.models import Unit
from orgs.refusals import Refusal
from orgs.signed_in import user_of


@require_http_methods(["GET", "POST"])
@login_required
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The steps that wait at the unit; a POST gives the chosen ones to one holder, or to nobody."""
    unit, now, person = get_object_or_404(Unit, code=code), timezone.now(), user_of(request)
    if not access.leads(person, unit, now):
        raise PermissionDenied(_("Who does what at this unit, its head says. Ask there."))
    asked = (request.GET.get("on", ""), request.GET.get("page", ""))
    if request.method == "GET":
        return _drawn(request, unit_work(person, unit, *asked, at=now))
    page = unit_work(person, unit, *asked, at=now)
    chosen = {int(value) for value in request.POST.getlist("tasks") if value.isascii() and value.isdigit()}
    to = next((one for one in page.holders if str(one.pk) == request.POST.get("to")), None)
    problem = _problem(chosen, to is not None or request.POST.get("to") == NOBODY)
    if problem:
        return _drawn(request, page, chosen, problem, status=422)
    try:
        changed = reassign(unit, chosen, to, acting_user=person, at=now)
    except InvalidFacts as refusal:
        sentences = [str(one) for found in refusal.errors.values() for one in found]
        return _drawn(request, unit_work(person, unit, *asked, at=now), chosen, " ".join(sentences), status=422)
    except Refusal as refusal:
        return _drawn(request, page, chosen, refusal.sentence, status=409)
    messages.success(request, _done(len(changed), to.display_name if to else ""))
    return redirect(request.get_full_path())


def _problem(chosen: set[int], told_whom: bool) -> str:
    if not chosen:
        return _("Choose at least one step.")
    return "" if told_whom else _("Choose who is on them from now on.")


def _done(number: int, name: str) -> str:
    if not number:
        return _("Nothing had to be changed.")
    if not name:
        return ngettext("%(n)d step is on nobody now.", "%(n)d steps are on nobody now.", number) % {"n": number}
    told = ngettext("%(n)d step was given to %(name)s.", "%(n)d steps were given to %(name)s.", number)
    return told % {"n": number, "name": name}


def _drawn(
    request: HttpRequest, page: UnitWork, chosen: set[int] | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "list": page,
        "unit": page.unit,
        "nobody": NOBODY,
        "rows": [(row, row.task_id in (chosen or ())) for row in page.rows],
        "problem": problem,
        "chips": _chips(page),
    }
    return render(request, "lists/unit_work.html", context, status=status)


def _chips(page: UnitWork) -> list[dict[str, Any]]:
    offered = [("", _("all")), (NOBODY, _("on nobody")), *((str(one.pk), one.display_name) for one in page.takers)]
    return [{"label": words, "href": f"?on={on}" if on else "?", "current": page.on == on} for on, words in offered]
