"""Checkpoints and verifications while acts are recorded: each sees one moment, and nobody waits for long."""

import threading
from pathlib import PosixPath

from django.db import connections
from django.utils import timezone

from journal import checkpoints
from journal.models import Checkpoint
from journal.verify import verify
from tests.databases import at_once, rounds
from tests.journal.tampering import day_off, record


def test_what_is_recorded_meanwhile_disturbs_neither(own_database: str) -> None:
    day_off()
    enough = threading.Event()

    def office() -> int:
        written = 0
        while not enough.is_set():
            record(f"case:{written % 7}")
            written += 1
        return written

    def auditor() -> list[str]:
        try:
            files = [checkpoints.take(at=timezone.now()) for _round in rounds()]
            return [str(verify(checkpoint=file).failure) for file in files]
        finally:
            enough.set()

    # One thread does all rounds here, over a journal that grows meanwhile.
    written, failures = at_once(office, auditor, timeout=1.5 * len(rounds()))

    assert failures == ["None"] * len(rounds())
    assert isinstance(written, int)
    assert written > len(rounds())
    connections.close_all()


def test_two_checkpoints_at_once_are_two_numbers(own_database: str) -> None:
    record("case:1")
    for _round in rounds():
        outcomes = at_once(*[lambda: checkpoints.take(at=timezone.now())] * 2)
        assert [type(outcome) for outcome in outcomes] == [PosixPath, PosixPath], outcomes

    assert Checkpoint.objects.count() == 2 * len(rounds())
    assert verify().holds
