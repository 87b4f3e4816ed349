"""How long it takes, told from what has ended and from what is still open: the estimate of Kaplan and Meier. Pure.

Of those that are open nobody knows how long they will take, only that it is longer than until now. Left out, a step at
which the slow ones are still waiting would look fast; here they count for as long as they were seen.
Source: E. L. Kaplan, P. Meier, Nonparametric Estimation from Incomplete Observations, JASA 53 (1958).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import neg

# Shares are products: a hair's breadth.
_HAIR = 1e-12


@dataclass(frozen=True)
class Curve:
    """From days -> how many ended after just so many, and days -> how many were last seen open after so many.

    Who was last seen open on a day on which others ended was still waiting when they did. `seen` is the longest time
    that any of them was seen.
    """

    ended_after: Mapping[int, int]
    open_after: Mapping[int, int]
    ended: int
    open: int
    seen: int

    @property
    def cases(self) -> int:
        return self.ended + self.open

    @cached_property
    def days(self) -> list[int]:
        """Rising; an end lies on each of them."""
        return self._falling[0]

    @cached_property
    def shares(self) -> list[float]:
        """Still waiting after each of the days."""
        return self._falling[1]

    @cached_property
    def median(self) -> int | None:
        """The days within which half has ended."""
        return self.quantile(0.5)

    def share_after(self, day: int) -> float:
        """The share of which more than so many days pass."""
        place = bisect_right(self.days, day)
        return self.shares[place - 1] if place else 1.0

    def quantile(self, part: float) -> int | None:
        """The days within which this part has ended, such as 0.9; None where it was not seen to."""
        # A board asks for hundreds of medians; each goes no further than to its day.
        least = 1 - part + _HAIR
        days, shares = self._fall(least)
        return days[-1] if shares and shares[-1] <= least else None

    def quantile_from(self, waited: int, part: float) -> int | None:
        """The same among those of which so many days have passed already, counted from the beginning."""
        still = self.share_after(waited)
        if still <= 0:
            return None
        place = bisect_left(self.shares, -still * (1 - part) - _HAIR, key=neg)
        return self.days[place] if place < len(self.days) else None

    def expected_of(self, others: Curve) -> float:
        """How many of the others would have ended within the time they were seen, had it gone with them as here: the
        sum of the cumulative hazards (Nelson and Aalen) to where each was seen, as in the one-sample log-rank test."""
        if not self.days:
            return 0.0
        risen, last = self._risen, self.days[-1]
        found = 0.0
        for table in (others.ended_after, others.open_after):
            for day, number in table.items():
                found += number * (risen[day] if day < last else risen[-1])
        return found

    @cached_property
    def _risen(self) -> list[float]:
        """The cumulative hazard after 0, 1, 2… days, up to the last end."""
        at_risk, hazard = self.cases, 0.0
        found: list[float] = []
        for day in range(self.days[-1] + 1):
            ends = self.ended_after.get(day, 0)
            hazard += ends / at_risk if ends else 0.0
            at_risk -= ends + self.open_after.get(day, 0)
            found.append(hazard)
        return found

    @cached_property
    def _falling(self) -> tuple[list[int], list[float]]:
        return self._fall(-1.0)

    def _fall(self, least: float) -> tuple[list[int], list[float]]:
        """Each day on which some ended, rising, and the share still waiting after each; no further than to the first
        share that is not above `least`."""
        ended_after, open_after = self.ended_after, self.open_after
        at_risk, share = self.cases, 1.0
        days: list[int] = []
        shares: list[float] = []
        for day in sorted({*ended_after, *open_after}):
            if ends := ended_after.get(day):
                share *= 1 - ends / at_risk
                at_risk -= ends
                days.append(day)
                shares.append(share)
                if share <= least:
                    break
            if day in open_after:
                at_risk -= open_after[day]
        return days, shares


def curve(ended: Mapping[int, int], still_open: Mapping[int, int]) -> Curve:
    """Both are read when the curve is asked, and must not change after."""
    ends, opens = sum(ended.values()), sum(still_open.values())
    return Curve(ended, still_open, ends, opens, max(max(ended, default=0), max(still_open, default=0)))


def together(tallies: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Days -> how many, of several such tables."""
    found: dict[int, int] = {}
    for tally in tallies:
        for day, number in tally.items():
            found[day] = found.get(day, 0) + number
    return found
