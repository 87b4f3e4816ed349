"""Appending to the journal: the only writer of its entries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.db.transaction import TransactionManagementError

from journal import canonical
from journal.facts import Fact
from journal.models import Entry

# The stream of what belongs to no case, unit or person.
OFFICE = "office:1"

# One statement locks the heads in the order given, creating those of new streams, and then asks the clock and takes the
# numbers of the entries, so that both rise along a stream. An upsert and not SELECT FOR UPDATE: of two transactions
# that begin the same stream, the second waits for the first.
_LOCK_HEADS = """
    INSERT INTO journal_head (stream, seq, hash)
    SELECT wanted.stream, 0, %s FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (stream, place) ORDER BY wanted.place
    ON CONFLICT (stream) DO UPDATE SET seq = journal_head.seq
    RETURNING stream, seq, hash, clock_timestamp(), ARRAY(
        SELECT nextval(pg_get_serial_sequence('journal_entry', 'id'))
        FROM generate_series(1, (%s::jsonb ->> journal_head.stream)::int)
    )
"""
_MOVE_HEADS = """
    UPDATE journal_head SET seq = moved.seq, hash = moved.hash
    FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS moved (stream, seq, hash)
    WHERE journal_head.stream = moved.stream
"""


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is to be recorded. `acting_user` is None for the system itself; `at` is when it happened, with time zone.

    `refs` holds ids and numbers of the act (None, bool, int, text, and lists and dicts of them), never a name or
    anything from a biography; the values themselves stand in the rows that `facts` name.
    """

    stream: str
    verb: str
    acting_user: AbstractBaseUser | None
    at: datetime
    refs: Mapping[str, object]
    facts: Sequence[Fact] = field(default=())
    on_behalf_of: AbstractBaseUser | None = None


def append(
    stream: str,
    verb: str,
    *,
    acting_user: AbstractBaseUser | None,
    at: datetime,
    refs: Mapping[str, object],
    facts: Sequence[Fact] = (),
    on_behalf_of: AbstractBaseUser | None = None,
) -> Entry:
    """Record one act in its stream, inside the transaction of the act; see `Act` for the values. Three statements.

    The stream stays locked until the transaction ends, so this comes last in it. Several streams go through
    `append_many`. Raises TransactionManagementError outside a transaction, canonical.NotCanonicalError for a value that
    has no canonical form.
    """
    act = Act(
        stream=stream, verb=verb, acting_user=acting_user, at=at, refs=refs, facts=facts, on_behalf_of=on_behalf_of
    )
    return append_many([act])[0]


def append_many(acts: Sequence[Act]) -> list[Entry]:
    """Record several acts, of one or more streams, in the order given. Three statements, however many.

    Heads are locked in the order of their streams' names; call it once in a transaction, or two transactions that
    call it with the same streams in different orders wait for each other.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A journal entry is written in the transaction of its act; open one first.")
    if not acts:
        return []
    acts_in = Counter(act.stream for act in acts)
    streams = sorted(acts_in)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_HEADS, [canonical.NOTHING_BEFORE, streams, json.dumps(acts_in)])
        tails = {row[0]: _Tail(*row[1:]) for row in cursor.fetchall()}
    entries = [tails[act.stream].extend(act) for act in acts]
    Entry.objects.bulk_create(entries)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_HEADS, [streams, [tails[s].seq for s in streams], [tails[s].hash for s in streams]])
    return entries


@dataclass
class _Tail:
    """The end of a locked stream, moving on as entries are added."""

    seq: int
    hash: str
    recorded_at: datetime
    ids: list[int]

    def extend(self, act: Act) -> Entry:
        entry = Entry(
            id=self.ids.pop(0),
            stream=act.stream,
            seq=self.seq + 1,
            verb=act.verb,
            actor_id=act.acting_user.pk if act.acting_user else None,
            on_behalf_of_id=act.on_behalf_of.pk if act.on_behalf_of else None,
            at=act.at,
            recorded_at=self.recorded_at,
            refs=dict(act.refs),
            facts=[fact.as_json() for fact in act.facts],
            prev_hash=self.hash,
        )
        entry.hash = entry.computed_hash()
        self.seq, self.hash = entry.seq, entry.hash
        return entry
