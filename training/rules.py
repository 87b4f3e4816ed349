"""Pure rules of classes: how a programme lies on days, and what stands against a certificate. Standard library only."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MORNING, AFTERNOON = "morning", "afternoon"
FAILED = "failed"
_ONE_DAY = datetime.timedelta(days=1)
# No programme goes on for longer; it also ends the search for a working day.
_MOST_DAYS = 366


@dataclass(frozen=True)
class Slot:
    """A half-day that a session takes."""

    day: datetime.date
    half: str

    @property
    def place(self) -> tuple[datetime.date, int]:
        """By which sessions come one after the other."""
        return self.day, (MORNING, AFTERNOON).index(self.half)


def laid_out(
    wanted: Iterable[tuple[datetime.date | None, str]], starts: datetime.date, works: Callable[[datetime.date], bool]
) -> list[Slot]:
    """The half-day of each session: its own day and half where given, otherwise the next half-day of a working day."""
    found: list[Slot] = []
    for day, half in wanted:
        if day is not None:
            # Of a second session of one day, without its half, the afternoon.
            second = any(slot.day == day and slot.half == MORNING for slot in found)
            slot = Slot(day, half or (AFTERNOON if second else MORNING))
        elif not found:
            slot = Slot(_worked(starts, works), half or MORNING)
        else:
            slot = _after(found[-1], half, works)
        found.append(slot)
    return found


def _after(slot: Slot, half: str, works: Callable[[datetime.date], bool]) -> Slot:
    if slot.half == MORNING and half != MORNING:
        return Slot(slot.day, AFTERNOON)
    return Slot(_worked(slot.day + _ONE_DAY, works), half or MORNING)


def _worked(day: datetime.date, works: Callable[[datetime.date], bool]) -> datetime.date:
    days = (day + number * _ONE_DAY for number in range(_MOST_DAYS))
    return next((one for one in days if works(one)), day)


def needed(periods: int, percent: int) -> int:
    """How many of the periods have to be attended: the percentage, rounded up."""
    return -(-periods * percent // 100)


@dataclass(frozen=True)
class Attended:
    """What one person attended. `unrecorded` are sessions without any record of attendance for this person."""

    grade: str
    periods: int
    of_periods: int
    needed: int
    unrecorded: int

    @property
    def passes(self) -> bool:
        return self.grade not in ("", FAILED)


NO_GRADE, UNRECORDED, SHORT = "no_grade", "unrecorded", "short"


def against_closing(found: Attended) -> str:
    """What keeps the class from being closed because of this person: one of the keys above, "" for nothing.

    Attendance below what the class asks stands against a grade that passes, not against one that fails.
    """
    if found.unrecorded:
        return UNRECORDED
    if not found.grade:
        return NO_GRADE
    if found.passes and found.periods < found.needed:
        return SHORT
    return ""
