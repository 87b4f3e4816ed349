"""What one act of the history needs to know: the case, the moment, who acts, and the papers' numbers."""

from __future__ import annotations

import datetime
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from admission_flow.decisions.given import PaperGiven, VoteGiven
from admission_flow.models import Candidate, Decision
from admission_flow.simulation.clock import WorkingTime
from admission_flow.simulation.fates import Fate
from admission_flow.simulation.pace import Pace
from admission_flow.simulation.people import Applicant
from admission_flow.simulation.planner import Plan
from admission_flow.simulation.probation import Probation
from admission_flow.simulation.roster import Roster
from orgs.calendar import ONE_DAY
from orgs.models import User

# Of those who miss a meeting, most have a reason that is accepted.
_ABSENT, _ABSENT_WEIGHTS = ("accepted", "suspended", "unexcused"), (90, 2, 8)


@dataclass
class World:
    """What all cases of one history share. `numbers` counts papers by unit, kind and year."""

    seed: int
    roster: Roster
    clock: WorkingTime
    pace: Pace
    limit: int
    numbers: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    ceremonies: int = 0

    @cached_property
    def register_ends(self) -> int:
        """The first second of which the register doesn't tell who was admitted."""
        return self.clock.opening(self.roster.as_of + ONE_DAY) if self.roster.as_of else 0


@dataclass
class Run:
    """How far a planned case has come. `opened` counts how often each step was opened."""

    plan: Plan
    case_id: int = 0
    number: str = ""
    applicant: Applicant = field(init=False)
    candidate: Candidate = field(init=False)
    opened: Counter[str] = field(default_factory=Counter)
    tasks: set[int] = field(default_factory=set)
    # Whether the verification stands as not clear, and what the next supplement is to bring.
    unclear: bool = False
    asked_for: str = ""
    admitted_on: datetime.date | None = None
    # Once the ceremony was held, `case_id` is the case of recognition and this the one of admission.
    admission_id: int = 0
    probation: Probation | None = None
    closed: bool = False
    # Part of the case (rules/independence.py) -> ids of the persons who took it.
    took: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def fate(self) -> Fate:
        return self.plan.fate


@dataclass
class Scene:
    """One act about to be done: by whom, when, at which unit. `since` is the second at which its step was opened."""

    world: World
    run: Run
    task_id: int
    step: str
    unit_id: int
    times: int
    since: int
    second: int
    actor: User
    rng: random.Random

    @property
    def at(self) -> datetime.datetime:
        return self.world.clock.moment(self.second)

    @property
    def day(self) -> datetime.date:
        return self.world.clock.day(self.second)

    @property
    def is_first(self) -> bool:
        return self.times == 1

    def record(self, verb: Callable[..., Any], *given: Any) -> None:
        """Do the verb on this step, as this person, at this moment."""
        verb(self.run.case_id, self.task_id, *given, acting_user=self.actor, at=self.at)

    def dated(self, most_days_before: int = 2) -> datetime.date:
        """The day of the meeting or the paper: the act's or a little before, not before the step was opened."""
        return self.world.clock.dated(self.since, self.second, self.rng.randint(0, most_days_before))

    def earlier(self, least: int, most: int) -> datetime.date:
        """Some calendar days before the act, but not before the rules are known."""
        found = self.day - self.rng.randint(least, most) * ONE_DAY
        return max(found, self.world.roster.first_day)

    def numbered(self, kind: str, day: datetime.date) -> str:
        """The next number of this unit's papers of a kind in the year: "07-NQ/CB"."""
        key = (self.world.roster.units[self.unit_id].code, kind, day.year)
        self.world.numbers[key] += 1
        return f"{self.world.numbers[key]:02d}-{kind}"

    def paper(self, code: str, kind: str, dated: datetime.date) -> PaperGiven:
        return PaperGiven(code, dated, self.numbered(kind, dated), self.actor.display_name)

    def ballot(self, paper: PaperGiven, body: int, needed: int, *, reached: bool) -> VoteGiven:
        """A vote of `body` people in which `needed` in favour carry it: reached, or a little short of it."""
        rng = self.rng
        most_absent = body - needed if reached else body // 5
        present = body - min(most_absent, rng.choices((0, 1, 2, 3), (50, 30, 15, 5))[0])
        if reached:
            in_favour = max(needed, present - rng.choices((0, 1, 2), (75, 18, 7))[0])
        else:
            in_favour = max(0, min(present, needed) - 1 - rng.choices((0, 1, 2), (60, 25, 15))[0])
        rest = present - in_favour
        other = rng.randint(0, rest) if rng.random() < 0.3 else 0
        absent = Counter(rng.choices(_ABSENT, _ABSENT_WEIGHTS, k=body - present))
        voting = rng.choices((Decision.Voting.SECRET, Decision.Voting.CARDS), (60, 40))[0]
        if voting == Decision.Voting.CARDS:
            return VoteGiven(paper, voting, present, in_favour, rest - other, other, absent=absent)
        invalid = rng.randint(0, rest - other) if rng.random() < 0.1 else 0
        against = rest - other - invalid
        return VoteGiven(paper, voting, present, in_favour, against, other, invalid, present, present, absent)
