"""What forms hand to the verbs."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True)
class FileGiven:
    """An upload, with the name that it was sent under."""

    content: IO[bytes]
    name: str


@dataclass(frozen=True)
class ResolutionGiven:
    """`units` are the ids of the chosen units, where the scope is those. Without `file` or
    `programme`, its programme of action, the one there is stays."""

    number: str
    dated: datetime.date
    title: str
    about: str
    rolled_out_until: datetime.date
    asks_programme: bool = False
    programme_until: datetime.date | None = None
    scope: str = "all"
    units: Collection[int] = ()
    file: FileGiven | None = None
    programme: FileGiven | None = None


@dataclass(frozen=True)
class SessionGiven:
    """`due`: None takes the number that the records have as of the day."""

    audience: str
    held_on: datetime.date
    present: int
    due: int | None = None
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class ProgrammeGiven:
    """Without `file`, the one uploaded before stays."""

    number: str
    dated: datetime.date
    title: str
    file: FileGiven | None = None
