"""A file made for one person, handed out piece by piece and gone once it has been."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import IO

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from documents.store import PIECE

_NOT_IN_NAMES = re.compile(r"[^\w .()-]+")


def handed_out(request: HttpRequest, file: IO[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    """The whole of an open file, which is closed at its end. What no file name may hold is left out of `name`."""
    size = file.seek(0, 2)
    file.seek(0)
    pieces = _pieces_later(file) if isinstance(request, ASGIRequest) else _pieces(file)
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": str(content_disposition_header(True, _NOT_IN_NAMES.sub("-", name))),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


async def _pieces_later(file: IO[bytes]) -> AsyncIterator[bytes]:
    """The same where Django would else read all of it into memory first."""
    with file:
        while piece := file.read(PIECE):
            yield piece
