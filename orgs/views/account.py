"""The person's own account: language, the seat acted from, open sessions."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from orgs.acting_seat import acting_seat, choose_seat, held_seats
from orgs.adapters import record_at_the_door
from orgs.devices import device_words
from orgs.models import User


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    context = {
        "seats": held_seats(request),
        "acting": acting_seat(request),
        "languages": User._meta.get_field("language").choices,
    }
    return render(request, "account/account.html", context)


@login_required
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Asked by a page in which somebody types (static/admission/app.js): like any request, it keeps the session."""
    return HttpResponse(status=204)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Vietnamese or English: kept on the account, and in a cookie for before sign-in."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return django_set_language(request)


@login_required
@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Act from another seat that the person holds today."""
    number = request.POST.get("seat", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and choose_seat(request, int(number))):
        messages.warning(request, _("You don't hold that seat today. Nothing was changed."))
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if safe else "/")


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in. POST ends the others, or with `which=all` this one too."""
    open_sessions = UserSession.objects.purge_and_list(request.user)
    if request.method == "POST":
        return _end_sessions(request, open_sessions)
    rows = [
        {
            "device": device_words(session.user_agent),
            "ip": session.ip,
            "since": session.created_at,
            "here": session.session_key == request.session.session_key,
        }
        for session in sorted(open_sessions, key=lambda session: session.created_at, reverse=True)
    ]
    return render(request, "usersessions/usersession_list.html", {"rows": rows, "others": len(rows) - 1})


@transaction.atomic
def _end_sessions(request: HttpRequest, open_sessions: list[Any]) -> HttpResponse:
    everywhere = request.POST.get("which") == "all"
    others = [session for session in open_sessions if session.session_key != request.session.session_key]
    assert isinstance(request.user, User)
    get_sessions_adapter().end_sessions(others)
    record_at_the_door("sessions_ended", request.user, others=len(others), everywhere=everywhere)
    if everywhere:
        get_adapter().logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect(settings.LOGIN_URL)
    ended = ngettext("%(n)d other session was ended.", "%(n)d other sessions were ended.", len(others))
    messages.success(request, ended % {"n": len(others)})
    return redirect("sessions")
