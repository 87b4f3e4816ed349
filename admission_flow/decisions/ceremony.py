"""The admission ceremony: the last step of an admission case."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import begin, conclude, decide, regulation_on
from admission_flow.decisions.numbers import next_number
from admission_flow.decisions.probation import open_recognition
from admission_flow.models import Decision
from admission_flow.refusals import InvalidFacts
from admission_flow.rules.deadlines import HOLD_CEREMONY
from orgs.members import enter_register, official_on
from orgs.models import User


def hold_ceremony(
    case_id: int,
    task_id: int,
    received_on: datetime.date,
    held_on: datetime.date,
    place: str,
    helper: int | None = None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The ceremony was held: the person enters the cell's register as probationary member, the case ends, and the one
    of recognition opens.

    Party age counts from the decision's date, probation from the day of the ceremony: both are kept.
    """
    with transaction.atomic():
        act = begin(case_id, task_id, "ceremony", acting_user=acting_user, at=at, dated=held_on)
        case = act.case
        if case.admitted_on is None or received_on < case.admitted_on:
            raise InvalidFacts.of("received_on", _("The decision can't be received before its own date."))
        if held_on < received_on:
            raise InvalidFacts.of("held_on", _("The ceremony can't be held before the decision was received."))
        if not place.strip():
            raise InvalidFacts.of("place", _("Say where the ceremony was held."))
        if helper is not None and not official_on(case.unit, held_on, {helper}):
            raise InvalidFacts.of("helper", _("The helper must be an official member of the organisation."))
        case.helper_id = helper or case.helper_id
        case.probation_from = held_on
        act.terms.start(HOLD_CEREMONY, received_on, regulation_on(received_on, at))
        act.terms.meet(HOLD_CEREMONY, held_on)
        act.rows.append(enter_register(case.candidate.person, case.unit, joined_on=case.admitted_on, since=held_on))
        facts = {"received_on": received_on.isoformat(), "place": place, "helper": case.helper_id}
        decision = decide(act, "held", facts=facts)
        # The counter is locked before the heads of the journal.
        number = next_number(act.day.year)
        conclude(act, "hold_ceremony", decision)
        open_recognition(act, number)
        return decision
