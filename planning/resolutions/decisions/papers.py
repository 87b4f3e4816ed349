"""The file of a resolution or a programme: looked into and written before anything is locked, kept with its row."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from documents import store
from documents.models import StoredFile
from documents.recognise import FileRefused, name_of, recognise
from orgs.models import User
from planning.resolutions.given import FileGiven

KINDS = (StoredFile.Kind.PDF, StoredFile.Kind.DOCX)


@dataclass(frozen=True)
class Drafted:
    name: str
    kind: StoredFile.Kind
    draft: store.Draft

    def keep(self, *, acting_user: User, at: datetime.datetime) -> StoredFile:
        """In the transaction of the act. Raises FileAltered."""
        return store.keep(self.draft, self.kind, acting_user=acting_user, at=at)


@contextmanager
def drafted(given: FileGiven | None) -> Iterator[Drafted | None]:
    """Raises FileRefused for what is no PDF or DOCX, or can't be kept."""
    if given is None:
        yield None
        return
    name = name_of(given.name)
    kind = recognise(given.content, name)
    if kind not in KINDS:
        raise FileRefused(
            _("“%(name)s” is a picture. Save the paper as PDF or DOCX and attach it again.") % {"name": name}
        )
    with store.drafted(_pieces(given.content)) as draft:
        yield Drafted(name, kind, draft)


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(store.PIECE):
        yield piece
