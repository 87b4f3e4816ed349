"""Who may open a live socket: a page of this very site, as it may send a form."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from channels.auth import AuthMiddleware
from channels.security.websocket import WebsocketDenier
from channels.sessions import CookieMiddleware, SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from project.middleware import legible

_HTTP = {"ws": "http", "wss": "https"}
_csrf = CsrfViewMiddleware(lambda _request: HttpResponse())


def of_this_site(application: Any) -> Any:
    """Refuses other origins, and finds out whose session it is."""
    return SameOrigin(CookieMiddleware(LegibleCookies(SessionMiddleware(AuthMiddleware(application)))))


class SameOrigin:
    """Django's own check of a form's origin, its port included: the host of the request, or CSRF_TRUSTED_ORIGINS."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        asked = {**scope, "method": "GET", "scheme": _HTTP.get(scope.get("scheme", "ws"), "http")}
        request = ASGIRequest(asked, BytesIO())
        if "HTTP_ORIGIN" in request.META and _csrf._origin_verified(request):  # type: ignore[attr-defined]  # not in the stubs
            return await self.application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)


class LegibleCookies:
    """A session that no column can hold is none."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        return await self.application({**scope, "cookies": legible(scope["cookies"])}, receive, send)
