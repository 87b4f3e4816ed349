"""Nominating a candidate."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from admission_flow.decisions.nomination import nominate as nominate_verb
from admission_flow.forms.nomination import NominationForm
from admission_flow.refusals import InvalidFacts
from orgs import access, roles
from orgs.acting_seat import acting_seat
from orgs.fields import legible
from orgs.models import Unit
from orgs.refusals import Refusal
from orgs.signed_in import user_of


@require_http_methods(["GET", "POST"])
@login_required
def nominate(request: HttpRequest) -> HttpResponse:
    """The form, for the cells at which this person may nominate today; 404 for everybody else."""
    now = timezone.now()
    held = {unit for capability, unit in access.capabilities(request.user, now) if capability == roles.NOMINATE}
    units = list(Unit.objects.filter(pk__in=held, kind__in=Unit.CELLS).order_by("path"))
    if not units:
        raise Http404
    seat = acting_seat(request)
    start = {"unit": seat.unit_id} if seat and seat.unit_id in held else {}
    posted = legible(request.POST) if request.method == "POST" else None
    form = NominationForm(posted, initial=start, units=units, day=timezone.localdate(now))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                case = nominate_verb(form.cleaned_data["unit"].pk, form.given(), acting_user=user_of(request), at=now)
            except Refusal as refusal:
                give_back(form, refusal)
            else:
                messages.success(request, _("The case %(number)s is open.") % {"number": case.number})
                return redirect("case", case.pk)
    return render(request, "cases/nominate.html", {"form": form}, status=status)


def give_back(form: NominationForm, refusal: Refusal) -> None:
    """What the verb refused, at the fields that it is of."""
    errors = refusal.errors if isinstance(refusal, InvalidFacts) else {"": [refusal.sentence]}
    for field, sentences in errors.items():
        name = form.FIELD_OF.get(field, field)
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, str(sentence))
