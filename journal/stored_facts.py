"""Whether the rows that acts wrote are still what they wrote: the newest digest of each row against the row now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from journal.facts import ERASED, KINDS, FactKind, StoredRow
from journal.findings import Failure, Findings, Reached
from journal.watching import Watch

_BATCH = 2000
_NEWEST = """
    WITH fact AS (
        SELECT entry.id, entry.stream, entry.seq,
               item ->> 'table' AS kind, item ->> 'id' AS key, item ->> 'digest' AS digest
        FROM journal_entry AS entry CROSS JOIN jsonb_array_elements(entry.facts) AS item
    )
    SELECT DISTINCT ON (kind COLLATE "C", key COLLATE "C") id, stream, seq, kind, key, digest FROM fact
    WHERE (kind COLLATE "C", key COLLATE "C") > (%(table)s, %(key)s)
          AND (%(every)s OR (kind, key) IN (SELECT kind, key FROM fact WHERE stream = ANY(%(streams)s)))
    ORDER BY kind COLLATE "C", key COLLATE "C", id DESC
"""


class Named(NamedTuple):
    """A row as the newest entry that names it left it."""

    entry_id: int
    stream: str
    seq: int
    table: str
    key: str
    digest: str


def check(found: Findings, only: Sequence[str] | None, watch: Watch, tell: Callable[[Reached], None]) -> Failure | None:
    """Compare every row that is a fact, or those that these streams name, counting them; the first that differs.

    It goes on from the rows that `found` has reached, in the order of their tables and keys.
    """
    for table, named in groupby(watch(_newest(only, found.reached), total=None), key=lambda fact: fact.table):
        while batch := list(islice(named, _BATCH)):
            if table not in KINDS:
                return _failure(batch[0], _("this program knows no facts of %(table)s.") % {"table": table})
            rows = _rows(KINDS[table], [fact.key for fact in batch])
            for fact in batch:
                wrong = _wrong_with(fact, rows.get(fact.key))
                if wrong:
                    return _failure(fact, wrong)
                found.facts += 1
            found.come_to(tell, table=table, key=batch[-1].key)
    return None


def _newest(only: Sequence[str] | None, since: Reached) -> Iterator[Named]:
    given: dict[str, Any] = {"every": only is None, "streams": list(only or ()), "table": since.table, "key": since.key}
    with connection.chunked_cursor() as cursor:
        cursor.execute(_NEWEST, given)
        for row in cursor:
            yield Named(*row)


def _rows(kind: FactKind, keys: list[str]) -> dict[str, StoredRow]:
    """The rows by their key as text. A key that cannot be one of this table finds nothing."""
    possible = []
    for key in keys:
        try:
            possible.append(kind.model._meta.pk.to_python(key))
        except ValidationError:
            continue
    return {str(kind.key(row.key)): row for row in kind.rows(possible)}


def _wrong_with(fact: Named, row: StoredRow | None) -> str:
    place = {"table": fact.table, "key": fact.key}
    if fact.digest == ERASED:
        if row and not row.salt_is_gone:
            return _("it says that %(table)s %(key)s was erased, but the row is there.") % place
        return ""
    if row is None:
        return _("the row that it wrote, %(table)s %(key)s, is gone.") % place
    if row.salt_is_gone:
        return _("the salt of the row that it wrote, %(table)s %(key)s, is gone.") % place
    if not row.holds(fact.digest):
        return _("the row that it wrote, %(table)s %(key)s, was altered since.") % place
    return ""


def _failure(fact: Named, what: str) -> Failure:
    return Failure(what, fact.stream, fact.seq, fact.entry_id)
