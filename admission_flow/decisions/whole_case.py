"""The shape of acts on a whole case after which its steps go on: it is put on hold, resumed, its term extended."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils import timezone

from admission_flow import engine
from admission_flow.bodies import board_of
from admission_flow.deadlines import Office
from admission_flow.decisions.act import Act, regulation_on, seat_for, write_end
from admission_flow.decisions.telling import reminders_of
from admission_flow.models import Case, Decision, Task
from admission_flow.nodes import Place
from admission_flow.refusals import CaseClosed
from notices.tell import Told, tell_each
from orgs import access, roles
from orgs.models import User


def begin_on_case(
    case_id: int,
    step: str,
    *,
    acting_user: User,
    at: datetime.datetime,
    dated: datetime.date,
    seated: Callable[[Case], tuple[str, Place]] = board_of,
) -> Act:
    """Lock the case and ask access of whom `seated` says, the bloc's organisation board by default. Raises CaseClosed,
    NotYours, Busy, or InvalidFacts for a day that has not come yet."""
    regulation, office = regulation_on(dated, at), Office.around(timezone.localdate(at))
    case = engine.lock(case_id)
    if not case.is_open:
        raise CaseClosed
    capability, place = seated(case)
    seat = seat_for(acting_user, capability, place.unit_of(case), at)
    return Act(case, step, None, acting_user, seat, at, dated, regulation, office)


def open_tasks(act: Act) -> list[Task]:
    return list(Task.objects.filter(process=act.case, status="NEW").order_by("pk"))


def conclude_on_case(act: Act, verb: str, decision: Decision, tasks: list[Task], kind: str) -> Decision:
    """Save the case, write the journal entry, and tell the holders of the open steps and the cell; `kind` is the
    notice's, with the case's number and its last day where one was moved. Reminders of days that moved are settled."""
    case = act.case
    seats = {(roles.PREPARE_FILE, case.unit_id), *((task.capability, task.unit_id) for task in tasks)}
    holders = access.holders(seats, act.at)
    told = sorted({user for users in holders.values() for user in users} - {act.acting_user.pk})
    params = {"case": case.number, "due_on": str(decision.facts.get("due_after", ""))}
    source, settled = f"decision:{decision.pk}", reminders_of(act.moved, tasks)
    tell_each([Told(told, kind, params, f"/cases/{case.pk}/", source)], at=act.at, settled=settled)
    write_end(act, verb, decision, opened=[])
    return decision
