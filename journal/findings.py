"""What a verification found: how much holds, or the first thing that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Failure:
    """The first thing that does not hold. Without `entry_id` where no such entry is, without `stream` where none is."""

    what: str
    stream: str = ""
    seq: int | None = None
    entry_id: int | None = None

    def __str__(self) -> str:
        if not self.stream:
            return self.what
        place = {"stream": self.stream, "seq": self.seq, "id": self.entry_id, "what": self.what}
        if self.seq is None:
            return _("%(stream)s: %(what)s") % place
        if self.entry_id is None:
            return _("%(stream)s, entry %(seq)s: %(what)s") % place
        return _("%(stream)s, entry %(seq)s (row %(id)s): %(what)s") % place


@dataclass(frozen=True)
class Reached:
    """How far a verification has come, so that another can go on: all streams up to `stream` follow their chains, and
    all rows up to `key` of `table` are as they were written; with how many streams, entries and rows that are."""

    stream: str = ""
    table: str = ""
    key: str = ""
    streams: int = 0
    entries: int = 0
    facts: int = 0


NOWHERE = Reached()


@dataclass
class Findings:
    """How many streams, entries, facts and checkpoints were looked at, and the first failure if there is one; and up to
    where a verification is known to hold."""

    streams: int = 0
    entries: int = 0
    facts: int = 0
    checkpoints: int = 0
    failure: Failure | None = None
    reached: Reached = NOWHERE

    def come_to(self, tell: Callable[[Reached], None], **place: str) -> None:
        """All that was counted up to this place holds."""
        changes: dict[str, Any] = {**place, "streams": self.streams, "entries": self.entries, "facts": self.facts}
        self.reached = replace(self.reached, **changes)
        tell(self.reached)

    @property
    def holds(self) -> bool:
        return self.failure is None

    def __str__(self) -> str:
        if self.failure:
            return _("The journal does not hold. %(failure)s") % {"failure": self.failure}
        counts = {
            "streams": _counted(ngettext("%(n)s stream", "%(n)s streams", self.streams), self.streams),
            "entries": _counted(ngettext("%(n)s entry", "%(n)s entries", self.entries), self.entries),
            "facts": _counted(ngettext("%(n)s fact", "%(n)s facts", self.facts), self.facts),
            "checkpoints": _counted(
                ngettext("%(n)s checkpoint", "%(n)s checkpoints", self.checkpoints), self.checkpoints
            ),
        }
        return _("The journal holds: %(streams)s, %(entries)s, %(facts)s, %(checkpoints)s.") % counts


def _counted(words: str, number: int) -> str:
    return words % {"n": number_format(number, use_l10n=True, force_grouping=True)}
