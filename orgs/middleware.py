"""What holds for every request of somebody signed in: their language, a first password to change, the end when idle."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from orgs.models import User

# A session is written again at most this often, so that reading pages costs no write each.
ACTIVITY_SECONDS = min(60, settings.SESSION_COOKIE_AGE // 3)
ACTIVITY_KEY = "active_at"
# Sent by an open page that renews itself (static/admission/live.js); nobody has to be there for it.
UNATTENDED_HEADER = "X-Live"


class PersonMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        activate_language(request)
        if isinstance(user, User):
            if user.must_change_password and not _serves_first_password(request.path):
                return _to_first_password(request)
            _keep_alive(request)
            response = self.get_response(request)
            # Files are confidential: no cache keeps a page, and going back after signing out shows none.
            response.headers.setdefault("Cache-Control", "private, no-store")
        else:
            response = _whole_page_sign_in(request, self.get_response(request))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def activate_language(request: HttpRequest) -> None:
    """The person's own language; before sign-in the one chosen on this browser. Vietnamese where nothing was chosen,
    whatever the browser asks for: many office machines have an English one that nobody chose."""
    if isinstance(request.user, User):
        wanted = request.user.language
    else:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    translation.activate(language)
    request.LANGUAGE_CODE = language


def _serves_first_password(path: str) -> bool:
    """Pages that stay open until the first password is changed."""
    return path in {reverse("account_change_password"), reverse("account_logout"), reverse("set_language")}


def _to_first_password(request: HttpRequest) -> HttpResponse:
    """To the change of the password, and from there on to the page that was wanted; a part of one is no page."""
    change = reverse("account_change_password")
    if request.method != "GET" or request.path == "/" or "HX-Request" in request.headers:
        return redirect(change)
    return redirect(f"{change}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")


def _keep_alive(request: HttpRequest) -> None:
    """Each minute in which the person does something moves the end of the session on."""
    now = int(time.time())
    if UNATTENDED_HEADER not in request.headers and now - request.session.get(ACTIVITY_KEY, 0) >= ACTIVITY_SECONDS:
        request.session[ACTIVITY_KEY] = now


def _whole_page_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A part of a page asked for after the session ended sends the whole page to sign-in, and back to itself after."""
    asked_by_hand = "HX-Request" in request.headers and UNATTENDED_HEADER not in request.headers
    if not asked_by_hand or response.status_code != 302:
        return response
    sign_in = reverse(settings.LOGIN_URL)
    if urlsplit(response.headers["Location"]).path != sign_in:
        return response
    try:
        shown = urlsplit(request.headers.get("HX-Current-URL", "/"))
    except ValueError:  # no address at all, such as http://[
        shown = urlsplit("/")
    back = shown.path + (f"?{shown.query}" if shown.query else "")
    moved = HttpResponse(status=204)
    moved.headers["HX-Redirect"] = f"{sign_in}?{urlencode({REDIRECT_FIELD_NAME: back})}"
    return moved
