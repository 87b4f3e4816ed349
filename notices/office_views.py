"""What is undelivered and why: for administrators, and who keeps the organisation at its top."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from notices import addresses
from notices import delivery as reads
from orgs.models import User
from orgs.pages import WholePages
from orgs.refusals import NotYours
from orgs.signed_in import user_of

PAGE_LENGTH = 50


@never_cache
@login_required
@require_GET
def delivery(request: HttpRequest) -> HttpResponse:
    person = user_of(request)
    _keepers_only(person)
    shown = request.GET.get("show", "")
    show = shown if shown in reads.SHOWN else reads.WAITING
    page = WholePages(reads.undelivered(show), PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = [(letter, reads.why_words(letter.why) if letter.why else "") for letter in page.object_list]
    state = reads.channels(timezone.now())
    context = {
        "page": page,
        "rows": rows,
        "show": show,
        "counts": reads.counts(),
        "channels": state,
        "server_words": reads.why_words(state.server_why) if state.server_why else "",
        "administers": person.is_superuser,
    }
    return render(request, "notices/delivery.html", context)


@login_required
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """One `letter`, or all that wait."""
    chosen = request.POST.get("letter")
    ids = (
        None if chosen is None else [int(chosen)] if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else []
    )
    try:
        number = reads.try_again(ids, acting_user=user_of(request), at=timezone.now())
    except NotYours as refused:
        raise PermissionDenied(refused.sentence) from refused
    if number:
        words = ngettext("%(number)d letter is tried again.", "%(number)d letters are tried again.", number)
        messages.success(request, words % {"number": number})
    else:
        messages.info(request, _("There was nothing to try again; it has left, or is on its way at this moment."))
    show = request.POST.get("show", "")
    return redirect(f"{reverse('notices:delivery')}?show={show}" if show in reads.SHOWN else "notices:delivery")


@never_cache
@login_required
@require_GET
def mail_addresses(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    page = WholePages(reads.held_addresses(), PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "notices/mail_addresses.html", {"page": page})


@login_required
@require_POST
def take_address(request: HttpRequest, pk: int) -> HttpResponse:
    _administrators_only(request)
    owner = get_object_or_404(User, pk=pk)
    addresses.take_address_away(owner, acting_user=user_of(request), at=timezone.now())
    messages.success(request, _("No letters go to this account any more."))
    return redirect("notices:mail_addresses")


def _keepers_only(person: User) -> None:
    try:
        reads.require_keeper(person, timezone.now())
    except NotYours as refused:
        raise PermissionDenied(refused.sentence) from refused


def _administrators_only(request: HttpRequest) -> None:
    if not user_of(request).is_superuser:
        raise PermissionDenied(_("Addresses are seen by administrators only."))
