"""What a form or a loader gives a verb of sources: plain values, checked by the verb."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class SourceGiven:
    """Whom the cell watches from now on. `helper` is an id of orgs.Person; numbers and days of resolutions are known
    or not."""

    citizen_id: str
    full_name: str
    birth_date: datetime.date
    sex: str
    proposed_by: str
    since: datetime.date
    organisation: str = ""
    union_number: str = ""
    union_dated: datetime.date | None = None
    resolution_number: str = ""
    resolution_dated: datetime.date | None = None
    helper: int | None = None


@dataclass(frozen=True)
class RemovalGiven:
    """`reason` is one of Source.Reason."""

    day: datetime.date
    reason: str
    words: str


@dataclass(frozen=True)
class TaskGiven:
    what: str
    given_on: datetime.date
    until: datetime.date


@dataclass(frozen=True)
class AssessmentGiven:
    """`result` is one of SourceTask.Result."""

    day: datetime.date
    result: str
    words: str = ""


@dataclass(frozen=True)
class MarkGiven:
    """What a review says of one source. `revision` is the one that its row was drawn from; `reason` only where the
    source is removed, and then the remark says why in words."""

    source: int
    revision: int
    verdict: str
    remark: str = ""
    reason: str = ""
