"""How far a resolution has been rolled out: pure arithmetic over what units recorded.

Of one unit and one audience, those present at its sessions add up, never to more than are due; due is the largest
number that one of the unit's sessions says. Who says that nobody is due there has nothing left to do. A unit that has
recorded nothing owes as many as the records have due there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Share:
    """Of one audience: who was reached, of how many due. `sessions` is how many were held.

    `known`: how many were due by the records, of one unit; None where they say nothing.
    """

    present: int = 0
    due: int = 0
    sessions: int = 0
    known: int | None = None

    @classmethod
    def of(cls, present: int, due: int, sessions: int, known: int | None = None) -> Share:
        """From the sum of those present and the largest number due."""
        return cls(min(present, due), due, sessions, known)

    @classmethod
    def owed(cls, known: int | None) -> Share:
        """Where nothing is recorded yet."""
        return cls(0, known or 0, 0, known)

    def __add__(self, other: Share) -> Share:
        return Share(self.present + other.present, self.due + other.due, self.sessions + other.sessions)

    @property
    def differs(self) -> bool:
        """What the unit says is due is not what the records say."""
        return self.sessions > 0 and self.known not in (None, self.due)

    @property
    def is_unknown(self) -> bool:
        """Neither the unit nor the records say how many are due."""
        return self.sessions == 0 and self.known is None

    @property
    def is_whole(self) -> bool:
        return self.sessions > 0 and self.present >= self.due

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 is said of nothing less; None where nothing is known or nobody is due."""
        return 100 * self.present // self.due if self.due else None


NOTHING = Share()


@dataclass(frozen=True)
class Standing:
    """One unit: its share by each of the `audiences`, and whether a programme is asked, and adopted."""

    audiences: Sequence[str]
    shares: Mapping[str, Share]
    asks_programme: bool
    adopted: bool

    def share(self, audience: str) -> Share:
        return self.shares.get(audience, NOTHING)

    @property
    def missing(self) -> list[str]:
        """The audiences that are not reached as a whole, in their order."""
        return [one for one in self.audiences if not self.share(one).is_whole]

    def with_records(self, known: Mapping[str, int | None]) -> Standing:
        """Where nothing is recorded, as many are owed as the records have due; `known` is by audience."""
        shares = {one: self.shares.get(one) or Share.owed(known.get(one)) for one in self.audiences}
        return replace(self, shares=shares)

    def days_late(self, until: datetime.date, programme_until: datetime.date | None, today: datetime.date) -> int:
        """Days since the last day for the first thing that is lacking; 0 where that day is not over."""
        late = (today - until).days if self.missing else 0
        if self.lacks_programme and programme_until is not None:
            late = max(late, (today - programme_until).days)
        return max(late, 0)

    @property
    def lacks_programme(self) -> bool:
        return self.asks_programme and not self.adopted

    @property
    def is_done(self) -> bool:
        return not self.lacks_programme and not self.missing


def total(standings: Iterable[Standing], audience: str) -> tuple[Share, int]:
    """Of all units together, and how many of them have reached this audience as a whole."""
    shares = [one.share(audience) for one in standings]
    return sum(shares, NOTHING), sum(share.is_whole for share in shares)
