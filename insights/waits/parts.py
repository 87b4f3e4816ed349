"""What a case waited for while it stood at one step: the time from its arrival to its end, split without rest. Pure.

Each moment belongs to one part, the first of these that holds at it: the case was on hold; nobody works on that day; an
authority outside had not answered; the case waited for a sitting or a class; nobody had looked at it; somebody had,
and nobody had taken it; it was in somebody's hands.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from orgs.calendar import LOCAL_ZONE, ONE_DAY, Calendar

ZERO = datetime.timedelta()


class Part(Enum):
    """In the order in which they take precedence."""

    HELD = "held"
    OFF = "off"
    OUTSIDE = "outside"
    SITTING = "sitting"
    UNSEEN = "unseen"
    UNTAKEN = "untaken"
    HANDS = "hands"


class Interval(NamedTuple):
    """From `since` on and before `until`."""

    since: datetime.datetime
    until: datetime.datetime


class Stood(NamedTuple):
    """A step's own moments; `until` is its end, or the moment of looking at one that is open."""

    since: datetime.datetime
    until: datetime.datetime
    seen: datetime.datetime | None = None
    taken: datetime.datetime | None = None


def split(
    stood: Stood,
    calendar: Calendar,
    *,
    held: Iterable[Interval] = (),
    outside: Iterable[Interval] = (),
    sitting: Iterable[Interval] = (),
) -> dict[Part, datetime.timedelta]:
    """Every part, in order; together they are exactly the time from `since` to `until`."""
    rest = [Interval(stood.since, max(stood.since, stood.until))]
    seen = _within(stood.seen or stood.until, stood)
    taken = max(seen, _within(stood.taken or stood.until, stood))
    causes: list[tuple[Part, Iterable[Interval]]] = [
        (Part.HELD, held),
        (Part.OFF, days_off(stood.since, stood.until, calendar)),
        (Part.OUTSIDE, outside),
        (Part.SITTING, sitting),
        (Part.UNSEEN, [Interval(stood.since, seen)]),
        (Part.UNTAKEN, [Interval(seen, taken)]),
    ]
    found = {}
    for part, intervals in causes:
        before = _length(rest)
        for interval in intervals:
            rest = _without(rest, interval)
        found[part] = before - _length(rest)
    return found | {Part.HANDS: _length(rest)}


def days_off(since: datetime.datetime, until: datetime.datetime, calendar: Calendar) -> list[Interval]:
    """The whole local days between these moments on which nobody works."""
    day, last = since.astimezone(LOCAL_ZONE).date(), until.astimezone(LOCAL_ZONE).date()
    found = []
    while day <= last:
        if not calendar.works(day):
            found.append(whole_days(day, day + ONE_DAY))
        day += ONE_DAY
    return found


def whole_days(first: datetime.date, until: datetime.date) -> Interval:
    """From the beginning of one local day to that of another."""
    return Interval(_midnight(first), _midnight(until))


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), LOCAL_ZONE)


def _within(moment: datetime.datetime, stood: Stood) -> datetime.datetime:
    return min(max(moment, stood.since), max(stood.since, stood.until))


def _without(rest: Sequence[Interval], taken: Interval) -> list[Interval]:
    if taken.since >= taken.until:
        return list(rest)
    left = []
    for piece in rest:
        if taken.until <= piece.since or piece.until <= taken.since:
            left.append(piece)
            continue
        if piece.since < taken.since:
            left.append(Interval(piece.since, taken.since))
        if taken.until < piece.until:
            left.append(Interval(taken.until, piece.until))
    return left


def _length(intervals: Iterable[Interval]) -> datetime.timedelta:
    return sum((interval.until - interval.since for interval in intervals), ZERO)
