"""How much of a request is taken in where pages run under ASGI.

There Django writes the whole body to the disk before any page sees how large it is. Under WSGI nothing is read until a
page asks for it, and never more than was announced.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Application = Callable[..., Awaitable[None]]  # of scope, receive, send


def bounded(application: Application, *, kept: int, heard: int) -> Application:
    """Keeps the first `kept` bytes of a body, hears out `heard`, and forgets what is between: the browser sends all
    before it listens to the answer."""

    async def within_bounds(scope: dict[str, Any], receive: Receive, send: Any) -> None:
        taken = 0

        async def receive_bounded() -> Message:
            nonlocal taken
            message = await receive()
            while message["type"] == "http.request" and taken > heard:  # told already that this was the end
                message = await receive()
            if message["type"] != "http.request":
                return message
            body = message.get("body", b"")
            room = max(0, kept - taken)
            taken += len(body)
            more = message.get("more_body", False) and taken <= heard
            return {**message, "body": body[:room], "more_body": more}

        await application(scope, receive_bounded, send)

    return within_bounds
