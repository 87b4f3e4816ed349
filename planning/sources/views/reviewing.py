"""The review of a cell's sources of a month, in one form."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from admission_flow.forms.calling import call, status_of
from admission_flow.refusals import AlreadyHappened, NotYours
from orgs.calendar import local_day
from orgs.fields import legible
from orgs.models import Unit
from orgs.refusals import Refusal
from orgs.signed_in import user_of
from planning.models import Source, SourceReview
from planning.sources.access import cell_for
from planning.sources.decisions.reviewing import months_open, review_sources
from planning.sources.forms import ReviewForm
from planning.sources.funnel import month_of
from planning.sources.refusals import AlreadyReviewed
from planning.sources.views.shared import reader_of


@require_http_methods(["GET", "POST"])
@login_required
def review(request: HttpRequest, unit: int, month: str) -> HttpResponse:
    """`month` such as "2026-11": this one or the last."""
    reader, now = reader_of(request), timezone.now()
    cell, of_month = cell_for(reader, unit), month_of(month)
    if of_month not in months_open(local_day(now)):
        raise Http404
    held = SourceReview.objects.filter(unit=cell, month=of_month).first()
    if cell.pk not in reader.keeps:
        return _refused(request, cell, of_month, NotYours())
    if held is not None:
        return _refused(request, cell, of_month, AlreadyReviewed(held))
    rows = Source.objects.filter(unit=cell, state__in=Source.LIVE).select_related("person", "helper")
    posted = legible(request.POST) if request.method == "POST" else None
    found = list(rows.order_by("person__sort_key", "pk"))
    form = ReviewForm(posted, sources=found, deep=reader.sees_file(cell))

    def act() -> None:
        day = form.cleaned_data["held_on"]
        review_sources(cell.pk, of_month, day, form.marks(), acting_user=user_of(request), at=now)

    try:
        if posted is not None and form.is_valid() and call(form, act):
            messages.success(request, _("The review is recorded."))
            return redirect("sources")
    except (NotYours, AlreadyHappened) as refusal:
        return _refused(request, cell, of_month, refusal)
    context = {"form": form, "cell": cell, "month": of_month}
    return render(request, "planning/sources/review.html", context, status=200 if posted is None else 422)


def _refused(request: HttpRequest, cell: Unit, month: datetime.date, refusal: Refusal) -> HttpResponse:
    context = {"form": None, "cell": cell, "month": month, "refusal": refusal}
    return render(request, "planning/sources/review.html", context, status=status_of(refusal))
