"""A seat changes hands, for who keeps the organisation: what hangs on it, who follows, then the confirmation."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from orgs import access
from orgs.fields import DateField, legible
from orgs.handing_over import (
    MOST_FOUND,
    ChangeGiven,
    change_hands,
    digest_of,
    found_successors,
    left_to_nobody,
    loads_of,
)
from orgs.members import membership_of
from orgs.models import Person, Seat
from orgs.refusals import NotYours, Refusal
from orgs.signed_in import user_of
from orgs.wording import seat_words

NOW, ON_A_DAY = "now", "day"


class ChangeForm(forms.Form):
    how = forms.ChoiceField(
        label=gettext_lazy("How the seat ends"),
        choices=[
            (ON_A_DAY, gettext_lazy("with a last day")),
            (NOW, gettext_lazy("taken away at this moment")),
        ],
        initial=ON_A_DAY,
        widget=forms.RadioSelect,
    )
    last_day = DateField(label=gettext_lazy("Last day"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Kept with what is given or taken away.")
    )
    successor = forms.CharField(
        label=gettext_lazy("Who follows"),
        required=False,
        max_length=100,
        help_text=gettext_lazy(
            "A name or a citizen ID; empty where nobody follows yet. The term begins the day after."
        ),
    )
    paper = forms.CharField(label=gettext_lazy("By which paper"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("how") == ON_A_DAY and not given.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Write the last day."))
        return given


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """GET lists what hangs on the seat; a first POST shows what will happen, the second, confirmed, does it."""
    person, now = user_of(request), timezone.now()
    seat = get_object_or_404(Seat.objects.select_related("unit", "person"), pk=pk)
    if not access.may_keep(person, seat.unit, now) or (seat.ends and seat.ends < timezone.localdate(now)):
        raise Http404
    if request.method == "GET":
        return _drawn(request, seat, ChangeForm())
    form = ChangeForm(legible(request.POST))
    people = _successors(seat, form, request.POST, now) if form.is_valid() else []
    if not form.is_valid():
        return _drawn(request, seat, form, people=people, status=422)
    if "confirm" not in request.POST or len(people) > 1:
        return _drawn(request, seat, form, people=people, asked=len(people) < 2)
    given = ChangeGiven(
        last_day=None if form.cleaned_data["how"] == NOW else form.cleaned_data["last_day"],
        reason=form.cleaned_data["reason"],
        successor=people[0] if people else None,
        paper=form.cleaned_data["paper"],
        seen=request.POST.get("seen", ""),
    )
    try:
        followed = change_hands(seat, given, acting_user=person, at=now)
    except NotYours as refused:
        return _drawn(request, seat, form, people=people, refusal=refused, status=403)
    except Refusal as refused:
        return _drawn(request, seat, form, people=people, refusal=refused, status=409)
    messages.success(request, _done(followed))
    return redirect("unit", seat.unit.code)


def _successors(seat: Seat, form: ChangeForm, posted: QueryDict, now: datetime.datetime) -> list[Person]:
    """Whom the text names, or of those the one that was chosen; a text that names nobody is a fault of its field."""
    text = form.cleaned_data["successor"]
    if not text:
        return []
    found = list(found_successors(seat, text, now))
    if not found:
        form.add_error("successor", _("No official member of that name or citizen ID was found. Correct it."))
    chosen = [one for one in found if str(one.pk) == posted.get("person")]
    return chosen or found


def _done(followed: Seat | None) -> str:
    if followed is None:
        return _("The seat was ended. What hung on it waits at the unit.")
    told = _("The seat has changed hands: %(name)s holds it from %(day)s.")
    return told % {"name": followed.person.full_name, "day": f"{followed.starts:%d/%m/%Y}"}


def _drawn(
    request: HttpRequest,
    seat: Seat,
    form: ChangeForm,
    *,
    people: Sequence[Person] = (),
    asked: bool = False,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """`asked`: everything is known, and only the confirmation is missing."""
    person, now = user_of(request), timezone.now()
    loads = loads_of(seat, person, now)
    context = {
        "seat": seat,
        "words": seat_words(seat),
        "form": form,
        "loads": loads,
        "seen": digest_of(loads),
        "alone": left_to_nobody(seat, now),
        "people": [(one, _told_apart(one, now)) for one in people],
        "most": MOST_FOUND,
        "asked": asked,
        "now": asked and form.cleaned_data["how"] == NOW,
        "refusal": refusal,
    }
    return render(request, "orgs/change_hands.html", context, status=status)


def _told_apart(person: Person, now: datetime.datetime) -> str:
    stay = membership_of(person, timezone.localdate(now))
    where = [f"{stay.unit} ({stay.unit.code})"] if stay else []
    return " · ".join([str(person.birth_date.year), *where])
