"""The bytes of files on disk, in `FILES_DIR`, each under the SHA-256 of its content: `ab/cd/abcd…`.

A file is written beside its place, forced to disk, and linked into it, so that what stands there is whole and nothing
is ever overwritten. It is there before its row commits. A row that never commits leaves a file that no row names, an
orphan; `manage.py check_files` finds it.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from documents.models import StoredFile
from orgs.models import User
from orgs.refusals import Refusal

log = logging.getLogger(__name__)

INCOMING = "incoming"
# Of PostgreSQL's advisory locks: shared by whoever keeps a file, held alone by whoever removes orphans.
REMOVAL_LOCK = 4_021_966
PIECE = 1024 * 1024


class FileAltered(Refusal):
    """The bytes on disk are not, or no longer, those that were stored."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(
            _(
                "This file on the server is missing or is not what was attached, and is not given out. Tell the "
                "system's administrator, who finds it by checking the stored files."
            )
        )


@dataclass(frozen=True)
class Draft:
    """Written and on disk, but not yet in its place."""

    path: Path
    sha256: str
    size: int


@contextmanager
def drafted(pieces: Iterable[bytes]) -> Iterator[Draft]:
    """A draft of this content for `keep`; whatever happens, nothing is left of it afterwards but what was kept."""
    incoming = Path(settings.FILES_DIR) / INCOMING
    _make(incoming)
    handle, name = tempfile.mkstemp(dir=incoming)
    path, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                out.write(piece)
                digest.update(piece)
                size += len(piece)
            out.flush()
            os.fchmod(out.fileno(), 0o400)
            os.fsync(out.fileno())
        yield Draft(path, digest.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def keep(draft: Draft, kind: StoredFile.Kind, *, acting_user: User, at: datetime.datetime) -> StoredFile:
    """The row of this content, with its file in place; of content that is kept already, the row that it has.

    In the transaction of its act, after the locks of cases. Raises FileAltered where this content was kept before and
    what lies there now is another.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [REMOVAL_LOCK])
    place = path_of(draft.sha256)
    _make(place.parent)
    try:
        os.link(draft.path, place)
    except FileExistsError:
        if digest_of(place) != draft.sha256:
            raise _altered(draft.sha256) from None
    else:
        _force_folder(place.parent)
    given = {"size": draft.size, "kind": kind, "stored_by": acting_user, "stored_at": at}
    return StoredFile.objects.get_or_create(sha256=draft.sha256, defaults=given)[0]


def read(stored: StoredFile) -> bytes:
    """The content, compared with its SHA-256: what is given out is what was compared. Raises FileAltered."""
    try:
        content = path_of(stored.sha256).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise _altered(stored.sha256)
    return content


def pieces(stored: StoredFile) -> Iterator[bytes]:
    """The content piece by piece. Raises FileAltered, at the end, where it was another: use none of it before."""
    digest = hashlib.sha256()
    try:
        with path_of(stored.sha256).open("rb") as content:
            while piece := content.read(PIECE):
                digest.update(piece)
                yield piece
    except OSError as error:
        raise _altered(stored.sha256) from error
    if digest.hexdigest() != stored.sha256:
        raise _altered(stored.sha256)


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def digest_of(path: Path) -> str:
    """SHA-256 of the file, "" where it can't be read."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def _altered(sha256: str) -> FileAltered:
    log.error("The stored file %s is missing or altered; manage.py check_files names all such.", sha256)
    return FileAltered(sha256)


def _make(folder: Path) -> None:
    """With those above it, for nobody else to enter."""
    top = Path(settings.FILES_DIR)
    top.mkdir(mode=0o700, parents=True, exist_ok=True)
    above = [one for one in folder.parents if one.is_relative_to(top) and one != top]
    for one in (*reversed(above), folder):
        if not one.exists():
            one.mkdir(mode=0o700, exist_ok=True)
            _force_folder(one.parent)


def _force_folder(folder: Path) -> None:
    """To disk, so that the name of what was put into it survives a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
