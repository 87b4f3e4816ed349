"""Acts recorded in one stream at the same moment stand one behind the other, with no number lost or given twice."""

from datetime import UTC, datetime
from functools import partial

from django.db import transaction

from journal.models import Entry, Head
from journal.record import append
from tests.databases import at_once, rounds

HANDS = 4
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def record(stream: str, hand: int) -> int:
    with transaction.atomic():
        return append(stream, "looked", acting_user=None, at=AT, refs={"hand": hand}).seq


def test_each_gets_the_next_number_and_the_hash_before(own_database: str) -> None:
    for place in rounds():
        stream = f"case:{place % 2}"  # a new stream in the first two rounds, a longer one after
        outcomes = at_once(*(partial(record, stream, hand) for hand in range(HANDS)))

        last = (place // 2 + 1) * HANDS
        assert sorted(outcomes) == list(range(last - HANDS + 1, last + 1))  # type: ignore[type-var]
    for stream in ("case:0", "case:1"):
        entries = list(Entry.objects.filter(stream=stream).order_by("seq"))
        assert [entry.prev_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
        assert Head.objects.get(stream=stream).hash == entries[-1].hash
        assert [entry.recorded_at for entry in entries] == sorted(entry.recorded_at for entry in entries)
        assert [entry.id for entry in entries] == sorted(entry.id for entry in entries)
