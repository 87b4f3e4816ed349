"""How long it takes, told from what has ended and from what is still open: the estimate of Kaplan and Meier. Pure.

Of those that are open nobody knows how long they will take, only that it is longer than until now. Left out, a step at
which the slow ones are still waiting would look fast; here they count for as long as they were seen.
Source: E. L. Kaplan, P. Meier, Nonparametric Estimation from Incomplete Observations, JASA 53 (1958).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import neg


@dataclass(frozen=True)
class Curve:
    """`shares[i]` is the share still waiting after `days[i]`; days rise, and an end lies on each of them.

    `ended` and `open` are the cases behind it; `seen` is the longest time that any of them was seen.
    """

    days: tuple[int, ...]
    shares: tuple[float, ...]
    ended: int
    open: int
    seen: int

    @property
    def cases(self) -> int:
        return self.ended + self.open

    def share_after(self, day: int) -> float:
        """The share of which more than so many days pass."""
        place = bisect_right(self.days, day)
        return self.shares[place - 1] if place else 1.0

    def quantile(self, part: float) -> int | None:
        """The days within which this part has ended, such as 0.5 for the median; None where it was not seen to."""
        return self._first(1 - part)

    def quantile_from(self, waited: int, part: float) -> int | None:
        """The same among those of which so many days have passed already, counted from the beginning."""
        still = self.share_after(waited)
        return self._first(still * (1 - part)) if still > 0 else None

    def _first(self, share: float) -> int | None:
        # Shares fall; a hair's breadth, since they are products.
        place = bisect_left(self.shares, -share - 1e-12, key=neg)
        return self.days[place] if place < len(self.days) else None


def curve(ended: Mapping[int, int], still_open: Mapping[int, int]) -> Curve:
    """From days -> how many ended after just so many, and days -> how many were last seen open after so many.

    Who was last seen open on a day on which others ended was still waiting when they did.
    """
    at_risk = sum(ended.values()) + sum(still_open.values())
    everyone = sorted({*ended, *still_open})
    days, shares, share = [], [], 1.0
    ended_on, open_on = ended.get, still_open.get
    for day in everyone:
        if ends := ended_on(day, 0):
            share *= 1 - ends / at_risk
            days.append(day)
            shares.append(share)
        at_risk -= ends + open_on(day, 0)
    return Curve(
        days=tuple(days),
        shares=tuple(shares),
        ended=sum(ended.values()),
        open=sum(still_open.values()),
        seen=max(everyone, default=0),
    )


def together(tallies: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Days -> how many, of several such tables."""
    found: dict[int, int] = {}
    for tally in tallies:
        for day, number in tally.items():
            found[day] = found.get(day, 0) + number
    return found
