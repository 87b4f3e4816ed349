"""The file of a resolution or a programme: looked into and written before anything is locked, kept with its row."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from documents import store
from documents.contents.unfit import Fault, Unfit
from documents.models import StoredFile
from documents.recognise import FileRefused, name_of, recognise
from orgs.models import User
from planning.resolutions.given import FileGiven

KINDS = (StoredFile.Kind.PDF, StoredFile.Kind.DOCX)


class PaperRefused(FileRefused):
    """`field` is that of the form."""

    def __init__(self, sentence: str, field: str) -> None:
        self.field = field
        super().__init__(sentence)


@dataclass(frozen=True)
class Drafted:
    name: str
    kind: StoredFile.Kind
    draft: store.Draft

    def keep(self, *, acting_user: User, at: datetime.datetime) -> StoredFile:
        """In the transaction of the act. Raises FileAltered."""
        return store.keep(self.draft, self.kind, acting_user=acting_user, at=at)


@contextmanager
def drafted(given: FileGiven | None, field: str = "file") -> Iterator[Drafted | None]:
    """Raises PaperRefused for what is no PDF or DOCX, or can't be kept."""
    if given is None:
        yield None
        return
    try:
        name, kind = _recognised(given)
    except FileRefused as refused:
        raise PaperRefused(str(refused.sentence), field) from refused
    with store.drafted(_pieces(given.content)) as draft:
        yield Drafted(name, kind, draft)


def _recognised(given: FileGiven) -> tuple[str, StoredFile.Kind]:
    """Raises FileRefused."""
    name = name_of(given.name)
    try:
        kind = recognise(given.content, name)
    except FileRefused as refused:
        if isinstance(refused.__cause__, Unfit) and refused.__cause__.fault == Fault.OTHER_KIND:
            raise _of_other_kind(name) from refused
        raise
    if kind not in KINDS:
        raise _of_other_kind(name)
    return name, kind


def _of_other_kind(name: str) -> FileRefused:
    sentence = _("“%(name)s” is no PDF or DOCX, whatever its name says. Save the paper as one of these and attach it.")
    return FileRefused(sentence % {"name": name})


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(store.PIECE):
        yield piece
