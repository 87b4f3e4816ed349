"""The faults that a case can have, each a small question to what was read of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from admission_flow.flows import SUPPLEMENTS, step_node
from admission_flow.models import Case, Deadline, Decision, Task
from admission_flow.rules import deadlines as terms
from admission_flow.rules.standing import RETURNED, Conclusion, not_clear_after, standing_after
from admission_flow.soundness.places import together, waits_at

NO_OPEN_STEP, STEP_TWICE, APART, ELSEWHERE = "no_open_step", "step_twice", "apart", "elsewhere"
STRANDED, WRONG_UNIT, VACANT = "stranded", "wrong_unit", "vacant"
STANDING, NOT_CLOSED, STILL_OPEN = "standing", "not_closed", "still_open"
DEAD_TERM, WRONG_DUE_DAY, UNREGISTERED = "dead_term", "wrong_due_day", "unregistered"
LEFT_REGISTER, HOLD, WRONG_TERM = "left_register", "hold", "wrong_term"
PROBATION, ASKED_BY = "probation", "asked_by"


@dataclass(frozen=True)
class Kept:
    """What was read of one case. `open_tasks` and `decisions` are in the order of their ids.

    `last` is the step done last, `vacant` has the ids of the tasks at whose seat nobody is; `certified` says that the
    nomination brought a certificate, `registered` that the register knows the person as a member, now or once; `left`
    how the last stay there ended, where none goes on. `holds` has the first days of the holds that have not ended.
    """

    case: Case
    open_tasks: Sequence[Task]
    decisions: Sequence[Decision]
    deadlines: Sequence[Deadline]
    last: Task | None = None
    vacant: frozenset[int] = frozenset()
    certified: bool = False
    registered: bool = True
    left: str = ""
    holds: tuple[datetime.date, ...] = ()

    @property
    def open_steps(self) -> list[str]:
        return [task.step for task in self.open_tasks]

    @property
    def conclusions(self) -> list[Conclusion]:
        """What was decided, at steps and beside them."""
        return [
            Conclusion(
                one.pk, one.step, one.outcome, tuple(one.facts.get("again", ())), tuple(one.facts.get("stands", ()))
            )
            for one in self.decisions
        ]

    @property
    def standing(self) -> list[str]:
        """The steps whose conclusion stands by what was decided, in their order."""
        return standing_after(self.conclusions, ["course"] if self.certified else [])

    @property
    def passed(self) -> frozenset[str]:
        """The steps that the flow passes over on its way."""
        return frozenset(self.standing) | not_clear_after(self.conclusions)

    @property
    def should_wait_at(self) -> frozenset[str]:
        """The steps that the flow has open by what was decided; empty where it has come to its end."""
        return waits_at(self.case, self.passed, self.last)


@dataclass(frozen=True)
class Fault:
    """One fault of one case. `told` has the steps, days and names that its sentence tells."""

    case_id: int
    number: str
    kind: str
    told: dict[str, Any] = field(default_factory=dict)


Found = Iterator[tuple[str, dict[str, Any]]]


def faults_of(kept: Kept) -> list[Fault]:
    """Every fault of the case, the gravest first."""
    return [
        Fault(kept.case.pk, kept.case.number, kind, told)
        for look in (_OPEN if kept.case.is_open else _CLOSED)
        for kind, told in look(kept)
    ]


def _standing(kept: Kept) -> Found:
    should, does = frozenset(kept.standing), frozenset(kept.case.standing)
    if should != does:
        yield STANDING, {"missing": sorted(should - does), "unfounded": sorted(does - should)}


def _place(kept: Kept) -> Found:
    steps, should = kept.open_steps, kept.should_wait_at
    twice = sorted({step for step in steps if steps.count(step) > 1})
    if not should:
        # A decision that leads to the flow's end closes the case in the same act.
        yield STILL_OPEN, {"outcome": kept.last.outcome if kept.last else ""}
    elif not steps:
        yield NO_OPEN_STEP, {"should": sorted(should)}
    elif twice:
        yield STEP_TWICE, {"steps": twice}
    elif not together(steps, kept.case.flow_class.instance):
        yield APART, {"steps": sorted(steps)}
    elif should != frozenset(steps):
        yield ELSEWHERE, {"steps": sorted(steps), "should": sorted(should)}


def _tokens(kept: Kept) -> Found:
    """Branches meet again only where their tokens are of one split."""
    prefixes = {task.token.token.rsplit("_", 1)[0] for task in kept.open_tasks}
    on_branch = [task for task in kept.open_tasks if task.token.is_split_token()]
    several = len(set(kept.open_steps)) == len(kept.open_tasks) > 1
    if (
        several
        and together(kept.open_steps, kept.case.flow_class.instance)
        and (len(prefixes) > 1 or len(on_branch) != len(kept.open_tasks))
    ):
        yield STRANDED, {"steps": sorted(kept.open_steps)}


def _seats(kept: Kept) -> Found:
    for task in kept.open_tasks:
        node = step_node(task.step)
        if task.unit_id != node.place.unit_of(kept.case) or task.capability != node.capability:
            yield WRONG_UNIT, {"steps": [task.step], "unit": str(task.unit)}
        elif task.pk in kept.vacant:
            yield VACANT, {"steps": [task.step], "unit": str(task.unit)}


def _terms(kept: Kept) -> Found:
    known = {one.rule: one for one in kept.deadlines}
    # While a case is on hold nothing of it is due.
    for task in kept.open_tasks if kept.case.held_since is None and not kept.holds else ():
        if (task.due_kind == Task.DueKind.LEGAL, task.due_on) != _due_by_law(kept, task, known):
            yield WRONG_DUE_DAY, {"steps": [task.step], "due_on": _day(task.due_on)}
    for rule, done in dead_terms(kept).items():
        yield DEAD_TERM, {"rule": rule, "due_on": _day(known[rule].due_on), "done_on": _day(done)}
    for one in wrong_terms(kept):
        should = one.derivation["numbers"]["due_on"]
        yield WRONG_TERM, {"rule": one.rule, "due_on": _day(one.due_on), "counted": should}


def _due_by_law(kept: Kept, task: Task, known: dict[str, Deadline]) -> tuple[bool, datetime.date | None]:
    """Whether the step is due by a term, and when; a target's day is the office's own, and taken as it is."""
    term = terms.term_of(task.step, delegated=kept.case.route == Case.Route.DELEGATED)
    if term is None or not terms.runs(term.rule, kept.standing):
        return False, task.due_on
    deadline = known.get(term.rule)
    if deadline is None:
        return True, None  # it has begun and is gone
    return (True, deadline.due_on) if deadline.met_on is None else (False, task.due_on)


def wrong_terms(kept: Kept) -> list[Deadline]:
    """The running terms whose last day is not the one that their arithmetic came to."""
    running = (one for one in kept.deadlines if one.met_on is None and one.derivation)
    return [one for one in running if one.derivation["numbers"]["due_on"] != one.due_on.isoformat()]


def _holds(kept: Kept) -> Found:
    should = min(kept.holds, default=None)
    if kept.case.held_since != should:
        yield HOLD, {"due_on": _day(kept.case.held_since), "counted": _day(should)}


def _asked_by(kept: Kept) -> Found:
    """A supplement knows which step it answers."""
    should = asked_by(kept)
    if kept.case.returned_from != should:
        yield ASKED_BY, {"steps": list(filter(None, [kept.case.returned_from])), "should": list(filter(None, [should]))}


def asked_by(kept: Kept) -> str:
    if not SUPPLEMENTS & set(kept.open_steps):
        return ""
    return next((one.step for one in reversed(kept.decisions) if one.outcome == RETURNED), "")


def dead_terms(kept: Kept) -> dict[str, datetime.date]:
    """The terms that still run though the decision they waited for stands, each with the day of that decision."""
    found = {one.rule: _done_on(kept, one.rule) for one in kept.deadlines if one.met_on is None}
    return {rule: day for rule, day in found.items() if day is not None}


def _done_on(kept: Kept, rule: str) -> datetime.date | None:
    term, delegated = terms.TERMS[rule], kept.case.route == Case.Route.DELEGATED
    step = term.delegated_step if delegated and term.delegated_step else term.step
    if step not in kept.standing:
        return None
    return next((one.dated for one in reversed(kept.decisions) if one.step == step), None)


def _closed_steps(kept: Kept) -> Found:
    if kept.open_tasks:
        yield NOT_CLOSED, {"steps": sorted(kept.open_steps)}


def _member(kept: Kept) -> Found:
    if kept.case.outcome == Case.Outcome.ADMITTED and not kept.registered:
        yield UNREGISTERED, {}


def _on_probation(kept: Kept) -> Found:
    if kept.case.is_recognition and kept.left:
        yield LEFT_REGISTER, {"ending": kept.left}


def _probation(kept: Kept) -> Found:
    began = probation_began(kept)
    if began and kept.case.probation_from != began:
        yield PROBATION, {"due_on": _day(kept.case.probation_from), "counted": _day(began)}


def probation_began(kept: Kept) -> datetime.date | None:
    """The day of the ceremony, as the recognition was opened on it."""
    return next((one.dated for one in kept.decisions if one.outcome == "opened"), None)


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


_OPEN: tuple[Callable[[Kept], Found], ...] = (
    *(_standing, _place, _tokens, _seats, _holds, _terms),
    *(_asked_by, _on_probation, _probation),
)
_CLOSED: tuple[Callable[[Kept], Found], ...] = (_closed_steps, _member)
