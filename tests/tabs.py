"""A browser's tab without the browser, for requests that a test client would put right: `Tab(port).ask("/cases/")`."""

from __future__ import annotations

import http.client
from urllib.parse import urlencode

from django.conf import settings


class Tab:
    """A browser that keeps its cookies."""

    def __init__(self, port: int, session: str = "", language: str = "") -> None:
        self.port = port
        self.cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}

    def ask(
        self, path: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """The status and the page; a form is sent with the token of this browser."""
        if form is None:
            return self._exchange("GET", path, None, headers or {})
        body = urlencode(form | {"csrfmiddlewaretoken": self.cookies.setdefault("csrftoken", "t" * 32)})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._exchange("POST", path, body.encode(), (headers or {}) | kind)

    def send(self, path: str, body: bytes, *, kind: str) -> tuple[int, str]:
        """Any bytes, of any kind, with the token in its header."""
        token = self.cookies.setdefault("csrftoken", "t" * 32)
        return self._exchange("POST", path, body, {"Content-Type": kind, "X-CSRFToken": token})

    def _exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)
        line.request(method, path, body, headers | ({"Cookie": cookies} if cookies else {}))
        answer = line.getresponse()
        page = answer.read().decode()
        line.close()
        return answer.status, page
