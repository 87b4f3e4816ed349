"""Absence: delegations that a person made and took, a new one, and ending one."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orgs import access
from orgs.delegating import delegable, delegate_seat, end_delegation_of_seat
from orgs.delegation_form import DelegationForm
from orgs.fields import legible
from orgs.models import Delegation, Seat, User
from orgs.refusals import DelegationRefused, Refusal
from orgs.rights import in_force
from orgs.signed_in import user_of
from orgs.wording import capability_words, seat_words

PAST_SHOWN = 20
SEEING = frozenset({"see_list", "see_file"})


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What one delegated, and what was delegated to one: lasting and coming first, then the past."""
    return _drawn(request)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A delegation of this seat: one's own, or for who keeps the organisation anybody's."""
    now = timezone.now()
    seat = _seat_for(user_of(request), pk, now)
    own = seat.person_id == user_of(request).person_id
    form = DelegationForm(legible(request.POST) if request.method == "POST" else None, seat=seat, own=own, at=now)
    if request.method == "POST" and form.is_valid():
        try:
            made = delegate_seat(seat, form.given(), acting_user=user_of(request), at=now)
        except DelegationRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            done = _("%(name)s stands in for what you chose. Both of you are told.")
            messages.success(request, done % {"name": made.delegate.full_name})
            return redirect("delegations" if own else reverse("unit", args=[seat.unit.code]))
    context = {"form": form, "seat": seat, "own": own, "words": seat_words(seat)}
    return render(request, "account/delegate.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """By who delegated, the delegate, or who keeps the organisation; a second click says since when it is over."""
    person, now = user_of(request), timezone.now()
    delegation = get_object_or_404(_known(), pk=pk)
    concerned = person.person_id in {delegation.seat.person_id, delegation.delegate_id}
    if not concerned and not access.may_keep(person, delegation.seat.unit, now):
        raise Http404
    try:
        reason = legible(request.POST).get("reason", "")
        end_delegation_of_seat(delegation, reason, acting_user=person, at=now)
    except Refusal as refused:
        return _drawn(request, refused)
    messages.success(request, _("The delegation is ended. What was done by it stands."))
    return redirect("delegations" if concerned else reverse("unit", args=[delegation.seat.unit.code]))


def _drawn(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    person, now = user_of(request), timezone.now()
    mine = _known().filter(Q(seat__person=person.person_id) | Q(delegate=person.person_id))
    rows = mine if person.person_id else Delegation.objects.none()
    # With the seat ends what was delegated of it, whatever its own times say.
    past = Q(ends_at__lte=now) | Q(ended_at__lte=now) | Q(seat__ends__lt=timezone.localdate(now))
    context = {
        "present": [line(one, person, now) for one in rows.exclude(pk__in=rows.filter(past).values("pk"))],
        "past": [line(one, person, now) for one in rows.filter(past).order_by("-ends_at", "-pk")[:PAST_SHOWN]],
        "seats": [seat for seat in access.seats_of(person, now) if seat.delegation_id is None and delegable(seat)],
        "refusal": refusal,
    }
    return render(request, "account/delegations.html", context, status=409 if refusal else 200)


def line(one: Delegation, person: User, now: datetime.datetime) -> dict[str, Any]:
    """One delegation as a page shows it."""
    return {
        "delegation": one,
        "seat": seat_words(one.seat),
        "mine": one.seat.person_id == person.person_id,
        "lasts": one.holds(now) and one.seat.in_force(timezone.localdate(now)),
        "acts": [capability_words(name) for name in one.capabilities if name not in SEEING],
    }


def _known() -> QuerySet[Delegation]:
    people = ("seat__person", "seat__unit", "delegate", "ended_by__person", "made_by__person")
    return Delegation.objects.select_related(*people)


def _seat_for(person: User, pk: int, now: datetime.datetime) -> Seat:
    """A seat in force today, of the person's own or under their keeping. Http404."""
    seats = Seat.objects.filter(in_force(timezone.localdate(now))).select_related("unit", "person")
    seat = get_object_or_404(seats, pk=pk)
    own = seat.person_id == person.person_id
    if not (own or access.may_keep(person, seat.unit, now)) or not delegable(seat):
        raise Http404
    return seat
