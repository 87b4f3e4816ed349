"""Why can I (not)? Of one's own everybody asks; of others, auditors of the cases they read and administrators."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from admission_flow.access import case_for
from admission_flow.models import Case
from admission_flow.queries.cases import exact_case
from admission_flow.queries.why import Answer, acts_of, answer, way_words
from orgs import access, roles
from orgs.explaining import everything_of, gives
from orgs.fields import DateField, TimeField
from orgs.models import Person, User
from orgs.names import search_key
from orgs.signed_in import user_of

MOST_FOUND = 20


class MomentForm(forms.Form):
    """As of when; now where it is left empty. A day alone stands for its end."""

    on = DateField(label=gettext_lazy("As of"), required=False, help_text=gettext_lazy("Now, where it is empty."))
    time = TimeField(label=gettext_lazy("At"), required=False)

    def moment(self, now: datetime.datetime) -> datetime.datetime:
        day = self.cleaned_data.get("on") if self.is_valid() else None
        if day is None:
            return now
        time = self.cleaned_data.get("time") or datetime.time(23, 59)
        asked = timezone.make_aware(datetime.datetime.combine(day, time))
        return min(asked, now)


@require_http_methods(["GET", "POST"])
@login_required
def case_why(request: HttpRequest, pk: int) -> HttpResponse:
    """About one act of one case. A POST looks for a person by name, so that no name stands in an address."""
    user, now = user_of(request), timezone.now()
    case, named = _door(user, pk, now)
    others = user.is_superuser or access.sees(user, roles.READ_JOURNAL, case.unit, now)
    person = _person(request, user, others)
    form = MomentForm(request.GET if request.GET.get("on") or request.GET.get("time") else None)
    at = form.moment(now)
    acts = acts_of(case, now)
    chosen = next((one for one in acts if one.key == request.GET.get("act")), None)
    found = answer(person, case, chosen, at=at, discreet=not named) if chosen and person else None
    context = {
        "case": case,
        "named": named,
        "acts": acts,
        "chosen": chosen,
        "found": found,
        "ways": _ways(found) if found else [],
        "form": form,
        "at": at,
        "is_now": at == now,
    }
    return _drawn(request, "cases/why.html", person, others, context)


@require_http_methods(["GET", "POST"])
@login_required
def rights(request: HttpRequest) -> HttpResponse:
    """Every seat and delegation of a person with what it gives, since when, until when and by whom."""
    user, now = user_of(request), timezone.now()
    others = user.is_superuser or bool(access.visible_roots(user, roles.READ_JOURNAL, now))
    if request.method == "POST" and "case" in request.POST:
        known = _known_case(user, request.POST["case"].replace("\0", ""), now)
        if known:
            return redirect("case_why", known)
    person = _person(request, user, others)
    if person and not _may_ask_about(user, person, now):
        raise PermissionDenied(_("You may ask about people of the units whose history you read."))
    form = MomentForm(request.GET if request.GET.get("on") or request.GET.get("time") else None)
    at = form.moment(now)
    context = {
        "grounds": [(ground, gives(ground)) for ground in everything_of(person, at)] if person else [],
        "form": form,
        "at": at,
        "is_now": at == now,
        "not_found": request.method == "POST" and "case" in request.POST,
    }
    return _drawn(request, "account/rights.html", person, others, context)


def _door(user: User, pk: int, now: datetime.datetime) -> tuple[Case, bool]:
    """The case, and whether its candidate may be named; an administrator gets it by its number only. Http404."""
    try:
        return case_for(user, pk, at=now), True
    except Http404:
        if not user.is_superuser:
            raise
    return get_object_or_404(Case.objects.select_related("unit", "candidate"), pk=pk), False


def _known_case(user: User, text: str, now: datetime.datetime) -> int | None:
    known = exact_case(user, text, now)
    if known is None and user.is_superuser:
        return Case.objects.filter(number=" ".join(text.upper().split())).values_list("pk", flat=True).first()
    return known


def _person(request: HttpRequest, user: User, others: bool) -> Person | None:
    """Whom is asked about: oneself, or for who may ask about others, the one chosen. Http404 for somebody else."""
    asked = request.GET.get("person", "")
    if not asked or asked == str(user.person_id):
        return user.person
    if not others or not (asked.isascii() and asked.isdigit()) or len(asked) > 18:
        raise Http404
    return get_object_or_404(Person.objects.filter(user__isnull=False), pk=int(asked))


def _may_ask_about(user: User, person: Person, now: datetime.datetime) -> bool:
    """Oneself; for an administrator anybody; for an auditor who ever held a seat, or is a member, where they read."""
    if user.is_superuser or person.pk == user.person_id:
        return True
    units = access.visible_units(user, roles.READ_JOURNAL, now)
    here = Q(seats__unit__in=units) | Q(memberships__unit__in=units)
    return Person.objects.filter(here, pk=person.pk).exists()


def _found(text: str) -> list[Person]:
    """People with an account, by words that begin words of their name."""
    words = search_key(text).split()
    if not words:
        return []
    people = Person.objects.filter(user__isnull=False)
    for word in words:
        people = people.filter(search_name__contains=word)
    return list(people.select_related("user").order_by("sort_key", "pk")[:MOST_FOUND])


def _ways(found: Answer) -> list[dict[str, Any]]:
    return [{"words": way_words(way), "way": way, "grounds": way.grounds} for way in found.ways]


def _drawn(
    request: HttpRequest, template: str, person: Person | None, others: bool, context: dict[str, Any]
) -> HttpResponse:
    looked_for = request.POST.get("name", "").replace("\0", "") if others else ""
    people: Sequence[Person] = _found(looked_for) if looked_for else ()
    kept = {name: request.GET[name] for name in ("act", "on", "time") if request.GET.get(name)}
    context |= {
        "person": person,
        "self": person is not None and person.pk == user_of(request).person_id,
        "others": others,
        "looked_for": looked_for,
        "people": [(one, "?" + urlencode({**kept, "person": one.pk})) for one in people],
    }
    return render(request, template, context)
