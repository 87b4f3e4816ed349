from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from insights import tables
from insights.registers.lists import LISTS, PAGES, register_list
from orgs.acting_seat import held_seats
from orgs.names import seen
from orgs.refusals import Refusal
from orgs.signed_in import user_of


@never_cache
@require_GET  # no HEAD: what is asked for is handed out whole, and stands in the journal
@login_required
def export_register(request: HttpRequest, which: str, kind: str) -> HttpResponseBase:
    """A register as the address of its page filters it."""
    if which not in LISTS or kind not in tables.LISTS:
        raise Http404
    given = {name: seen(value) for name, value in request.GET.dict().items()}
    try:
        made = register_list(which, kind, given, held_seats(request), acting_user=user_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(reverse(PAGES.get(which, which)))
    return tables.handed_out(request, made.file, kind, made.title)
