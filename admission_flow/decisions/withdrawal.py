"""Withdrawal: the cell ends its own case, whatever step it is at, also while it is on hold."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from admission_flow import engine
from admission_flow.decisions.act import Act, decide, refuse_before_earlier_steps, regulation_on, seat_for, write_end
from admission_flow.decisions.holds import end_hold
from admission_flow.models import Case, Decision
from admission_flow.refusals import CaseClosed, InvalidFacts, Refused
from orgs import roles
from orgs.models import User


def withdraw(case_id: int, dated: datetime.date, reason: str, *, acting_user: User, at: datetime.datetime) -> Decision:
    """Cancel every open step under the lock and close the case, with a reason."""
    with transaction.atomic():
        case = engine.lock(case_id)
        if not case.is_open:
            raise CaseClosed
        if case.is_recognition:
            raise Refused(
                _(
                    "A case of recognition can't be withdrawn: it ends with recognition or with striking off the list. "
                    "Put either to the cell's vote."
                )
            )
        seat = seat_for(acting_user, roles.PREPARE_FILE, case.unit_id, at)
        if not reason.strip():
            raise InvalidFacts.of("reason", _("Say why the case is withdrawn."))
        regulation = regulation_on(dated, at)
        earlier = Decision.objects.filter(case=case).exclude(step__in=engine.ASIDE)
        case.last_dated = earlier.aggregate(last=Max("dated"))["last"]
        refuse_before_earlier_steps(case, dated)
        act = Act(case, "withdrawal", None, acting_user, seat, at, dated, regulation)
        if case.held_since:
            end_hold(act)
        cancelled = engine.cancel(case, at=at)
        case.outcome = Case.Outcome.WITHDRAWN
        act.rows += cancelled
        decision = decide(act, "withdrawn", reason=reason)
        write_end(act, "withdraw", decision, opened=[], cancelled=cancelled)
        return decision
