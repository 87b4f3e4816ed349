"""The pages that say what went wrong. None of them may fail for the reason it is shown for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

import redis
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views import defaults

DATABASE, REDIS = "database", "redis"
RETRY_SECONDS = 10
# PostgreSQL's codes for a server that shuts down, has crashed or is not ready; its class of lost connections.
_SHUT = ("57P01", "57P02", "57P03")
_LOST = "08"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """What asks may not have been read so far that it is known who asks."""
    with translation.override(_language(request)):
        return defaults.bad_request(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return _drawn(defaults.page_not_found, request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return _drawn(defaults.permission_denied, request, exception)


def only_by_button(request: HttpRequest) -> HttpResponse:
    """405 to a GET of what only a button sends, as after signing in again between the page and the click; with the way
    back to the page that has the button."""
    with translation.override(_language(request)):
        page = render_to_string("405.html", {"back": page_above(request.path)})
    return HttpResponse(page, status=405, headers={"Allow": "POST", "Cache-Control": "private, no-store"})


def page_above(path: str) -> str:
    """The nearest address above this one that there is; "/" where there is none."""
    above = path.rstrip("/")
    while above := above.rpartition("/")[0]:
        with suppress(Resolver404):
            resolve(f"{above}/")
            return f"{above}/"
    return "/"


def server_error(request: HttpRequest) -> HttpResponseBase:
    """503 with its reason where the database or Redis does not answer, else 500. Asks neither of them anything."""
    missing = missing_server(sys.exc_info()[1])
    if not missing:
        return defaults.server_error(request)
    with translation.override(_language(request)):
        page = render_to_string("503.html", {"missing": missing})
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "private, no-store"}
    return HttpResponse(page, status=503, headers=headers)


def missing_server(error: BaseException | None) -> str:
    """Which server did not answer, DATABASE or REDIS, where that is what the error says; "" otherwise.

    A statement that was refused, a lock that was not given and a full disk are answers.
    """
    while error is not None:
        if isinstance(error, redis.ConnectionError | redis.TimeoutError):
            return REDIS
        if isinstance(error, InterfaceError) and "connection" in str(error):
            return DATABASE
        if isinstance(error, OperationalError):
            code = getattr(error.__cause__, "pgcode", None)
            if code is None or code in _SHUT or code.startswith(_LOST):
                return DATABASE
        error = error.__cause__
    return ""


def _drawn(
    view: Callable[[HttpRequest, Exception], HttpResponseBase], request: HttpRequest, exception: Exception
) -> HttpResponseBase:
    """Under ASGI Django draws these pages in threads of no request: nobody else there looks whether their connection
    still lives, or closes it afterwards."""
    _close_old_connections()
    try:
        return view(request, exception)
    finally:
        _close_old_connections()


def _close_old_connections() -> None:
    """Django's own would also close one in the middle of a transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _language(request: HttpRequest) -> str:
    """Of this browser: the person's own stands in the database, and may not have been read."""
    wanted = getattr(request, "LANGUAGE_CODE", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
