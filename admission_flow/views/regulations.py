"""The rules, for everybody who signs in: what is in force on a day, where each value is from, what changed."""

from __future__ import annotations

import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from admission_flow.queries import regulations as queries
from orgs.forms import DayForm


@login_required
@require_GET
def regulations(request: HttpRequest) -> HttpResponse:
    """`on` is the day, today where it is empty or can't be read; `with` the id of an edition to compare with."""
    today = timezone.localdate()
    form = DayForm(request.GET) if request.GET.get("on") else DayForm(initial={"on": today})
    day: datetime.date = form.cleaned_data["on"] if form.is_bound and form.is_valid() else today
    known = queries.editions()
    here = queries.edition_on(day, known)
    there = next((one for one in known if str(one.row.pk) == request.GET.get("with")), None)
    context = {
        "form": form if form.errors else DayForm(initial={"on": day}),
        "day": day,
        "here": here,
        "groups": queries.grouped_values(here.row) if here else [],
        "editions": known,
        "there": there,
        "differences": queries.differences(here.row, there.row) if here and there else [],
        "local_rules": queries.local_rules(day),
    }
    return render(request, "regulations/regulations.html", context)
