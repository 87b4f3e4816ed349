"""What mends each fault of a case: the flow, the terms, the seats and the register brought back to what was decided.

Nothing is decided about a candidate here, and no decision or paper changes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from admission_flow import engine
from admission_flow.deadlines import COUNTED, Terms, parameters_of
from admission_flow.decisions.holds import close_hold
from admission_flow.flows import step_node
from admission_flow.models import Case, Regulation, Repair, Task
from admission_flow.refusals import InvalidFacts, Refused
from admission_flow.rules.deadlines import HOLD_CEREMONY, REVIEW_PROBATION, TERMS
from admission_flow.rules.probation import official_from
from admission_flow.soundness import faults
from admission_flow.soundness.places import leads_aside
from orgs import roles, seating
from orgs.members import enter_register
from orgs.models import Member, User


@dataclass
class Mending:
    """A repair being applied: the locked case as it was read, and the rows that it changes."""

    repair: Repair
    kept: faults.Kept
    acting_user: User
    at: datetime.datetime
    rows: list[models.Model] = field(default_factory=list)
    opened: list[Task] = field(default_factory=list)
    cancelled: list[Task] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return self.kept.case


def _resume(mending: Mending) -> None:
    """What stands by what was decided, and the steps that the flow has open for it."""
    case, kept = mending.case, mending.kept
    aside = leads_aside(kept.last)
    first = Task.objects.filter(process=case, cause__isnull=True, status=STATUS.DONE).order_by("pk").first()
    cause = kept.last if kept.last and aside is not None else first
    if cause is None:
        raise Refused(_("The step that opened this case is gone, so nothing can follow it. Restore the database."))
    case.standing = list(kept.passed)  # the way it is to go; what stands is set below
    cancelled, opened = engine.restart(case, cause, Terms(case, mending.at), at=mending.at)
    case.standing = kept.standing
    mending.cancelled, mending.opened = cancelled, opened
    mending.rows += cancelled


def _restate(mending: Mending) -> None:
    """Where the case waits at the right steps all the same, they are left as they are."""
    if any(fault.kind in _OUT_OF_PLACE for fault in faults.faults_of(mending.kept)):
        _resume(mending)
    else:
        mending.case.standing = mending.kept.standing


def _reseat(mending: Mending) -> None:
    """The step goes to the unit at which the flow seats it."""
    for task in mending.kept.open_tasks:
        node = step_node(task.step)
        unit_id = node.place.unit_of(mending.case)
        if unit_id is not None and (task.unit_id, task.capability) != (unit_id, node.capability):
            task.unit_id, task.capability, task.owner, task.claimed_at = unit_id, node.capability, None, None
            task.save(update_fields=["unit", "capability", "owner", "claimed_at"])
            mending.rows.append(task)


def _appoint(mending: Mending) -> None:
    """The person proposed takes the seat where the step waits."""
    person = mending.repair.person
    task = next(one for one in mending.kept.open_tasks if one.pk in mending.kept.vacant)
    unit = task.unit
    role = roles.places_of(task.capability)[unit.kind][0]
    if person is None:
        raise InvalidFacts.of("person", _("Choose who takes the seat."))
    seating.appoint(
        person,
        unit,
        role,
        timezone.localdate(mending.at),
        None,
        acting_user=mending.acting_user,
        at=mending.at,
        reason=mending.repair.reason,
    )


def _cancel_steps(mending: Mending) -> None:
    mending.rows += engine.cancel_steps(mending.case, at=mending.at)


def _set_due_days(mending: Mending) -> None:
    """The term runs from the decision that began it, and the open step is due when it ends."""
    terms = Terms(mending.case, mending.at)
    known = {one.rule for one in mending.kept.deadlines}
    for rule in TERMS:
        began = term_began(mending.kept, rule)
        if began and rule not in known:
            terms.start(rule, began, Regulation.on(began))
    _recount(mending, terms)


def _count_anew(mending: Mending) -> None:
    """Every term whose last day is not that of its arithmetic."""
    terms = Terms(mending.case, mending.at)
    for one in faults.wrong_terms(mending.kept):
        terms.count(one)
        one.save(update_fields=COUNTED)
        terms.written[one.rule] = one
    _recount(mending, terms)


def _recount(mending: Mending, terms: Terms) -> None:
    """The open steps are due by the terms that run; while the case is on hold, by none."""
    tasks = list(mending.kept.open_tasks)
    for task in tasks:
        task.due_on, task.due_kind, task.due_rule = None, "", ""
    terms.set_due_days(tasks if mending.case.held_since is None else [])
    Task.objects.bulk_update(tasks, ["due_on", "due_kind", "due_rule"])
    mending.rows += [*tasks, *terms.written.values()]


def _set_hold(mending: Mending) -> None:
    mending.case.held_since = min(mending.kept.holds, default=None)
    _recount(mending, Terms(mending.case, mending.at))


def _set_asked_by(mending: Mending) -> None:
    mending.case.returned_from = faults.asked_by(mending.kept)


def _set_probation(mending: Mending) -> None:
    case, began = mending.case, faults.probation_began(mending.kept)
    case.probation_from = began
    terms = Terms(case, mending.at)
    event = term_began(mending.kept, REVIEW_PROBATION)
    if event and any(one.rule == REVIEW_PROBATION and one.met_on is None for one in mending.kept.deadlines):
        terms.start(REVIEW_PROBATION, event, Regulation.on(event))
    _recount(mending, terms)


def term_began(kept: faults.Kept, rule: str) -> datetime.date | None:
    """The day of the event from which this term runs, by what was decided; None where there was none."""
    if rule == HOLD_CEREMONY:
        return _received(kept)
    if rule == REVIEW_PROBATION:
        began = faults.probation_began(kept)
        return official_from(began, parameters_of(Regulation.on(began))) if began else None
    step = TERMS[rule].rests_on
    return next((one.dated for one in reversed(kept.decisions) if one.step == step and step in kept.standing), None)


def _received(kept: faults.Kept) -> datetime.date | None:
    """Of the decision on admission: as recorded, else as if it had come on the day on which it was recorded."""
    receipt = next((one.dated for one in reversed(kept.decisions) if one.outcome == "received"), None)
    admitted = next((one for one in reversed(kept.decisions) if one.outcome == "admitted"), None)
    if admitted is None:
        return None
    return receipt or max(admitted.dated, timezone.localdate(admitted.at))


def _meet(mending: Mending) -> None:
    """The term was kept on the day of the decision that it waited for."""
    terms = Terms(mending.case, mending.at)
    for rule, day in faults.dead_terms(mending.kept).items():
        terms.meet(rule, day)
    mending.rows += terms.written.values()


def _register(mending: Mending) -> None:
    """The ceremony's day and the decision's, from what was decided."""
    held = next((one for one in reversed(mending.kept.decisions) if one.outcome == "held"), None)
    case = mending.case
    if held is None or case.admitted_on is None:
        raise Refused(_("No ceremony is recorded in this case, so nobody can enter the register by it."))
    mending.rows.append(enter_register(case.candidate.person, case.unit, joined_on=case.admitted_on, since=held.dated))


def _close(mending: Mending) -> None:
    """As the register says: who moved was transferred, the membership of any other ended."""
    case, moved = mending.case, mending.kept.left == Member.Ending.MOVED
    if case.held_since:
        mending.rows.append(close_hold(case, timezone.localdate(mending.at)))
    mending.rows += engine.cancel(case, at=mending.at)
    case.outcome = Case.Outcome.TRANSFERRED if moved else Case.Outcome.MEMBERSHIP_ENDED


_OUT_OF_PLACE = frozenset(
    {faults.NO_OPEN_STEP, faults.STEP_TWICE, faults.APART, faults.ELSEWHERE, faults.STRANDED, faults.STILL_OPEN}
)
REMEDIES: dict[str, Callable[[Mending], None]] = {
    faults.STANDING: _restate,
    **dict.fromkeys(_OUT_OF_PLACE, _resume),
    faults.WRONG_UNIT: _reseat,
    faults.VACANT: _appoint,
    faults.NOT_CLOSED: _cancel_steps,
    faults.WRONG_DUE_DAY: _set_due_days,
    faults.DEAD_TERM: _meet,
    faults.UNREGISTERED: _register,
    faults.LEFT_REGISTER: _close,
    faults.HOLD: _set_hold,
    faults.WRONG_TERM: _count_anew,
    faults.ASKED_BY: _set_asked_by,
    faults.PROBATION: _set_probation,
}
