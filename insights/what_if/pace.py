"""How long a step takes, to be drawn from. Pure.

A Pace is the curve of Kaplan and Meier with a tail: where some were still waiting after the longest time that was seen,
the rest goes on at the rate up to there. Source of the tail: B. W. Brown, M. Hollander, R. M. Korwar, Nonparametric
Tests of Independence for Censored Data, in Reliability and Biometry (1974).
How long a file takes until it can be put before a sitting is only known to lie between two sittings: the estimate
there is B. W. Turnbull's, The Empirical Distribution Function with Arbitrarily Grouped, Censored and Truncated Data,
JRSS B 38 (1976).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from insights.waits.survival import Curve

# A hair's breadth, since shares are products.
_HAIR = 1e-12
# Turnbull's shares settle within so many rounds as far as whole days are concerned.
_ROUNDS = 200


@dataclass(frozen=True)
class Pace:
    """`left[i]` is minus the share that takes longer than `days[i]`; both rise. `seen` is the longest time known of
    any, and `cases` how many are behind it. With no case it takes no time."""

    days: Sequence[int]
    left: Sequence[float]
    seen: int
    cases: int

    def longer_than(self, day: float) -> float:
        """The share that takes longer than so many days."""
        if day < 0 or not self.cases:
            return 1.0
        place = bisect_right(self.days, day)
        share = -self.left[place - 1] if place else 1.0
        if day > self.seen and 0 < share < 1:
            share = share ** (day / self.seen)
        return share

    def draw(self, luck: float, waited: int = -1) -> int:
        """Days from arrival to end for a luck above 0, up to 1; longer than the days waited already. Who has waited
        longer than anybody begins anew: nothing is known of such."""
        if not self.cases:
            return max(0, waited)
        if waited < 0:
            return self._first(luck, 0)
        still = self.longer_than(waited)
        if still <= _HAIR:
            return waited + self._first(luck, 0)
        return max(waited + 1, self._first(luck * still, bisect_right(self.days, waited)))

    def quantile(self, part: float) -> int:
        """The days within which this part has ended, the tail included."""
        return self.draw(1 - part)

    def _first(self, share: float, begin: int) -> int:
        place = bisect_left(self.left, -share - _HAIR, begin)
        if place < len(self.days):
            return self.days[place]
        least = -self.left[-1]
        return math.ceil(self.seen * math.log(share) / math.log(least) - 1e-9) if least > _HAIR else self.seen


def pace_of(curve: Curve) -> Pace:
    """Of a curve at which nobody ended yet, it is taken that one more case would have ended as the last."""
    if not curve.cases:
        return Pace((), (), 0, 0)
    seen = max(1, curve.seen)
    if not curve.ended:
        return Pace((seen,), (-curve.cases / (curve.cases + 1),), seen, curve.cases)
    return Pace(curve.days, tuple(-share for share in curve.shares), seen, curve.cases)


Between = tuple[int, int | None]


def between_sittings(known: Mapping[Between, int]) -> Pace:
    """From (least, most days, both possible; None for not known) -> how many cases."""
    most = max((high for _low, high in known if high is not None), default=0)
    most = max(most, *(low for low, _high in known), 0) if known else 0
    number = sum(known.values())
    if not number:
        return Pace((), (), 0, 0)
    # The last place is "later than anything seen".
    spans = [(low, most + 1 if high is None else high, cases) for (low, high), cases in known.items()]
    shares = [1 / (most + 2)] * (most + 2)
    for _round in range(_ROUNDS):
        shares = _better(shares, spans, number)
    left = [-max(0.0, 1 - below) for below in accumulate(shares[:-1])]
    kept = [day for day in range(most + 1) if shares[day] > 1e-4]
    if not kept:
        return Pace((max(1, most),), (-number / (number + 1),), max(1, most), number)
    return Pace(kept, [left[day] for day in kept], max(1, most), number)


def _better(shares: Sequence[float], spans: Iterable[tuple[int, int, int]], number: int) -> list[float]:
    """One step of self-consistency: each case is spread over its days as all cases are."""
    below = [0.0, *accumulate(shares)]
    change = [0.0] * (len(shares) + 1)
    for low, high, cases in spans:
        within = below[high + 1] - below[low]
        if within > 0:
            change[low] += cases / within
            change[high + 1] -= cases / within
    return [share * weight / number for share, weight in zip(shares, accumulate(change), strict=False)]


def known_of(opened: int, ended: int, sittings: Sequence[int]) -> Between:
    """Days in which a file became ready that came on one day and was decided on another, days being numbers: after
    the last sitting which it missed, and by its own."""
    return _missed(opened, ended, sittings), ended - opened


def known_of_open(opened: int, today: int, sittings: Sequence[int]) -> Between:
    """The same of a file that is not decided: it was ready for none of the sittings since it came."""
    return _missed(opened, today + 1, sittings), None


def _missed(opened: int, before: int, sittings: Sequence[int]) -> int:
    """Days after arrival from which on it can have been ready."""
    last = sittings[place - 1] if (place := bisect_left(sittings, before)) else opened - 1
    return max(0, last - opened + 1)
