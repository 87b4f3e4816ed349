"""Proving that the journal was not altered: chains, heads, checkpoints, facts, and what other rooms have checked with
them. docs/journal.md says what each finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from journal import canonical, further, keys, sealed_heads, stored_facts
from journal.findings import NOWHERE, Failure, Findings, Reached
from journal.models import Entry, Head
from journal.seals import open_file
from journal.snapshots import snapshot
from journal.watching import Watch, untold, unwatched

_BATCH = 2000
_HEADS_THAT_DIFFER = """
    SELECT stream, head.seq, tail.seq, tail.id
    FROM (SELECT * FROM journal_head WHERE %(every)s OR stream = ANY(%(streams)s)) AS head
    FULL JOIN (
        SELECT DISTINCT ON (stream) stream, seq, hash, id FROM journal_entry
        WHERE %(every)s OR stream = ANY(%(streams)s) ORDER BY stream, seq DESC
    ) AS tail USING (stream)
    WHERE (head.seq, head.hash) IS DISTINCT FROM (tail.seq, tail.hash)
    ORDER BY stream LIMIT 1
"""


def verify(
    *,
    stream: str | None = None,
    streams: Collection[str] | None = None,
    checkpoint: Path | None = None,
    public_key: Path | None = None,
    watch: Watch = unwatched,
    since: Reached = NOWHERE,
    tell: Callable[[Reached], None] = untold,
) -> Findings:
    """Check everything, or one stream or several, on one view of the database, up to the first failure.

    `tell` hears how far it has come, at the end of each stream and after every so many rows; given as `since`, another
    verification of the same goes on from there and counts on. Chains in the order of their streams and facts in the
    order of their rows are done in pieces so, each piece on its own view: what was altered in an earlier piece after it
    was looked at is not found. Heads, checkpoints, and what other rooms check speak of all streams at one moment, take
    little of the time, and are checked anew each time, on the last view.

    Of `streams`, those that are not there are passed over; `stream` has to be there.
    `checkpoint` is a file of `checkpoints.take` kept elsewhere; `public_key` a PEM file of keys to trust besides those
    of this machine. Raises seals.CheckpointFileError, keys.KeyFileError for files that cannot be used.
    """
    trusted = keys.known_keys(public_key)
    file = open_file(checkpoint, trusted) if checkpoint else None
    found = Findings(since.streams, since.entries, since.facts, reached=since)
    only = None if stream is None and streams is None else sorted({*(streams or ()), *([stream] if stream else ())})
    with snapshot():
        found.failure = (
            _chains(found, only, watch, tell)
            or _heads(only)
            or _unknown(found, stream)
            or sealed_heads.check_stored(found, trusted, only)
            or (sealed_heads.check_file(file, only) if file else None)
            or stored_facts.check(found, only, watch, tell)
            or further.check(only)
        )
    return found


def _chains(
    found: Findings, only: Sequence[str] | None, watch: Watch, tell: Callable[[Reached], None]
) -> Failure | None:
    entries: QuerySet[Entry] = Entry.objects.filter(stream__gt=found.reached.stream).order_by("stream", "seq")
    heads = Head.objects.all()
    if only is not None:
        entries, heads = entries.filter(stream__in=only), heads.filter(stream__in=only)
    total = heads.aggregate(total=Sum("seq"))["total"] or 0
    before: Entry | None = None
    for entry in watch(entries.iterator(chunk_size=_BATCH), total=total):
        if before is None or before.stream != entry.stream:
            if before is not None:
                found.come_to(tell, stream=before.stream)
            before = None
            found.streams += 1
        failure = _link(before, entry)
        if failure:
            return failure
        found.entries += 1
        before = entry
    if before is not None:
        found.come_to(tell, stream=before.stream)
    return None


def _unknown(found: Findings, stream: str | None) -> Failure | None:
    return Failure(_("there is no such stream."), stream) if stream and not found.streams else None


def _link(before: Entry | None, entry: Entry) -> Failure | None:
    expected = before.seq + 1 if before else 1
    if entry.seq != expected:
        return Failure(
            _("the entry is missing; the next one there is %(seq)s.") % {"seq": entry.seq}, entry.stream, expected
        )
    if not _is_own_hash(entry):
        return Failure(
            _("it was altered or inserted: its hash is not that of its columns."), entry.stream, entry.seq, entry.pk
        )
    if entry.prev_hash != (before.hash if before else canonical.NOTHING_BEFORE):
        return Failure(
            _("it does not follow the entry before it: one of the two was replaced."), entry.stream, entry.seq, entry.pk
        )
    return None


def _is_own_hash(entry: Entry) -> bool:
    try:
        return entry.hash == entry.computed_hash()
    except canonical.NotCanonicalError:  # `append` cannot have written it
        return False


def _heads(only: Sequence[str] | None) -> Failure | None:
    with connection.cursor() as cursor:
        cursor.execute(_HEADS_THAT_DIFFER, {"every": only is None, "streams": list(only or ())})
        row = cursor.fetchone()
    if row is None:
        return None
    name, head_seq, last_seq, entry_id = row
    if head_seq is None:
        return Failure(_("the head of the stream is missing."), name, last_seq, entry_id)
    if last_seq is None:
        return Failure(_("all entries up to %(seq)s are missing.") % {"seq": head_seq}, name)
    if head_seq > last_seq:
        return Failure(_("entries up to %(seq)s are missing at the end.") % {"seq": head_seq}, name, last_seq + 1)
    return Failure(_("the head of the stream does not name this last entry."), name, last_seq, entry_id)
