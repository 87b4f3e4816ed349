"""What Django hides of an upload: the names of its files as they were sent, and how to answer one that is too large.

@csrf_exempt  # reads no form: that is for the inner view, once the names are listened for
def attach(request):
    if is_too_large(request):
        name = turn_away(request)
    names = NamesAsSent.of(request)
    return csrf_protect(_attach)(request, names)
"""

from __future__ import annotations

import html
import re
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

from documents.recognise import bytes_allowed

# Room for the other fields of a form and for what stands between the parts.
BESIDE_THE_FILE = 1024 * 1024
# So many times what is allowed is read and forgotten, so that the browser, which sends all before it listens, shows
# the answer. Of what is larger still, the connection is closed.
HEARD_OUT = 10
PIECE = 64 * 1024
_NAME = re.compile(rb'filename="((?:[^"\\\r\n]|\\.)*)"')


class NamesAsSent(FileUploadHandler):
    """Django takes path parts and control characters off a name before any form sees it. This one remembers it."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.names: list[str] = []

    @classmethod
    def of(cls, request: HttpRequest) -> NamesAsSent:
        """`names` are filled as the form is read, so this comes before the first look at `request.POST`."""
        handler = cls(request)
        request.upload_handlers = [handler, *request.upload_handlers]
        return handler

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> tuple[QueryDict, MultiValueDict]:
        others = [handler for handler in self.request.upload_handlers if handler is not self]  # type: ignore[union-attr]
        return _Parser(self.names, meta, input_data, others, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class _Parser(MultiPartParser):
    def __init__(self, names: list[str], *args: Any) -> None:
        self._names = names
        super().__init__(*args)

    def sanitize_file_name(self, file_name: str) -> str | None:
        self._names.append(html.unescape(file_name))
        return super().sanitize_file_name(file_name)


def body_allowed() -> int:
    """Bytes of a whole request."""
    return bytes_allowed() + BESIDE_THE_FILE


def is_too_large(request: HttpRequest) -> bool:
    """By what the browser announces, before anything is read. A server reads no further than that."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    return announced.isascii() and announced.isdigit() and int(announced) > body_allowed()


def turn_away(request: HttpRequest) -> str:
    """Reads on without keeping anything, up to a bound; the file's name where its beginning tells it, else ""."""
    beginning = piece = request.read(PIECE)
    left = HEARD_OUT * bytes_allowed()
    while piece and left > 0:
        left -= len(piece)
        piece = request.read(PIECE)
    found = _NAME.search(beginning)
    return found[1].decode(errors="replace") if found else ""
