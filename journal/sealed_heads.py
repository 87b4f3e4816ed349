"""Whether what the checkpoints saw still stands: those kept in the database, and one kept elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from journal import canonical, keys
from journal.findings import Failure, Findings
from journal.models import Checkpoint, Head, SealedHead
from journal.seals import CheckpointFile, Seal, SealedLine

_BATCH = 2000
_STORED_THAT_FELL = """
    SELECT sealed.stream, sealed.seq, entry.id, checkpoint.number, checkpoint.at
    FROM journal_sealedhead AS sealed JOIN journal_checkpoint AS checkpoint ON checkpoint.number = sealed.checkpoint_id
    LEFT JOIN journal_entry AS entry ON entry.stream = sealed.stream AND entry.seq = sealed.seq
    WHERE entry.hash IS DISTINCT FROM sealed.hash AND (%(every)s OR sealed.stream = ANY(%(streams)s))
    ORDER BY checkpoint.number, sealed.stream LIMIT 1
"""
_GIVEN_THAT_FELL = """
    SELECT given.stream, given.seq, entry.id,
           COALESCE((SELECT max(seq) FROM journal_entry WHERE stream = given.stream), 0),
           COALESCE((
               SELECT max(sealed.seq) FROM journal_sealedhead AS sealed
               JOIN journal_entry AS same ON same.stream = sealed.stream AND same.seq = sealed.seq
                    AND same.hash = sealed.hash
               WHERE sealed.stream = given.stream AND sealed.seq < given.seq
           ), 0)
    FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS given (stream, seq, hash)
    LEFT JOIN journal_entry AS entry ON entry.stream = given.stream AND entry.seq = given.seq
    WHERE entry.hash IS DISTINCT FROM given.hash
    ORDER BY given.stream COLLATE "C"
"""


def seen_to_its_end(stream: str) -> Checkpoint | None:
    """The first checkpoint that saw this stream as it ends now; None where none has. Two statements."""
    head = Head.objects.filter(stream=stream).first()
    sealed = SealedHead.objects.filter(stream=stream).select_related("checkpoint").order_by("-checkpoint_id").first()
    if head is None or sealed is None or (sealed.seq, sealed.hash) != (head.seq, head.hash):
        return None
    return sealed.checkpoint


def first_that_saw(stream: str, seq: int) -> Checkpoint | None:
    """The first checkpoint that saw this entry, or one after it in its stream. One statement."""
    seen = SealedHead.objects.filter(stream=stream, seq__gte=seq).select_related("checkpoint")
    sealed = seen.order_by("checkpoint_id").first()
    return sealed.checkpoint if sealed else None


def moved_lines(number: int) -> Iterator[bytes]:
    """The heads that had moved at this checkpoint, as lines in the order in which they were digested."""
    rows = SealedHead.objects.filter(checkpoint=number).order_by("stream").values_list("stream", "seq", "hash")
    for row in rows.iterator(chunk_size=_BATCH):
        yield SealedLine(*row).line()


def check_stored(
    found: Findings, trusted: dict[str, keys.Ed25519PublicKey], only: Sequence[str] | None
) -> Failure | None:
    """The chain of the checkpoints in the database, their signatures, and every head that they saw."""
    digests = _moved_digests()
    digest_of, before = next(digests, None), None
    for row in Checkpoint.objects.iterator(chunk_size=_BATCH):
        moved_digest = hashlib.sha256().hexdigest()
        if digest_of and digest_of[0] == row.number:
            moved_digest = digest_of[1]
            digest_of = next(digests, None)
        wrong = _wrong_with(row, before, moved_digest, trusted)
        if wrong:
            return Failure(wrong)
        found.checkpoints += 1
        before = row
    with connection.cursor() as cursor:
        cursor.execute(_STORED_THAT_FELL, {"every": only is None, "streams": list(only or ())})
        fallen = cursor.fetchone()
    return _fallen(*fallen) if fallen else None


def check_file(file: CheckpointFile, only: Collection[str] | None) -> Failure | None:
    """The checkpoint of the file is still in the database's chain, and every head in it still stands."""
    fallen = next(fallen_since(file, only), None)
    if fallen:
        return _fallen(fallen.stream, fallen.seq, fallen.entry_id, file.seal.number, file.seal.at)
    return replaced(file.seal)


@dataclass(frozen=True)
class Fallen:
    """A stream that no longer stands as a checkpoint's file saw it: entry `seq` is gone (no `entry_id`) or another one.

    `last` is the stream's present end, `stood` the last entry before that a checkpoint kept here saw and that still is
    the same; 0 for none.
    """

    stream: str
    seq: int
    entry_id: int | None
    last: int
    stood: int

    @property
    def is_cut(self) -> bool:
        return self.last < self.seq

    @property
    def first(self) -> int:
        """From which entry on, as far as can be told: where it was cut, the first one missing."""
        return self.last + 1 if self.is_cut else self.stood + 1


def fallen_since(file: CheckpointFile, only: Collection[str] | None = None) -> Iterator[Fallen]:
    """Every stream of the file, or of these, that doesn't continue what it saw, in the order of the streams."""
    wanted = None if only is None else frozenset(only)
    heads = (head for head in file.heads() if wanted is None or head.stream in wanted)
    while batch := list(islice(heads, _BATCH)):
        with connection.cursor() as cursor:
            cursor.execute(_GIVEN_THAT_FELL, [list(column) for column in zip(*batch, strict=True)])
            rows = cursor.fetchall()
        for row in rows:
            yield Fallen(*row)


def replaced(seal: Seal) -> Failure | None:
    """Whether the database still has this very checkpoint."""
    row = Checkpoint.objects.filter(number=seal.number).first()
    if row is None:
        return Failure(_("Checkpoint %(number)s is gone from the database.") % {"number": seal.number})
    if Seal.of(row) != seal:
        return Failure(_("Checkpoint %(number)s in the database is another one.") % {"number": seal.number})
    return None


def _wrong_with(
    row: Checkpoint, before: Checkpoint | None, moved_digest: str, trusted: dict[str, keys.Ed25519PublicKey]
) -> str:
    expected = before.number + 1 if before else 1
    if row.number != expected:
        return _("Checkpoint %(number)s is gone from the database.") % {"number": expected}
    seal = Seal.of(row)
    if row.key not in trusted:
        return _(
            "Checkpoint %(number)s cannot be checked: its key (%(key)s…) is not known here. Give it with --public-key."
        ) % {"number": row.number, "key": row.key[:16]}
    if not keys.signed_by(trusted[row.key], row.signature, seal.document()) or seal.hash() != row.hash:
        return _("Checkpoint %(number)s was altered: its signature is not right.") % {"number": row.number}
    if seal.previous != (before.hash if before else canonical.NOTHING_BEFORE):
        return _("Checkpoint %(number)s does not follow the one before it.") % {"number": row.number}
    if seal.moved_digest != moved_digest:
        return _("The heads kept with checkpoint %(number)s were altered.") % {"number": row.number}
    return ""


def _moved_digests() -> Iterator[tuple[int, str]]:
    rows = SealedHead.objects.order_by("checkpoint_id", "stream").values_list("checkpoint_id", "stream", "seq", "hash")
    for number, moved in groupby(rows.iterator(chunk_size=_BATCH), key=lambda row: row[0]):
        digest = hashlib.sha256()
        for _number, stream, seq, head_hash in moved:
            digest.update(SealedLine(stream, seq, head_hash).line())
        yield number, digest.hexdigest()


def _fallen(stream: str, seq: int, entry_id: int | None, number: int, at: datetime) -> Failure:
    seen = {"number": number, "day": f"{timezone.localtime(at):%d/%m/%Y %H:%M}"}
    if entry_id is None:
        what = _("it is gone; checkpoint %(number)s of %(day)s had seen it.") % seen
    else:
        what = _("it is not the entry that checkpoint %(number)s of %(day)s had seen.") % seen
    return Failure(what, stream, seq, entry_id)
