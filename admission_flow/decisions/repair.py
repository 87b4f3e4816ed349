"""A fault found in a case is mended: proposed by one administrator, applied by another.

An administrator decides nothing about a candidate: a repair only brings the flow, the terms, the seats and the register
back to what was decided.
"""

from __future__ import annotations

import datetime

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from admission_flow import engine
from admission_flow.decisions.act import CASE_COLUMNS
from admission_flow.decisions.remedies import REMEDIES, Mending
from admission_flow.decisions.telling import asked_of, refresh_open_pages, reminders_of, tell_of_repair
from admission_flow.models import Case, Repair, Task
from admission_flow.refusals import InvalidFacts, NotYours, Refused
from admission_flow.soundness import faults
from admission_flow.soundness.examine import read
from journal import record
from journal.facts import fact_of
from notices.tell import tell_each
from orgs.models import Person, User


class NothingToRepair(Refused):
    def __init__(self) -> None:
        super().__init__(_("This fault is no longer there; nothing was changed. Look again."))


class AlreadyDecided(Refused):
    def __init__(self) -> None:
        super().__init__(_("This repair has been decided already. Nothing was done twice."))


class SecondPairOfEyes(Refused):
    def __init__(self) -> None:
        super().__init__(_("Whoever proposed a repair doesn't apply it. Ask another administrator."))


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
        REMEDIES[repair.fault](mending)
        _decide(repair, Repair.State.APPLIED, acting_user, at)
        case.changed_at = at
        if not case.is_open:
            case.closed_at = case.closed_at or at
        case.save(update_fields=CASE_COLUMNS)
        tell_each([], at=at, settled=_asked_no_more(mending))
        refresh_open_pages(case, acting_user, at)
        _record(repair, "apply_repair", [*mending.rows, case], mending.opened, acting_user=acting_user, at=at)
        return repair


def _asked_no_more(mending: Mending) -> list[str]:
    """What notices asked of steps that the repair closed, and by days that it counted anew."""
    tasks = [row for row in mending.rows if isinstance(row, Task)]
    counted = [task for task in tasks if task.is_open]
    return [*asked_of(task for task in tasks if not task.is_open), *reminders_of(counted, counted)]


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
