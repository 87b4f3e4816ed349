"""Making a checkpoint: a signed statement of where every stream stands, in the database and in a file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from journal import canonical, keys
from journal.models import Checkpoint, SealedHead
from journal.seals import Seal, SealedLine, seal_line

_HEADS = """
    SELECT head.stream, head.seq, head.hash, sealed.hash IS DISTINCT FROM head.hash
    FROM journal_head AS head LEFT JOIN (
        SELECT DISTINCT ON (stream) stream, hash FROM journal_sealedhead ORDER BY stream, checkpoint_id DESC
    ) AS sealed USING (stream)
    ORDER BY head.stream
"""
_BATCH = 2000


class CheckpointDirError(Exception):
    """CHECKPOINT_DIR cannot be written to; carries the sentence for the administrator."""


def take(*, at: datetime) -> Path:
    """Sign where every stream stands now and return the file that tells it. Runs in a transaction of its own.

    The journal goes on meanwhile; another checkpoint waits. Raises keys.KeyFileError, CheckpointDirError.
    """
    key = keys.signing_key()
    with _new_file() as file:
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                # Before the first read, at which the view of the database is fixed.
                cursor.execute("LOCK TABLE journal_checkpoint IN EXCLUSIVE MODE")
            last = Checkpoint.objects.last()
            sealing = _Sealing(number=last.number + 1 if last else 1, file=file)
            sealing.write_heads()
            seal = Seal(
                number=sealing.number,
                at=at,
                streams=sealing.streams,
                entries=sealing.entries,
                heads_digest=sealing.all_heads.hexdigest(),
                moved_digest=sealing.moved_heads.hexdigest(),
                previous=last.hash if last else canonical.NOTHING_BEFORE,
                key=keys.fingerprint(key.public_key()),
            )
            signature = key.sign(seal.document()).hex()
            Checkpoint.objects.create(
                **{name: getattr(seal, name) for name in seal.__dataclass_fields__},
                signature=signature,
                hash=seal.hash(),
            )
        # Only what was committed gets its seal; without one the file is nothing.
        file.write(seal_line(seal, signature))
    # The hash, since a database put back from a copy gives a number a second time, and no file may be written over.
    name = f"checkpoint-{seal.number:06d}-{timezone.localtime(at):%Y%m%d}-{seal.hash()[:8]}.jsonl"
    target = Path(file.name).with_name(name)
    Path(file.name).rename(target)
    return target


class _Sealing:
    """The one pass over the heads: to the file, into both digests, and into the database those that moved."""

    def __init__(self, number: int, file: IO[bytes]) -> None:
        self.number, self.file = number, file
        self.streams = self.entries = 0
        self.all_heads, self.moved_heads = hashlib.sha256(), hashlib.sha256()

    def write_heads(self) -> None:
        moved: list[SealedHead] = []
        for head, has_moved in _heads():
            line = head.line()
            self.file.write(line)
            self.all_heads.update(line)
            self.streams += 1
            self.entries += head.seq
            if has_moved:
                self.moved_heads.update(line)
                moved.append(SealedHead(checkpoint_id=self.number, **head._asdict()))
            if len(moved) == _BATCH:
                SealedHead.objects.bulk_create(moved)
                moved.clear()
        SealedHead.objects.bulk_create(moved)


def _heads() -> Iterator[tuple[SealedLine, bool]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_HEADS)
        for stream, seq, head_hash, has_moved in cursor:
            yield SealedLine(stream, seq, head_hash), has_moved


@contextmanager
def _new_file() -> Iterator[IO[bytes]]:
    """A file beside its future place, on the disk for good when the block ends, and gone if it fails."""
    folder = Path(settings.CHECKPOINT_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(  # noqa: SIM115  # closed below, where other errors are not about the folder
            dir=folder, prefix="checkpoint-", suffix=".unfinished", delete=False
        )
    except OSError as error:
        raise CheckpointDirError(
            _("No checkpoint can be written to CHECKPOINT_DIR (%(folder)s): %(reason)s.")
            % {"folder": folder, "reason": error.strerror}
        ) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(file.name).unlink()
        raise
