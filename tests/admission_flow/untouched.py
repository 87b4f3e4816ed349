"""What a refusal leaves behind: nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection


def contents() -> dict[str, str]:
    """A digest of the rows of every table."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        digests = [f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {quote(name)} t)" for name in tables]
        cursor.execute(f"SELECT {', '.join(digests)}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


# What the journal keeps of a refusal that tells somebody who is known.
JOURNAL = ("journal_entry", "journal_head")


@contextmanager
def nothing_written(but: Collection[str] = ()) -> Iterator[None]:
    """No row of any table was added, changed or removed within the block, but of these tables."""
    before = contents()
    yield
    after = contents()
    assert [table for table in after if after[table] != before[table] and table not in but] == []
