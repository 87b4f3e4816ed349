"""The only door to a case: who gets it, how deep, and what they may do in it now.

Somebody else's case is 404, so that its existence isn't told; an act that one's seat doesn't give is refused by the
verb. `actions_for` lists the buttons; every verb asks the same table again under the lock.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.bodies import board_of, decider_of
from admission_flow.deadlines import parameters_of
from admission_flow.decisions import sideways
from admission_flow.models import Case, Deadline, Regulation, Task, Verification, VerificationRequest
from admission_flow.nodes import Place
from admission_flow.parts import judged_independent, parts_taken
from admission_flow.rules.clock import may_extend
from admission_flow.rules.deadlines import EXTENDABLE, runs
from admission_flow.rules.independence import part_of
from admission_flow.rules.values import Verdict
from orgs import access, roles
from orgs.access import Account

LIST, FILE = "list", "file"
# Letters of a verification that nothing has come back to, and those that were not answered clear.
UNANSWERED, NOT_CLEARED = "unanswered", "not_cleared"


@dataclass(frozen=True)
class Offer:
    """An act that a step offers. `by` and `at` replace the step's own seat where another seat may do it too.

    `where`: offered only while the step has something that it can be done with; one of `things_of`.
    """

    verb: str
    label: str | Promise
    by: str | None = None
    at: Place | None = None
    where: str = ""


@dataclass(frozen=True)
class Action:
    """An act that this person may do now on this case; `task` is None for acts on the whole case."""

    verb: str
    label: str | Promise
    task: Task | None
    # Name of who is away, where one acts for them.
    for_whom: str = ""


_RETURN = Offer("return_for_supplement", _("Return for supplement"))

OFFERS: dict[str, tuple[Offer, ...]] = {
    "course": (
        Offer("record_certificate", _("Record the certificate")),
        Offer("present_certificate", _("Present a valid certificate"), by=roles.PREPARE_FILE, at=Place.CELL),
    ),
    "declaration": (Offer("declare", _("Record the declaration")),),
    "verification": (
        Offer("record_answers", _("Record answers")),
        Offer("send_request", _("Send a request")),
        Offer("remind", _("Remind"), where=UNANSWERED),
        Offer("record_refusal", _("Record a refusal"), where=UNANSWERED),
        Offer("escalate", _("Escalate"), where=NOT_CLEARED),
    ),
    "opinions": (Offer("record_opinions", _("Record the opinions")),),
    "file_check": (Offer("check_file", _("Confirm that the file is fit")), _RETURN),
    "cell_vote": (Offer("record_cell_vote", _("Close the result and report to the committee")), _RETURN),
    "departmental_appraisal": (Offer("appraise_department", _("Report up")), _RETURN),
    "grassroots_approval": (Offer("approve_grassroots", _("Record the committee's vote")), _RETURN),
    "bloc_appraisal": (Offer("appraise_bloc", _("Put before the standing committee")), _RETURN),
    "bloc_decision": (
        Offer("decide_bloc", _("Record the decision")),
        Offer("ask_opinion", _("Ask for an opinion")),
        _RETURN,
    ),
    "consultation": (Offer("answer_consultation", _("Record the answer")),),
    "supplement": (Offer("supplement", _("Send the supplement")),),
    "ceremony": (
        Offer("hold_ceremony", _("Record the ceremony")),
        Offer("record_receipt", _("Record the receipt of the decision")),
    ),
    "new_member_class": (Offer("record_new_member_class", _("Record the class certificate")),),
    "probation_papers": (Offer("record_probation_papers", _("Record the review of the probation")),),
    "probation_opinions": (Offer("record_probation_opinions", _("Record the opinions")),),
    "recognition_vote": (Offer("record_recognition_vote", _("Close the result of the vote")), _RETURN),
    "recognition_appraisal": (Offer("appraise_recognition", _("Report up")), _RETURN),
    "recognition_approval": (Offer("approve_recognition", _("Record the committee's vote")), _RETURN),
    "recognition_bloc_appraisal": (
        Offer("appraise_recognition_bloc", _("Put before the standing committee")),
        _RETURN,
    ),
    "recognition_decision": (Offer("decide_recognition", _("Record the decision")), _RETURN),
    "recognition_supplement": (Offer("supplement_recognition", _("Send the supplement")),),
}
# Acts of the cell on the whole case, beside its steps; what the case is in decides which are open.
BESIDE: dict[str, Offer] = {
    verb: Offer(verb, label, by=roles.PREPARE_FILE, at=Place.CELL)
    for verb, label in (
        ("supply_paper", _("Supply a paper that is needed")),
        ("judge", _("Judge what is to be judged")),
        ("replace_introducer", _("Replace an introducer")),
    )
}
EXTEND = "extend"
WITHDRAW = Offer("withdraw", _("Withdraw the case"), by=roles.PREPARE_FILE, at=Place.CELL)
END_MEMBERSHIP = Offer("end_membership", _("Record the end of the membership"), by=roles.PREPARE_FILE, at=Place.CELL)


def case_for(person: Account, pk: int, *, at: datetime.datetime) -> Case:
    """The case, if this person may see it at least in lists; `case.depth` is LIST or FILE. Raises Http404."""
    case = (
        Case.objects.select_related("candidate__person", "unit", "department", "committee", "bloc", "helper")
        .filter(access.in_subtrees(person, roles.SEE_LIST, at), pk=pk)
        .first()
    )
    if case is None:
        raise Http404
    case.depth = FILE if access.sees(person, roles.SEE_FILE, case.unit, at) else LIST
    return case


def actions_for(
    person: Account, case: Case, tasks: list[Task], *, at: datetime.datetime, beside: Collection[str] = ()
) -> tuple[list[Action], list[Verdict]]:
    """What this person may do now with these open tasks of the case, in the order of the buttons.

    `beside`: those of BESIDE that the case is open to. Second, why the seat alone doesn't give an act: the person took
    a part in the case that has to be another's. One statement, three more where such a step waits for this person, one
    for a verification of one's own, and one more for who may extend the term.
    """
    seats = access.seats_of(person, at)
    case.held, lent = access.given_by(seats), access.lent_by(seats)
    held = case.held
    found: list[Action] = []
    barred: list[Verdict] = []
    for task in tasks if case.is_open and case.held_since is None else ():
        task.process = case
        offered = [offer for offer in OFFERS.get(task.step, ()) if _seat_of(offer, case, task) in held]
        bar = _bar(person, case, task, at) if offered else None
        if bar is None:
            there = things_of(task) if any(offer.where for offer in offered) else frozenset()
            found += [
                Action(offer.verb, offer.label, task, lent.get(_seat_of(offer, case, task), ""))
                for offer in offered
                if offer.where in ("", *there)
            ]
        else:
            barred.append(bar)
    for verb, offer in BESIDE.items():
        if verb in beside and case.is_open and case.held_since is None and _seat_of(offer, case, None) in held:
            found.append(Action(verb, offer.label, None, lent.get(_seat_of(offer, case, None), "")))
    for offer in acts_on_case(case) if case.is_open else ():
        if _seat_of(offer, case, None) in held and (offer.verb != EXTEND or may_be_extended(case)):
            found.append(Action(offer.verb, offer.label, None, lent.get(_seat_of(offer, case, None), "")))
    found += [Action(verb, label, None) for verb, label in sideways.offered(case, held, at)]
    return found, barred


def _bar(person: Account, case: Case, task: Task, at: datetime.datetime) -> Verdict | None:
    """What keeps this person, who holds the seat or stands in for who does, from acting at the step today."""
    person_id = getattr(person, "person_id", None)
    if person_id is None or not part_of(task.step):
        return None
    regulation = Regulation.on(timezone.localdate(at))
    seat = access.seat_behind(person, task.capability, task.unit_id, at)
    people = [person_id, *([seat.person_id] if seat and seat.delegation_id else [])]
    verdict = judged_independent(case, task.step, people, parts_taken(case.pk, people), regulation)
    return verdict if verdict is not None and not verdict.met else None


def acts_on_case(case: Case) -> tuple[Offer, ...]:
    """Those on the whole case: while it is on hold, only what ends that."""
    by_the_cell = END_MEMBERSHIP if case.is_recognition else WITHDRAW
    if case.held_since:
        return Offer("resume", _("Resume the case"), *board_of(case)), by_the_cell
    return (
        Offer(EXTEND, _("Extend the term"), *decider_of(case)),
        Offer("hold", _("Put the case on hold"), *board_of(case)),
        by_the_cell,
    )


def seat_on_case(case: Case, verb: str) -> tuple[str, Place] | None:
    """Whose act on the whole case this is, whatever its state; None for an act of no such kind."""
    by_the_cell = {offer.verb for offer in (*BESIDE.values(), WITHDRAW, END_MEMBERSHIP)}
    if verb in by_the_cell:
        return roles.PREPARE_FILE, Place.CELL
    return {"hold": board_of, "resume": board_of, EXTEND: decider_of}.get(verb, lambda _case: None)(case)


def may_be_extended(case: Case) -> bool:
    """Whether a term of the case runs that the competent body may still extend. One statement."""
    running = Deadline.objects.filter(case=case, rule__in=EXTENDABLE, met_on__isnull=True).select_related("regulation")
    return any(
        runs(one.rule, case.standing) and may_extend(parameters_of(one.regulation), one.extensions) for one in running
    )


def holds_seat(person: Account, case: Case, seated: tuple[str, Place], *, at: datetime.datetime) -> bool:
    """Whether this person has the capability at that place of the case, whatever its state. One statement."""
    return (seated[0], seated[1].unit_of(case)) in access.capabilities(person, at)


def things_of(task: Task) -> frozenset[str]:
    """What there is in an open verification that an offer may need."""
    live = VerificationRequest.objects.filter(task=task, taken_further__isnull=True)
    replies = set(live.values_list("reply__status", flat=True))
    there = {UNANSWERED} if None in replies else set()
    return frozenset(there | ({NOT_CLEARED} if replies - {Verification.Status.CLEAR} else set()))


def needs_a_thing(step: str, verb: str) -> bool:
    """Whether this act is offered only now and then, so that its absence says nothing about the seat."""
    return any(offer.verb == verb and offer.where for offer in OFFERS.get(step, ()))


def _seat_of(offer: Offer, case: Case, task: Task | None) -> tuple[str, int | None]:
    if offer.by is not None and offer.at is not None:
        return offer.by, offer.at.unit_of(case)
    return (task.capability, task.unit_id) if task else ("", None)
