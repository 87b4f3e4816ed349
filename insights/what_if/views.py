"""The coming year as it goes, and as it would go."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from admission_flow.queries.listing import step_title
from insights.waits import tallying
from insights.waits.forecasts import LEARNT
from insights.waits.scope import BoardFilters, Scope, month_key, scope_of
from insights.waits.ways import months_after
from insights.what_if.charts import chart
from insights.what_if.forms import FEWEST, RUNS, SEED, YEAR, WhatIfForm
from insights.what_if.learning import ENOUGH, ENOUGH_ENDS, Known, learn, size_of, stretches, year_from
from insights.what_if.model import Asked, answer
from orgs.acting_seat import held_seats
from orgs.calendar import ONE_DAY
from orgs.models import Unit
from orgs.signed_in import user_of

# Cases in all runs together as it goes: some one and a half seconds of one processor, and up to thrice that where
# thrice as many are to come. A bloc of 3,900 members has about a hundred a run.
WORK = 60_000


@require_GET
@login_required
def what_if(request: HttpRequest) -> HttpResponse:
    """Everything that is asked stands in the address. A unit of somebody else's is as if it had not been asked for."""
    now, given = timezone.now(), request.GET.dict()
    tallying.brought_up(at=now)
    # The target is the board's; the rest that it is asked for has no say here.
    asked_there = BoardFilters.of({name: given[name] for name in ("unit", "target") if name in given})
    scope = scope_of(user_of(request), asked_there, at=now, seats=held_seats(request))
    if scope is None:
        raise PermissionDenied(_("You hold no seat from which cases are seen."))
    below = _below(scope)
    form = WhatIfForm(given, units=scope.units, unit=str(scope.unit.pk), below=below.keys())
    context: dict[str, Any] = {"form": form, "scope": scope, "uncounted": tallying.waiting()}
    if not form.is_valid():
        return render(request, "what_if/what_if.html", context, status=422)
    asked = form.cleaned_data["runs"] or RUNS
    if runs_of(asked, size_of(scope)) is None:
        form.add_error("unit", _("This unit has too many cases to be simulated at once. Choose a unit below it."))
        return render(request, "what_if/what_if.html", context, status=422)
    chosen = below.get(form.cleaned_data["of"], scope.unit)
    known = learn(scope, chosen, form.cleaned_data["step"])
    runs = runs_of(asked, known.learnt.cases) or FEWEST
    context |= _found(scope, form, known, runs) | {"chosen": chosen}
    return render(request, "what_if/what_if.html", context)


def runs_of(asked: int, cases: float) -> int | None:
    """As many as are asked for, or as the work allows; None where that is too few to say anything. The cases are those
    of the base: of another number of runs it would be another base."""
    allowed = int(WORK / max(1.0, cases))
    return None if allowed < FEWEST else min(asked, allowed)


def _below(scope: Scope) -> dict[str, Unit]:
    """The scope's unit and those below it that the person sees, by key. One statement."""
    keys = [choice.value for choice in scope.units]
    units = Unit.objects.filter(path__startswith=scope.unit.path, pk__in=keys)
    return {str(unit.pk): unit for unit in units}


def _found(scope: Scope, form: WhatIfForm, known: Known, runs: int) -> dict[str, Any]:
    data, today = form.cleaned_data, scope.today
    in_year = data["horizon"] == YEAR
    until = datetime.date(today.year, 12, 31) if in_year else year_from(today)
    days = stretches(today)
    asked = Asked(
        until=(until - today).days,
        months=[*((first - today).days for first, _last in days), (days[-1][1] + ONE_DAY - today).days],
        target=data["target"],
        already=known.already if in_year else 0,
    )
    seed = SEED if data["seed"] is None else data["seed"]
    found = answer(known.learnt, form.scenario(), asked, runs=runs, seed=seed)
    whole = [(first, last, not _is_whole(first, last)) for first, last in days]
    return {
        "answer": found,
        "changes": form.changes,
        "known": known,
        "until": until,
        "already": asked.already,
        "target": data["target"],
        "seed": seed,
        "fewer": runs < (data["runs"] or RUNS),
        "chart": chart(whole, found.base.by_month, found.scenario.by_month if form.changes else None),
        "nominated_since": month_key(months_after(today.replace(day=1), -known.months)),
        "nominated_until": month_key(months_after(today.replace(day=1), -1)),
        "expected": round(sum(stretch.number for stretch in known.learnt.arrivals), 1),
        "standing": len(known.learnt.standing),
        "step": step_title(data["step"]) if data["step"] else "",
        "share": data["share"],
        "arrivals": data["arrivals"],
        "sittings": data["sittings"],
        "months_learnt": LEARNT,
        "enough": ENOUGH,
        "enough_ends": ENOUGH_ENDS,
    }


def _is_whole(first: datetime.date, last: datetime.date) -> bool:
    return first.day == 1 and last + ONE_DAY == months_after(first, 1)
