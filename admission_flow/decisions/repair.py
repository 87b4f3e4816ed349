"""A fault found in a case is mended: proposed by one administrator, applied by another.

An administrator decides nothing about a candidate: a repair only brings the flow, the terms, the seats and the register
back to what was decided.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from admission_flow import engine
from admission_flow.deadlines import Terms
from admission_flow.decisions.act import CASE_COLUMNS
from admission_flow.decisions.telling import refresh_open_pages, tell_of_repair
from admission_flow.flows import step_node
from admission_flow.models import Case, Decision, Hold, Repair, Task
from admission_flow.refusals import InvalidFacts, NotYours, Refused
from admission_flow.rules.deadlines import TERMS
from admission_flow.soundness import faults
from admission_flow.soundness.examine import read
from admission_flow.soundness.places import leads_aside
from journal import record
from journal.facts import fact_of
from orgs import roles, seating
from orgs.members import enter_register
from orgs.models import Member, Person, User


class NothingToRepair(Refused):
    def __init__(self) -> None:
        super().__init__(_("This fault is no longer there; nothing was changed. Look again."))


class AlreadyDecided(Refused):
    def __init__(self) -> None:
        super().__init__(_("This repair has been decided already. Nothing was done twice."))


class SecondPairOfEyes(Refused):
    def __init__(self) -> None:
        super().__init__(_("Whoever proposed a repair doesn't apply it. Ask another administrator."))


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


def propose_repair(
    case_id: int, fault: str, reason: str, person: Person | None = None, *, acting_user: User, at: datetime.datetime
) -> Repair:
    """Propose to mend a fault that the case has now. `person` is needed where nobody holds the seat.

    Raises NotYours, NothingToRepair, InvalidFacts.
    """
    _require_administrator(acting_user)
    if not reason.strip():
        raise InvalidFacts.of("reason", _("Say what you found and why it is to be mended so."))
    with transaction.atomic():
        case = engine.lock(case_id)
        found = _fault(_read(case, at), fault)
        if fault == faults.VACANT and person is None:
            raise InvalidFacts.of("person", _("Choose who takes the seat."))
        repair = Repair(case=case, fault=fault, told=found.told, person=person, reason=reason)
        repair.proposed_by, repair.proposed_at = acting_user, at
        try:
            with transaction.atomic():
                repair.save(force_insert=True)
        except IntegrityError as error:
            raise InvalidFacts.of("fault", _("A repair of this fault has been proposed already.")) from error
        tell_of_repair(repair, at=at)
        _record(repair, "propose_repair", [], acting_user=acting_user, at=at)
        return repair


def apply_repair(repair_id: int, *, acting_user: User, at: datetime.datetime) -> Repair:
    """Apply a repair that somebody else proposed, where the fault is still there.

    Raises NotYours, SecondPairOfEyes, AlreadyDecided, NothingToRepair.
    """
    with transaction.atomic():
        repair = _take_up(repair_id, acting_user)
        case = engine.lock(repair.case_id)
        mending = Mending(repair, _read(case, at), acting_user, at)
        _fault(mending.kept, repair.fault)
        _REMEDIES[repair.fault](mending)
        _decide(repair, Repair.State.APPLIED, acting_user, at)
        case.changed_at = at
        if not case.is_open:
            case.closed_at = case.closed_at or at
        case.save(update_fields=CASE_COLUMNS)
        refresh_open_pages(case, acting_user, at)
        _record(repair, "apply_repair", [*mending.rows, case], mending.opened, acting_user=acting_user, at=at)
        return repair


def decline_repair(repair_id: int, answer: str, *, acting_user: User, at: datetime.datetime) -> Repair:
    """Somebody else says no to a repair. Raises NotYours, SecondPairOfEyes, AlreadyDecided, InvalidFacts."""
    if not answer.strip():
        raise InvalidFacts.of("answer", _("Say why the repair is declined."))
    with transaction.atomic():
        repair = _take_up(repair_id, acting_user)
        repair.answer = answer
        _decide(repair, Repair.State.DECLINED, acting_user, at)
        _record(repair, "decline_repair", [], acting_user=acting_user, at=at)
        return repair


def _require_administrator(user: User) -> None:
    if not (user.is_active and user.is_superuser):
        raise NotYours


def _take_up(repair_id: int, acting_user: User) -> Repair:
    _require_administrator(acting_user)
    case_id = Repair.objects.values_list("case", flat=True).get(pk=repair_id)
    engine.lock(case_id)
    repair = Repair.objects.select_related("case__candidate__person", "person").get(pk=repair_id)
    if repair.state != Repair.State.PROPOSED:
        raise AlreadyDecided
    if repair.proposed_by_id == acting_user.pk:
        raise SecondPairOfEyes
    return repair


def _decide(repair: Repair, state: str, acting_user: User, at: datetime.datetime) -> None:
    repair.state, repair.decided_by, repair.decided_at = state, acting_user, at
    repair.save(update_fields=["state", "decided_by", "decided_at", "answer"])


def _read(case: Case, at: datetime.datetime) -> faults.Kept:
    """What is kept of the locked case, on the instance that is saved."""
    (kept,) = read([case.pk], at=at, cases=[case])
    return kept


def _fault(kept: faults.Kept, kind: str) -> faults.Fault:
    found = next((one for one in faults.faults_of(kept) if one.kind == kind), None)
    if found is None:
        raise NothingToRepair
    return found


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
    running = {one.rule for one in mending.kept.deadlines}
    for rule, term in TERMS.items():
        began = _began(mending.kept, term.rests_on) if term.rests_on else None
        if began and rule not in running:
            terms.start(rule, began.dated, began.regulation)
    tasks = list(mending.kept.open_tasks)
    for task in tasks:
        task.due_on, task.due_kind, task.due_rule = None, "", ""
    terms.set_due_days(tasks)
    Task.objects.bulk_update(tasks, ["due_on", "due_kind", "due_rule"])
    mending.rows += [*tasks, *terms.written.values()]


def _began(kept: faults.Kept, step: str) -> Decision | None:
    return next((one for one in reversed(kept.decisions) if one.step == step and step in kept.standing), None)


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
    held = Hold.objects.filter(case=case, until__isnull=True).first() if case.held_since else None
    if held is not None:
        held.until, case.held_since = max(timezone.localdate(mending.at), held.since), None
        held.save(update_fields=["until"])
        mending.rows.append(held)
    mending.rows += engine.cancel(case, at=mending.at)
    case.outcome = Case.Outcome.TRANSFERRED if moved else Case.Outcome.MEMBERSHIP_ENDED


_OUT_OF_PLACE = frozenset(
    {faults.NO_OPEN_STEP, faults.STEP_TWICE, faults.APART, faults.ELSEWHERE, faults.STRANDED, faults.STILL_OPEN}
)
_REMEDIES: dict[str, Callable[[Mending], None]] = {
    faults.STANDING: _restate,
    **dict.fromkeys(_OUT_OF_PLACE, _resume),
    faults.WRONG_UNIT: _reseat,
    faults.VACANT: _appoint,
    faults.NOT_CLOSED: _cancel_steps,
    faults.WRONG_DUE_DAY: _set_due_days,
    faults.DEAD_TERM: _meet,
    faults.UNREGISTERED: _register,
    faults.LEFT_REGISTER: _close,
}


def _record(
    repair: Repair,
    verb: str,
    rows: list[models.Model],
    opened: list[Task] | None = None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    salt = repair.case.candidate.person.salt
    opened = opened or []
    record.append(
        f"case:{repair.case_id}",
        verb,
        acting_user=acting_user,
        at=at,
        refs={
            "case": repair.case.number,
            "repair": repair.pk,
            "fault": repair.fault,
            "opened": [task.step for task in opened],
        },
        facts=[
            *(fact_of(row, salt=salt) for row in (repair, *rows)),
            *(fact_of(task, salt=salt, at_first=True) for task in opened),
        ],
    )
