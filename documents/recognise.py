"""What a file is, by its content; never by its name or by what the browser says of it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from typing import IO

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.contents.docx import OLE, ZIP, read_docx, read_ole
from documents.contents.pdf import HEADER, read_pdf
from documents.contents.pictures import JPEG, PNG, read_jpeg, read_png
from documents.contents.unfit import Fault, Unfit
from documents.models import StoredFile
from orgs.refusals import Refusal

Kind = StoredFile.Kind
LONGEST_NAME = 150

# How a file begins, what it is then, and who reads on.
_BEGINNINGS: tuple[tuple[bytes, Kind | None, Callable[[IO[bytes]], None]], ...] = (
    (HEADER, Kind.PDF, read_pdf),
    (ZIP, Kind.DOCX, read_docx),
    (OLE, None, read_ole),
    (JPEG, Kind.JPEG, read_jpeg),
    (PNG, Kind.PNG, read_png),
)

_SENTENCES: dict[Fault, Promise] = {
    Fault.EMPTY: _("“%(name)s” is empty. Scan or save the paper anew and attach it again."),
    Fault.TOO_LARGE: _(
        "“%(name)s” is larger than %(limit)s MB. Scan it in black and white or at 300 dots an inch, or divide it."
    ),
    Fault.OTHER_KIND: _(
        "“%(name)s” is no PDF, DOCX, JPEG or PNG, whatever its name says. Scan the paper, or save it as one of these."
    ),
    Fault.OLD_WORD: _("“%(name)s” is of an old Office format. Open it and save it as DOCX or PDF."),
    Fault.DAMAGED: _(
        "“%(name)s” is incomplete or damaged and can't be read to its end. Copy it again from where it is whole, or "
        "scan the paper anew."
    ),
    Fault.LOCKED: _("“%(name)s” is locked with a password. Save it without one and attach it again."),
    Fault.NO_PAGE: _("“%(name)s” has no page. Scan or save the paper anew and attach it again."),
    Fault.MACROS: _("“%(name)s” contains macros. Save it as a DOCX without macros, or as a PDF."),
    Fault.OUTSIDE: _(
        "“%(name)s” contains parts that would be unpacked outside their folder; no word processor writes that. Save it "
        "anew as PDF."
    ),
    Fault.UNPACKS_TOO_LARGE: _(
        "“%(name)s” unpacks to far more than a document holds, and was not unpacked. Save it anew as PDF."
    ),
    Fault.TOO_MANY_PIXELS: _("“%(name)s” has too many pixels. Scan the paper at 300 dots an inch."),
}
_PATH = _("The file's name carries a path (“%(name)s”). Give the file a name of its own and attach it again.")
_UNSEEN = _(
    "The file's name contains characters that can't be seen (“%(name)s”). Give the file another name and attach it "
    "again."
)
_LONG = _("The file's name is longer than %(limit)s characters. Give the file a shorter one and attach it again.")


class FileRefused(Refusal):
    """An upload that is not kept; the sentence names the file. Nothing was stored."""


def name_of(given: str) -> str:
    """The name under which the file is kept. Raises FileRefused for a path, what can't be seen, or a long one."""
    # Some systems send the letters of a name and their marks apart.
    name = unicodedata.normalize("NFC", given)
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)[:LONGEST_NAME]
    if any(mark in name for mark in "/\\") or name in (".", "..") or name[1:2] == ":":
        raise FileRefused(_PATH % {"name": shown})
    if not name.isprintable() or not name.strip():
        raise FileRefused(_UNSEEN % {"name": shown})
    if len(name) > LONGEST_NAME:
        raise FileRefused(_LONG % {"limit": LONGEST_NAME})
    return name


def recognise(content: IO[bytes], name: str) -> Kind:
    """What the content is. Reads it to its end and unpacks nothing to disk. Raises FileRefused."""
    try:
        return _kind_of(content)
    except Unfit as unfit:
        raise FileRefused(sentence(unfit.fault, name)) from unfit


def sentence(fault: Fault, name: str) -> str:
    return str(_SENTENCES[fault]) % {"name": name, "limit": settings.UPLOAD_MEGABYTES}


def bytes_allowed() -> int:
    return int(settings.UPLOAD_MEGABYTES) * 1024 * 1024


def _kind_of(content: IO[bytes]) -> Kind:
    size = content.seek(0, os.SEEK_END)
    if size == 0:
        raise Unfit(Fault.EMPTY)
    if size > bytes_allowed():
        raise Unfit(Fault.TOO_LARGE)
    content.seek(0)
    beginning = content.read(16)
    for mark, kind, read in _BEGINNINGS:
        if beginning.startswith(mark):
            read(content)
            if kind is not None:
                return kind
    raise Unfit(Fault.OTHER_KIND)
