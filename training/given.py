"""What a form gives a verb: plain values, checked by the verb."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class SessionGiven:
    """One half-day. Without a day it follows the one before; the first one, the morning of the class's first day."""

    title: str
    periods: int
    day: datetime.date | None = None
    half: str = ""


@dataclass(frozen=True)
class ClassGiven:
    """`kind` is one of TrainingClass.Kind; `asks_percent` of the programme's periods have to be attended. Without a
    last day the class ends with its last session."""

    kind: str
    number: str
    name: str
    starts: datetime.date
    ends: datetime.date | None
    place: str
    capacity: int
    asks_percent: int
    sessions: tuple[SessionGiven, ...]


@dataclass(frozen=True)
class AttendanceGiven:
    present: bool
    reason: str = ""


@dataclass(frozen=True)
class ResultGiven:
    """`grade` is one of Enrolment.Grade, or empty where there is none yet."""

    grade: str
    remark: str = ""


@dataclass(frozen=True)
class ClosingGiven:
    """`last_used`: the last number of the year that was given outside the system, where the centre knows of one."""

    issued_on: datetime.date
    signed_by: str
    last_used: int | None = None
