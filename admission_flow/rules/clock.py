"""The clock of a legal term: from its event to its last day, with every day on which it stood still, and why.

Counted in working days of the office's calendar, which is given. Source of the terms: domain, section 3.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from admission_flow.rules.deadlines import TERMS, working_days
from admission_flow.rules.values import Parameters, verdict

ONE_DAY = datetime.timedelta(days=1)


class Calendar(Protocol):
    """What is asked of the office's calendar; `names` has the days that differ from Monday to Friday."""

    @property
    def names(self) -> Mapping[datetime.date, str]: ...

    def works(self, day: datetime.date) -> bool: ...


@dataclass(frozen=True)
class Pause:
    """The clock stands still from `first` on; `until` is the day on which it runs again."""

    first: datetime.date
    until: datetime.date

    def covers(self, day: datetime.date) -> bool:
        return self.first <= day < self.until


@dataclass(frozen=True)
class Count:
    """The last day of a term, and the days on the way to it that are not as others.

    `ends_on` is the last day without the extension. `off` are days of Monday to Friday passed over, `made_up` days of
    a weekend that counted, each with its name; `stood` has each pause with the working days that it kept back.
    """

    due_on: datetime.date
    ends_on: datetime.date
    off: tuple[tuple[datetime.date, str], ...] = ()
    made_up: tuple[tuple[datetime.date, str], ...] = ()
    stood: tuple[tuple[Pause, int], ...] = ()


@dataclass
class _Way:
    """The days counted so far."""

    calendar: Calendar
    pauses: Sequence[Pause]
    off: list[tuple[datetime.date, str]] = field(default_factory=list)
    made_up: list[tuple[datetime.date, str]] = field(default_factory=list)
    stood: dict[Pause, int] = field(default_factory=dict)

    def counts(self, day: datetime.date) -> bool:
        weekend, named = day.weekday() >= 5, (day, self.calendar.names.get(day, ""))
        if not self.calendar.works(day):
            if not weekend:
                self.off.append(named)
            return False
        for pause in self.pauses:
            if pause.covers(day):
                self.stood[pause] = self.stood.get(pause, 0) + 1
                return False
        if weekend:
            self.made_up.append(named)
        return True


def count(
    runs_from: datetime.date,
    days: int,
    calendar: Calendar,
    *,
    pauses: Iterable[Pause] = (),
    extended_by: int = 0,
    event_day_counted: bool = False,
) -> Count:
    """The last day of a term of so many working days, which are lengthened by those of an extension.

    A term of no days ends on the day of the event, or on the first day after it that counts.
    """
    way = _Way(calendar, sorted(pauses, key=lambda one: one.first))
    none = days + extended_by == 0
    start = runs_from - ONE_DAY if event_day_counted or none else runs_from
    ends_on = _after(start, 1 if none else days, way)
    due_on = _after(ends_on, extended_by, way)
    return Count(due_on, ends_on, tuple(way.off), tuple(way.made_up), tuple(way.stood.items()))


def _after(day: datetime.date, days: int, way: _Way) -> datetime.date:
    while days:
        day += ONE_DAY
        days -= way.counts(day)
    return day


def last_day(
    rule: str,
    runs_from: datetime.date,
    by: Parameters,
    calendar: Calendar,
    *,
    pauses: Iterable[Pause] = (),
    extended_by: int = 0,
) -> tuple[Count, dict[str, Any]]:
    """When a term by this rule ends, and its arithmetic as it is kept (see `Verdict.derivation`).

    Of the numbers, days are ISO dates; a pause is "first/until".
    """
    length, event_day = working_days(rule, by), by["event_day_counted"]
    found = count(
        runs_from,
        length.value,
        calendar,
        pauses=pauses,
        extended_by=extended_by,
        event_day_counted=event_day.value,
    )
    told = verdict(
        TERMS[rule].rule,
        True,
        by,
        length,
        event_day,
        runs_from=runs_from,
        working_days=length.value,
        event_day_counted=event_day.value,
        extended_by=extended_by,
        ends_on=found.ends_on,
        due_on=found.due_on,
        off=[day.isoformat() for day, _name in found.off],
        off_names=[name for _day, name in found.off],
        made_up=[day.isoformat() for day, _name in found.made_up],
        made_up_names=[name for _day, name in found.made_up],
        stood=[f"{pause.first.isoformat()}/{pause.until.isoformat()}" for pause, _days in found.stood],
        stood_days=[days for _pause, days in found.stood],
    )
    return found, told.derivation()


def may_extend(by: Parameters, extensions: int) -> bool:
    """Whether a term that has been extended so often may be once more. Source: 29-QĐ/TW 4.3 (S1)."""
    return bool(extensions < by["most_extensions"].value)
