"""The verb that writes an event log, and records in the journal who asked for what."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction

from insights.event_log.ocel import write_ocel
from insights.event_log.scope import OCEL, XES, Asked, Scope, Written, scope_of
from insights.event_log.xes import write_xes
from insights.refusals import TooMany
from journal import record
from journal.snapshots import snapshot
from orgs.models import User

EXPORTED = "export_events"
WRITERS: Mapping[str, Callable[..., Written]] = {XES: write_xes, OCEL: write_ocel}
# How often the cases are read for it.
ROUNDS = {XES: 1, OCEL: 2}
ENDINGS = {XES: "xes", OCEL: "json"}


@dataclass(frozen=True)
class Exported:
    scope: Scope
    written: Written
    sha256: str


def export_events(
    asked: Asked,
    out: IO[bytes],
    *,
    acting_user: User | None,
    at: datetime.datetime,
    by: str,
    most: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Exported:
    """The log, written to `out` at one moment of the database; then an entry in the stream of who asked.

    `acting_user` is None for the administrator at the machine, whose entry stands in the office's stream. `by`: "page"
    or "command". `most`: how many cases at the most. `progress` is told of readings of a case, done and in all.
    Not one transaction, like the dossier: the log is read in one that can't write, and whoever hands the file on does
    so only once the entry stands.
    Raises what `scope_of` raises, and TooMany.
    """
    scope = scope_of(asked, acting_user, at=at)
    counted = _Digesting(out)
    with snapshot():
        cases = scope.cases().count()
        if most is not None and cases > most:
            raise TooMany(most)
        rounds = ROUNDS[asked.format] * cases
        written = WRITERS[asked.format](scope, counted, at=at, progress=lambda done: progress(done, rounds))
    digest = counted.digest.hexdigest()
    with transaction.atomic():
        record.append(
            f"user:{acting_user.pk}" if acting_user else record.OFFICE,
            EXPORTED,
            acting_user=acting_user,
            at=at,
            refs={
                "format": asked.format,
                "by": by,
                "cases": written.cases,
                "events": written.events,
                "sha256": digest,
                **scope.refs(),
            },
        )
    return Exported(scope, written, digest)


class _Digesting:
    """A file that knows the SHA-256 of what went into it."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.digest = hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        return self._out.write(piece)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._out, name)
