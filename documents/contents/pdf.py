"""A PDF that a reader can open: whole, not locked, with at least one page."""

from __future__ import annotations

import os
from typing import IO, Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from documents.contents.unfit import Fault, Unfit

HEADER, END, WHERE = b"%PDF-", b"%%EOF", b"startxref"
# The end-of-file mark stands among the last so many bytes (ISO 32000-1, appendix H, note 18).
END_WITHIN = 1024
# Nodes of the page tree that are looked at before the first page must have come.
NODES = 1000


def read_pdf(content: IO[bytes]) -> None:
    """Raises Unfit."""
    size = content.seek(0, os.SEEK_END)
    content.seek(max(0, size - END_WITHIN))
    tail = content.read()
    if END not in tail or WHERE not in tail:
        raise Unfit(Fault.DAMAGED)
    try:
        reader = PdfReader(content)
        locked = reader.is_encrypted
        page = None if locked else _first_page(reader.root_object.get("/Pages"))
    except Exception as error:  # whatever a library stumbles over in a file that somebody else made
        raise Unfit(Fault.DAMAGED) from error
    if locked:
        raise Unfit(Fault.LOCKED)
    if page is None:
        raise Unfit(Fault.NO_PAGE)


def _first_page(root: Any) -> DictionaryObject | None:
    """Each node once, and not too many: a tree can be made that is its own branch, or wider than any memory."""
    waiting: list[Any] = [root]
    seen: set[int] = set()
    while waiting and len(seen) < NODES:
        node = waiting.pop()
        reference = getattr(node, "idnum", None) or id(node)
        node = node.get_object() if node is not None else None
        if not isinstance(node, DictionaryObject) or reference in seen:
            continue
        seen.add(reference)
        kids = node.get("/Kids")
        kids = kids.get_object() if kids is not None else None
        if isinstance(kids, ArrayObject):
            waiting += reversed(kids[:NODES])
        elif node.get("/Type") == "/Page":
            return node
    return None
