"""How long people take: log-normal, by the step, by the unit, and by how this unit does this step."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from admission_flow.simulation.clock import BEFORE_NOON, DAY, WorkingTime

# Working days that half of the offices need, below the office's own targets; and how much offices differ.
MEDIANS: dict[str, float] = {
    "course": 22,
    "declaration": 8,
    "verification": 24,
    "opinions": 9,
    "file_check": 2.5,
    "cell_vote": 8,
    "departmental_appraisal": 5,
    "grassroots_approval": 8,
    "bloc_appraisal": 6,
    "bloc_decision": 12,
    "consultation": 6,
    "supplement": 6,
    "ceremony": 12,
    "new_member_class": 110,
    "probation_papers": 5,
    "probation_opinions": 6,
    "recognition_vote": 7,
    "recognition_appraisal": 4,
    "recognition_approval": 6,
    "recognition_bloc_appraisal": 3,
    "recognition_decision": 8,
}
_SPREADS = {"verification": 0.6, "bloc_appraisal": 0.6, "supplement": 0.6}
_SPREAD = 0.5
# A class is held every so many working days, and lasts a week.
_CLASS_EVERY, _CLASS_LASTS = 30, 5
_A_MINUTE = 60
# Of what is slow, or quick below 1: beyond these no history would be one.
LEAST_TIMES, MOST_TIMES, USUAL_TIMES = 0.1, 100, 4


@dataclass(frozen=True)
class Slow:
    """What takes so many times as long: all that the unit with this code and those under it do, and this step wherever
    it is done. Both empty: nothing."""

    unit: str = ""
    step: str = ""
    times: float = 1

    def factor(self, step: str, unit: str) -> float:
        here = bool(self.unit) and f"{unit}.".startswith(f"{self.unit}.")
        return self.times ** (here + (step == self.step))


class Pace:
    """Speeds of one simulated bloc: a slow unit stays slow, whoever's case it has."""

    def __init__(self, seed: int, clock: WorkingTime, slow: Slow = Slow()) -> None:
        self.clock = clock
        self.slow = slow
        self.sittings = _sitting_days(clock, random.Random(f"{seed}:sittings").randint(17, 24))
        first_class = random.Random(f"{seed}:classes").randrange(_CLASS_EVERY)
        self.classes = range(first_class, len(clock.days), _CLASS_EVERY)
        self._unit_factor = cache(lambda unit: random.Random(f"{seed}:{unit}").lognormvariate(0, 0.3))
        self._habit = cache(lambda unit, step: random.Random(f"{seed}:{unit}:{step}").lognormvariate(0, 0.25))
        self._attention = cache(lambda unit: random.Random(f"{seed}:{unit}:seen").lognormvariate(0, 0.5))
        self._taking = cache(lambda unit: random.Random(f"{seed}:{unit}:taken").uniform(0.1, 0.7))

    def length(self, step: str, unit: str, rng: random.Random) -> int:
        """Seconds that this step takes here, this time."""
        luck = rng.lognormvariate(0, _SPREADS.get(step, _SPREAD))
        usual = MEDIANS[step] * self._unit_factor(unit) * self._habit(unit, step)
        return _seconds(usual * self.slow.factor(step, unit) * luck)

    def share(self, step: str, rows: Sequence[Iterable[str]], left: int, rng: random.Random) -> int:
        """The step's part of the seconds that are left for these rows of steps, of which its own is the first."""
        row = max(MEDIANS[one] for one in rows[0])
        part = row / nominal(rows) * rng.lognormvariate(0, 0.25)
        return _seconds(left / DAY * min(0.95, part) * MEDIANS[step] / row)

    def seen_after(self, unit: str, rng: random.Random) -> int:
        return _seconds(0.6 * self._attention(unit) * rng.lognormvariate(0, 1.1))

    def is_taken(self, unit: str, rng: random.Random) -> bool:
        return rng.random() < self._taking(unit)

    def sitting_after(self, second: int) -> int | None:
        """The day, as a place among the working days, of the first sitting that a file of that second can come to."""
        return next((day for day in self.sittings if day * DAY > second), None)

    def last_sitting(self, second: int) -> int | None:
        """The last sitting whose decisions are recorded by that second."""
        return next((day for day in reversed(self.sittings) if (day + 1) * DAY <= second), None)

    def class_after(self, second: int) -> int | None:
        """The day on which the first class ends that a case opened at that second can still join."""
        return next((day for day in self.classes if (day - _CLASS_LASTS) * DAY > second), None)


def nominal(rows: Sequence[Iterable[str]]) -> float:
    """Working days of these rows of steps at the usual pace; steps of one row run side by side."""
    return sum(max(MEDIANS[step] for step in row) for row in rows)


def after_sitting(day: int, rng: random.Random) -> int:
    """The standing committee sits in the morning; what it decided is recorded in the afternoon."""
    return day * DAY + BEFORE_NOON + rng.randrange(DAY - BEFORE_NOON)


def _seconds(days: float) -> int:
    return max(_A_MINUTE, math.floor(days * DAY))


def _sitting_days(clock: WorkingTime, day_of_month: int) -> list[int]:
    """One sitting a month, on the first working day from this day of the month on."""
    found: list[int] = []
    for place, day in enumerate(clock.days):
        earlier = clock.days[found[-1]] if found else None
        if day.day >= day_of_month and (earlier is None or (earlier.year, earlier.month) != (day.year, day.month)):
            found.append(place)
    return found
