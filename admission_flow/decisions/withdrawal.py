"""A case that ends by no decision about it: withdrawn by its cell, or ended with the membership of one on probation."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from admission_flow import engine
from admission_flow.decisions.act import Act, decide, refuse_before_earlier_steps, regulation_on, seat_for, write_end
from admission_flow.decisions.holds import end_hold
from admission_flow.models import Case, Decision
from admission_flow.refusals import CaseClosed, InvalidFacts, Refused, WrongStep
from orgs import roles
from orgs.members import strike_off
from orgs.models import Member, User

DIED, LEFT = Member.Ending.DIED, Member.Ending.LEFT


class NotWithdrawn(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A case of recognition can't be withdrawn: it ends with recognition or with striking off the list. "
                "Put either to the cell's vote."
            )
        )


def withdraw(case_id: int, dated: datetime.date, reason: str, *, acting_user: User, at: datetime.datetime) -> Decision:
    """Cancel every open step under the lock and close the case, with a reason; whatever the step, also on hold."""
    with transaction.atomic():
        case = _open_case(case_id)
        if case.is_recognition:
            raise NotWithdrawn
        act = _act_of_the_cell(case, "withdrawal", dated, acting_user, at)
        if not reason.strip():
            raise InvalidFacts.of("reason", _("Say why the case is withdrawn."))
        return _end(act, "withdraw", Case.Outcome.WITHDRAWN, reason, {})


def end_membership(
    case_id: int, dated: datetime.date, ending: str, reason: str, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """A member on probation died or left the Party: the stay in the register ends that day, the case of recognition
    with it; also while it is on hold. `ending`: DIED or LEFT.

    Where the register says already how the membership ended, it is left so. Raises WrongStep for an admission.
    """
    with transaction.atomic():
        case = _open_case(case_id)
        if not case.is_recognition:
            raise WrongStep
        act = _act_of_the_cell(case, "membership", dated, acting_user, at)
        if ending not in (DIED, LEFT):
            raise InvalidFacts.of("ending", _("Say how the membership ended."))
        if not reason.strip():
            raise InvalidFacts.of("reason", _("Say what happened, and by which paper it is known."))
        stay = strike_off(case.candidate.person, dated, reason.strip(), ending)
        act.rows += [stay] if stay else []
        return _end(act, "end_membership", Case.Outcome.MEMBERSHIP_ENDED, reason, {"ending": ending})


def _open_case(case_id: int) -> Case:
    case = engine.lock(case_id)
    if not case.is_open:
        raise CaseClosed
    return case


def _act_of_the_cell(case: Case, step: str, dated: datetime.date, acting_user: User, at: datetime.datetime) -> Act:
    seat = seat_for(acting_user, roles.PREPARE_FILE, case.unit_id, at)
    regulation = regulation_on(dated, at)
    earlier = Decision.objects.filter(case=case).exclude(step__in=engine.ASIDE)
    case.last_dated = earlier.aggregate(last=Max("dated"))["last"]
    refuse_before_earlier_steps(case, dated)
    return Act(case, step, None, acting_user, seat, at, dated, regulation)


def _end(act: Act, verb: str, outcome: Case.Outcome, reason: str, facts: dict[str, object]) -> Decision:
    case = act.case
    if case.held_since:
        end_hold(act)
    cancelled = engine.cancel(case, at=act.at)
    case.outcome = outcome
    act.rows += cancelled
    decision = decide(act, str(outcome), reason=reason, facts=facts)
    write_end(act, verb, decision, opened=[], cancelled=cancelled)
    return decision
