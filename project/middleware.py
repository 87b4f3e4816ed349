"""What no browser sends to us and PostgreSQL or Django could not read is refused before anything looks at it; and a
link to what only a button sends is answered with a page.
"""

from __future__ import annotations

import codecs
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from project import errors

NULL = "\0"


@sync_and_async_middleware
def readable(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """400 for a null character in the address, which no column can hold, and for a form that is not in UTF-8.

    A cookie with one is as if it had not been sent: the browser would send it again for ever.
    """
    if iscoroutinefunction(get_response):

        async def ask_async(request: HttpRequest) -> HttpResponse:
            _refuse_unreadable(request)
            answer: Awaitable[HttpResponse] = get_response(request)
            return await answer

        return ask_async

    def ask(request: HttpRequest) -> HttpResponse:
        _refuse_unreadable(request)
        response: HttpResponse = get_response(request)
        return response

    return ask


@sync_and_async_middleware
def explained(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """A page in place of the empty 405 that Django gives to a GET."""

    def after(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return errors.only_by_button(request) if request.method == "GET" and response.status_code == 405 else response

    if iscoroutinefunction(get_response):

        async def ask_async(request: HttpRequest) -> HttpResponse:
            return after(request, await get_response(request))

        return ask_async

    def ask(request: HttpRequest) -> HttpResponse:
        return after(request, get_response(request))

    return ask


def legible(cookies: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in cookies.items() if NULL not in value}


def _refuse_unreadable(request: HttpRequest) -> None:
    query = request.META.get("QUERY_STRING", "")
    if NULL in request.path or NULL in query or "%00" in query:
        raise BadRequest("a null character in the address")
    if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
        request.encoding = "utf-8"  # the page that says so reads the form once more, for its token
        raise BadRequest("a form that is not in UTF-8")
    request.COOKIES = legible(request.COOKIES)
