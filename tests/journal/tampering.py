"""A small journal, and somebody with full power over the database who works behind its back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import connection, transaction

from journal import canonical
from journal.facts import Fact, fact_of
from journal.models import Entry, Head
from journal.record import append
from orgs.models import DayOff

TABLES = ("journal_entry", "journal_head", "journal_checkpoint", "journal_sealedhead")
AT = datetime.datetime(2026, 3, 2, 1, 30, tzinfo=datetime.UTC)


def record(stream: str, number: int = 1, *, facts: Sequence[Fact] = ()) -> list[Entry]:
    """So many acts of the system, each in its own transaction."""
    entries = []
    for place in range(number):
        with transaction.atomic():
            entries.append(append(stream, "look", acting_user=None, at=AT, refs={"place": place}, facts=facts))
    return entries


def day_off(day: str = "2026-04-30") -> DayOff:
    """A row recorded as fact in unit:1."""
    row = DayOff.objects.create(day=day, name="30/4")
    record("unit:1", facts=[fact_of(row)])
    return row


def behind_the_journal(statement: str, *values: str | int | None) -> None:
    """One statement with the triggers off, as whoever owns the tables can."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A table cannot be altered while checks on its rows still wait for the end of the transaction.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        touched = cursor.rowcount
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert touched, "nothing was tampered with"


def written_anew(stream: str) -> None:
    """Every hash of the stream computed again over what stands in it now, and the head after it."""
    prev_hash = canonical.NOTHING_BEFORE
    for entry in Entry.objects.filter(stream=stream).order_by("seq"):
        entry.prev_hash = prev_hash
        prev_hash = entry.computed_hash()
        behind_the_journal(
            "UPDATE journal_entry SET prev_hash = %s, hash = %s WHERE id = %s", entry.prev_hash, prev_hash, entry.pk
        )
    last = Entry.objects.filter(stream=stream).latest("seq")
    Head.objects.filter(stream=stream).update(seq=last.seq, hash=last.hash)
