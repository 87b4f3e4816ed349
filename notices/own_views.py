"""A person's own page of notices: which kinds by which way, when not, and where letters go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from notices import addresses, choosing
from notices.forms import WAYS, AddressForm, ChoicesForm, CodeForm
from notices.models import Mail, MailAddress
from notices.refusals import AddressRefused, NotChoosable, ProofRefused
from notices.wishes import wishes_of
from orgs.models import User
from orgs.signed_in import user_of


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """POST keeps what was chosen, or with `restore` puts the defaults back."""
    person = user_of(request)
    if request.method == "GET":
        return _page(request, person)
    if "restore" in request.POST:
        choosing.restore_defaults(acting_user=person, at=timezone.now())
        messages.success(request, _("The defaults hold again."))
        return redirect("notices:choices")
    form = ChoicesForm(request.POST, wishes=wishes_of([person.pk])[person.pk])
    if not form.is_valid():
        return _page(request, person, form=form, status=422)
    try:
        choosing.choose(form.ways(), form.hours(), acting_user=person, at=timezone.now())
    except NotChoosable as refused:
        form.add_error(None, refused.sentence)
        return _page(request, person, form=form, status=422)
    messages.success(request, _("This is how you will be told."))
    return redirect("notices:choices")


@login_required
@require_POST
def ask_for_address(request: HttpRequest) -> HttpResponse:
    person, form = user_of(request), AddressForm(request.POST)
    if settings.MAIL_SERVER is None:
        return redirect("notices:choices")
    if not form.is_valid():
        return _page(request, person, address_form=form, status=422)
    try:
        addresses.ask_for_address(form.cleaned_data["address"], acting_user=person, at=timezone.now())
    except AddressRefused as refused:
        form.add_error("address", refused.sentence)
        return _page(request, person, address_form=form, status=422)
    messages.success(request, _("A code is on its way to this address. Type it here within a day."))
    return redirect("notices:choices")


@login_required
@require_POST
def prove_address(request: HttpRequest) -> HttpResponse:
    person, form = user_of(request), CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, person, code_form=form, status=422)
    try:
        addresses.prove_address(form.cleaned_data["code"], acting_user=person, at=timezone.now())
    except ProofRefused as refused:
        form.add_error("code", refused.sentence)
        return _page(request, person, code_form=form, status=422)
    messages.success(request, _("From now on letters go to this address."))
    return redirect("notices:choices")


@login_required
@require_POST
def remove_address(request: HttpRequest) -> HttpResponse:
    addresses.remove_address(acting_user=user_of(request), at=timezone.now())
    messages.success(request, _("No letters are sent to you any more."))
    return redirect("notices:choices")


def _page(
    request: HttpRequest,
    person: User,
    *,
    form: ChoicesForm | None = None,
    address_form: forms.Form | None = None,
    code_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    wishes = wishes_of([person.pk])[person.pk]
    given_up = Mail.objects.filter(recipient=person, state=Mail.State.GIVEN_UP).exclude(sort=Mail.Sort.PROOF)
    context: dict[str, Any] = {
        "form": form or ChoicesForm(wishes=wishes),
        "address_form": address_form or AddressForm(),
        "code_form": code_form or CodeForm(),
        "row": MailAddress.objects.filter(pk=person.pk).first(),
        # Of letters to this address; those to the one before say nothing about it.
        "refused": given_up.filter(ended_at__gt=wishes.proven_at).order_by("-ended_at").first()
        if wishes.proven_at
        else None,
        "mail_on": settings.MAIL_SERVER is not None,
        "domains": ", ".join(settings.MAIL_DOMAINS),
        "ways": WAYS,
    }
    return render(request, "notices/choices.html", context, status=status)
