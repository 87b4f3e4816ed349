"""The admission ceremony: the last step of an admission case."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow.deadlines import parameters_of
from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, regulation_on
from admission_flow.decisions.given import LateConsent
from admission_flow.decisions.numbers import next_number
from admission_flow.decisions.open_step import stay
from admission_flow.decisions.probation import open_recognition
from admission_flow.models import Case, Deadline, Decision
from admission_flow.refusals import InvalidFacts
from admission_flow.rules.deadlines import HOLD_CEREMONY, working_days
from admission_flow.rules.values import Parameters, Verdict, verdict
from orgs.members import enter_register, official_on
from orgs.models import User

RECEIPT = "receipt"


def record_receipt(
    case_id: int, task_id: int, received_on: datetime.date, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The cell has received the decision: from that day the ceremony's term runs (29-QĐ/TW, 24-QĐ/TW: S2, S3).

    Until then it runs as if it had come on the day of the decision. A day recorded wrongly is recorded again.
    """
    with transaction.atomic():
        act = begin(case_id, task_id, "ceremony", acting_user=acting_user, at=at, dated=received_on)
        _decided_before(act, received_on)
        term = act.terms.start(HOLD_CEREMONY, received_on, regulation_on(received_on, at))
        if act.task is not None:
            act.terms.set_due_days([act.task])
            act.task.save(update_fields=["due_on", "due_kind", "due_rule"])
            act.moved = [act.task]
        # The step stays open: its own decision is the ceremony.
        act.step, act.task = RECEIPT, None
        facts = {"received_on": received_on.isoformat(), "due_after": term.due_on.isoformat()}
        decision = decide(act, "received", facts=facts)
        stay(act, "record_receipt")
        return decision


def receipt_of(case: Case) -> datetime.date | None:
    """The day recorded last, if any. One statement."""
    return Decision.objects.filter(case=case, step=RECEIPT).order_by("-pk").values_list("dated", flat=True).first()


def _decided_before(act: Act, received_on: datetime.date) -> datetime.date:
    """The day of the decision that was received. Raises InvalidFacts where it lies after the receipt."""
    decided_on = act.case.admitted_on
    if decided_on is None or received_on < decided_on:
        raise InvalidFacts.of("received_on", _("The decision can't be received before its own date."))
    return decided_on


def hold_ceremony(
    case_id: int,
    task_id: int,
    received_on: datetime.date,
    held_on: datetime.date,
    place: str,
    helper: int | None = None,
    late_consent: LateConsent | None = None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The ceremony was held: the person enters the cell's register as probationary member, the case ends, and the one
    of recognition opens.

    Party age counts from the decision's date, probation from the day of the ceremony: both are kept. After its last
    day it is held only with the consent of the immediate superior committee (29-QĐ/TW, 24-QĐ/TW: S2, S3).
    """
    with transaction.atomic():
        act = begin(case_id, task_id, "ceremony", acting_user=acting_user, at=at, dated=held_on)
        case = act.case
        decided_on = _decided_before(act, received_on)
        if held_on < received_on:
            raise InvalidFacts.of("held_on", _("The ceremony can't be held before the decision was received."))
        if not place.strip():
            raise InvalidFacts.of("place", _("Say where the ceremony was held."))
        if helper is not None and not official_on(case.unit, held_on, {helper}):
            raise InvalidFacts.of("helper", _("The helper must be an official member of the organisation."))
        case.helper_id = helper or case.helper_id
        case.probation_from = held_on
        term = act.terms.start(HOLD_CEREMONY, received_on, regulation_on(received_on, at))
        late = _consented(act, term, held_on, late_consent)
        act.terms.meet(HOLD_CEREMONY, held_on)
        act.rows.append(enter_register(case.candidate.person, case.unit, joined_on=decided_on, since=held_on))
        facts = {"received_on": received_on.isoformat(), "place": place, "helper": case.helper_id, **late}
        in_time = _in_time(term, held_on, parameters_of(term.regulation))
        decision = decide(act, "held", facts=facts, verdicts=[in_time])
        # The counter is locked before the heads of the journal.
        number = next_number(act.day.year)
        conclude(act, "hold_ceremony", decision)
        open_recognition(act, number)
        return decision


def _consented(
    act: Act, term: Deadline, held_on: datetime.date, consent: LateConsent | None
) -> dict[str, dict[str, str]]:
    """What the decision keeps of the consent to a late ceremony; its paper is added to the file. One that was not
    needed is not kept. Raises InvalidFacts where it is needed and missing."""
    if held_on <= term.due_on:
        return {}
    if consent is None or not consent.reason.strip() or not consent.paper.number.strip():
        sentence = _(
            "The ceremony was to be held by %(day)s, %(days)s working days after the decision was received. "
            "A later one needs the consent of the immediate superior committee: give its paper and the reason."
        )
        numbers = {"day": date_format(term.due_on, "SHORT_DATE_FORMAT"), "days": term.working_days}
        raise InvalidFacts.of("consent_reason", sentence % numbers)
    if consent.paper.dated > held_on:
        raise InvalidFacts.of("consent_dated", _("The consent is given before the ceremony, not after it."))
    add_papers(act, [consent.paper])
    return {"late_consent": {"reason": consent.reason, "number": consent.paper.number}}


def _in_time(term: Deadline, held_on: datetime.date, by: Parameters) -> Verdict:
    length = working_days(HOLD_CEREMONY, by)
    numbers = {"day": held_on, "due_on": term.due_on, "working_days": length.value}
    return verdict("ceremony_in_time", held_on <= term.due_on, by, length, by["event_day_counted"], **numbers)
