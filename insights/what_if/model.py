"""The coming year of cases, drawn many times from what was measured. Pure: values in, values out, by one seed.

Plain Python and no engine for simulations: a sitting takes all files that are ready for it and no clerk is shared, so
that cases never wait for each other, and each is a sum of drawn days. SimPy 4.1.2 (MIT, alive) took eight times as long
for the same draws, and its queue of events would order what needs no order.

Base and scenario share their luck: a case is drawn once, as the days of its steps, and the scenario changes these days
alone. What differs between the two is then the scenario's doing and not chance. Nothing that is drawn for the base
hangs on what is asked, so that it is the same beside every question.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from insights.what_if.pace import Pace

COURSE, APPROVAL, DECISION = "course", "grassroots_approval", "bloc_decision"
# The approval of a committee that decides itself: no appraisal and no decision of the bloc follow.
DELEGATED = "grassroots_decision"
MONTH_OF_DAYS = 365.25 / 12
LOW, HIGH = 0.1, 0.9
# A case that was sent back so often goes on: the shares are measured, and the way must end.
_MOST_DETOURS = 8
# How a step ends, other than by going on.
LEAVES, REFUSED = "leaves", "not_admitted"
DETOURS = {"returned": "supplement", "opinion_asked": "consultation", "sent_back": "course"}

# A step, with the days that were waited at it already; -1 where the case has yet to come.
Waiting = tuple[str, int]
# Steps of one row stand side by side.
Row = tuple[Waiting, ...]
Rows = tuple[Row, ...]
Place = tuple[int, str]


@dataclass(frozen=True)
class Step:
    """At one step: how long it takes, and which share of the stays ends so, but for going on."""

    pace: Pace
    ends: Sequence[tuple[str, float]] = ()


@dataclass(frozen=True)
class Standing:
    """A case with what lies before it. `asked` says whether it belongs to the unit of which something is asked; `group`
    whose pace it has, whatever is asked."""

    asked: bool
    rows: Rows
    group: int = 0


@dataclass(frozen=True)
class Arrivals:
    """So many nominations are expected between two days (from after `since` to `until`)."""

    since: int
    until: int
    number: float


@dataclass(frozen=True)
class Learnt:
    """Everything that is drawn from. Days are counted from today; the last sitting lies on a day up to 0.

    `kinds` are ways that new cases go, with the share of each; `known_arrivals` is how many the expectation rests on.
    """

    steps: Mapping[Place, Step]
    arrivals: Sequence[Arrivals]
    known_arrivals: int
    kinds: Sequence[tuple[float, Standing]]
    standing: Sequence[Standing]
    last_sitting: int = 0
    sittings_a_month: float = 1.0
    without_course: float = 0.0

    @property
    def cases(self) -> float:
        """Cases of one run, as expected."""
        return len(self.standing) + sum(stretch.number for stretch in self.arrivals)


@dataclass(frozen=True)
class Scenario:
    """`share` is how much of its time a step of the cases asked of takes; `arrivals` how many come against now."""

    sittings_a_month: float | None = None
    step: str = ""
    share: float = 1.0
    arrivals: float = 1.0


@dataclass(frozen=True)
class Spread:
    """The median of the runs, and between which eight of ten lie."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Figures:
    """Of all runs: admitted in the time asked for, and by month; days from nomination to decision, of those nominated
    from now on; and in which share of the runs the target is met."""

    admitted: Spread
    by_month: Sequence[Spread]
    days: Spread | None
    met: float | None


@dataclass(frozen=True)
class Answer:
    """`more` and `slower` are what the scenario changes in each run: admissions, and days."""

    runs: int
    base: Figures
    scenario: Figures
    more: Spread
    slower: Spread | None


@dataclass(frozen=True)
class Asked:
    """`until` is the last day that counts, `already` what counts beside; `months` are the first days of the months of
    the chart, with the day after them at the end."""

    until: int
    months: Sequence[int]
    target: int | None = None
    already: int = 0


def answer(learnt: Learnt, scenario: Scenario, asked: Asked, *, runs: int, seed: int) -> Answer:
    """The same seed on the same figures gives the same answer, and its base is the same for every scenario."""
    luck = random.Random(seed)
    base = _Tally(asked)
    # Where nothing is otherwise, one side is both.
    other = base if scenario == Scenario() else _Tally(asked)
    for _run in range(runs):
        _one_run(learnt, scenario, _Luck(luck), base, other)
    both = zip(base.days, other.days, strict=True)
    slower = [there - here for here, there in both if here is not None and there is not None]
    return Answer(
        runs,
        base.figures(),
        other.figures(),
        spread([there - here for here, there in zip(base.admitted, other.admitted, strict=True)]),
        spread(slower) if slower else None,
    )


def spread(values: Sequence[float]) -> Spread:
    ordered = sorted(values)
    return Spread(*(ordered[max(0, math.ceil(part * len(ordered)) - 1)] for part in (LOW, 0.5, HIGH)))


class _Tally:
    """What the runs of one side come to."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.admitted: list[int] = []
        self.by_month: list[list[int]] = []
        self.days: list[float | None] = []

    def begin(self) -> None:
        self.admitted.append(self.asked.already)
        self.by_month.append([0] * (len(self.asked.months) - 1))
        self._lengths: list[float] = []

    def add(self, decided: float | None, admitted: float | None, came: float | None) -> None:
        """The days on which it happened; `came` is None of cases that were there before today."""
        if decided is not None and came is not None:
            self._lengths.append(decided - came)
        if admitted is None:
            return
        # What ends within a day is of that day.
        day = math.floor(admitted)
        if day <= self.asked.until:
            self.admitted[-1] += 1
        months = self.asked.months
        if day < months[-1]:
            place = bisect_left(months, day + 1) - 1
            self.by_month[-1][max(0, place)] += 1

    def end(self) -> None:
        ordered = sorted(self._lengths)
        self.days.append(ordered[(len(ordered) - 1) // 2] if ordered else None)

    def figures(self) -> Figures:
        target, lengths = self.asked.target, [days for days in self.days if days is not None]
        return Figures(
            spread(self.admitted),
            [spread(column) for column in zip(*self.by_month, strict=True)],
            spread(lengths) if lengths else None,
            None if target is None else sum(number >= target for number in self.admitted) / len(self.admitted),
        )


class _Luck:
    """Of one run, in streams of their own: what the scenario draws beside must not move what the base draws."""

    def __init__(self, luck: random.Random) -> None:
        self.arrivals, self.ways, self.left_out, self.added = (
            random.Random(luck.getrandbits(64)) for _stream in range(4)
        )


def _one_run(learnt: Learnt, scenario: Scenario, luck: _Luck, base: _Tally, other: _Tally) -> None:
    """One year in both."""
    rate = scenario.sittings_a_month or learnt.sittings_a_month
    now, then = Sittings(learnt.last_sitting, learnt.sittings_a_month), Sittings(learnt.last_sitting, rate)
    alone = other is base

    def changed(way: Way, came: int, asked: bool) -> tuple[float | None, float | None]:
        return timed(way, came, then, scenario.step if asked else "", scenario.share)

    base.begin()
    if not alone:
        other.begin()
    for case in learnt.standing:
        way = drawn(case, learnt, luck.ways)
        base.add(*timed(way, 0, now), None)
        if not alone:
            other.add(*changed(way, 0, case.asked), None)
    # How many are to be expected is itself known only from so many that came: the fewer, the wider.
    about = learnt.known_arrivals + 0.5
    many = luck.arrivals.gammavariate(about, 1 / about)
    for came, kind in _newcomers(learnt, many, luck.arrivals):
        way = drawn(kind, learnt, luck.ways, new=True)
        base.add(*timed(way, came, now), came)
        if not alone and luck.left_out.random() < scenario.arrivals:
            other.add(*changed(way, came, kind.asked), came)
    for came, kind in _newcomers(learnt, many * (scenario.arrivals - 1), luck.added):
        other.add(*changed(drawn(kind, learnt, luck.added, new=True), came, kind.asked), came)
    base.end()
    if not alone:
        other.end()


def _newcomers(learnt: Learnt, rate: float, luck: random.Random) -> Iterator[tuple[int, Standing]]:
    """Day and way of each, so many times as many as are expected."""
    if not learnt.kinds or not learnt.known_arrivals:
        return
    shares, kinds = list(accumulate(part for part, _kind in learnt.kinds)), [kind for _part, kind in learnt.kinds]
    for stretch in learnt.arrivals:
        a_day = stretch.number / max(1, stretch.until - stretch.since) * rate
        if a_day <= 0:
            continue
        moment = stretch.since + luck.expovariate(a_day)
        while moment < stretch.until:
            [kind] = luck.choices(kinds, cum_weights=shares)
            yield math.floor(moment) + 1, kind
            moment += luck.expovariate(a_day)


class Leg(NamedTuple):
    """Steps of one row, with the days that each takes from its arrival and how many of them had passed by today."""

    steps: Sequence[tuple[str, int, int]]
    sits: bool = False


class Way(NamedTuple):
    """The legs of one case, up to where it ends; the decision comes with the end of leg `decided`."""

    legs: Sequence[Leg]
    decided: int | None
    admitted: bool


def drawn(case: Standing, learnt: Learnt, luck: random.Random, *, new: bool = False) -> Way:
    """One case, by its luck. It doesn't depend on when things happen, so base and scenario can have the same."""
    legs: list[Leg] = []
    decided: int | None = None
    for row in case.rows:
        name = row[0][0]
        if name == COURSE and new and luck.random() < learnt.without_course:
            continue
        end = _at_row(row, case.group, learnt, luck, legs)
        if end == LEAVES:
            return Way(legs, None, admitted=False)
        if name in (DECISION, DELEGATED):
            decided = len(legs) - 1
        if end == REFUSED:
            return Way(legs, decided, admitted=False)
    return Way(legs, decided, admitted=True)


def _at_row(row: Row, group: int, learnt: Learnt, luck: random.Random, legs: list[Leg]) -> str:
    """Adds what happens until the case goes on from here, or ends; says which."""
    name = row[0][0]
    for _time in range(_MOST_DETOURS):
        end, leg = _leg(row, group, learnt, luck)
        legs.append(leg)
        aside = DETOURS.get(end)
        if aside is None or aside == name:
            return end
        # The cell answers, and the case comes back to who asked.
        end, leg = _leg(((aside, -1),), group, learnt, luck)
        legs.append(leg)
        if end == LEAVES:
            return end
        row = ((name, -1),)
    return ""


def _leg(row: Row, group: int, learnt: Learnt, luck: random.Random) -> tuple[str, Leg]:
    steps: list[tuple[str, int, int]] = []
    end = ""
    for name, waited in row:
        step = learnt.steps[group, name]
        known = waited
        if name == DECISION and waited >= 0:
            # Of a file that waits for a sitting only is known that it was not ready for the last one.
            known = max(-1, learnt.last_sitting + waited)
        steps.append(
            (APPROVAL if name == DELEGATED else name, step.pace.draw(1 - luck.random(), known), max(0, waited))
        )
        place = luck.random()
        for word, share in step.ends:
            place -= share
            if place < 0:
                end = word
                break
    # At the bloc's decision a sitting is needed to decide, not to ask or to send back.
    return end, Leg(steps, row[0][0] == DECISION and end in ("", REFUSED))


class Sittings:
    """At even distances after the last one."""

    def __init__(self, last: int, a_month: float) -> None:
        self.apart = MONTH_OF_DAYS / a_month
        # The first one after today.
        self.first = last + self.apart * (math.floor(-last / self.apart) + 1)

    def after(self, ready: float) -> float:
        """The first one for which a file is in time that is ready then; on the day itself it is."""
        missed = max(0, math.ceil((ready - self.first) / self.apart - 1e-9))
        return self.first + missed * self.apart


def timed(
    way: Way, came: int, sittings: Sittings, quicker: str = "", share: float = 1.0
) -> tuple[float | None, float | None]:
    """Days of decision and admission. At the quicker step only what is left from today on is shortened."""
    moment, decided = float(came), None
    for place, (steps, sits) in enumerate(way.legs):
        longest = 0.0
        for name, days, waited in steps:
            left = (days - waited) * share if name == quicker else days - waited
            longest = max(longest, left)
        moment += longest
        if sits:
            moment = sittings.after(moment)
        if place == way.decided:
            decided = moment
    return decided, moment if way.admitted else None
