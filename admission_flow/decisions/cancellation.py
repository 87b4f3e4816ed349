"""Cancellation of an admission found wrong later (domain, 2.14; S88, S87).

The body that issued the decision cancels it; where that body is no longer above the member's cell or has no seat left,
the bloc's standing committee does.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import PROCESS

from admission_flow import engine, papers
from admission_flow.decisions.act import (
    Act,
    add_papers,
    decide,
    refuse_before_earlier_steps,
    regulation_on,
    seat_for,
    write_end,
)
from admission_flow.decisions.given import CancellationGiven
from admission_flow.decisions.holds import end_hold
from admission_flow.models import Case, Decision, Regulation
from admission_flow.refusals import AlreadyHappened, InvalidFacts
from orgs import access, roles
from orgs.members import strike_off
from orgs.models import Seat, User

STEP, CANCELLED = "cancellation", "cancelled"
# A standard or condition was not met: struck from the register. Wrong authority or procedure: struck too, and to be
# redone properly from a new nomination.
CONDITION, PROCEDURE = "condition", "procedure"
GROUNDS = (CONDITION, PROCEDURE)
DECIDING = ("bloc_decision", "grassroots_approval")


class NotAdmitted(AlreadyHappened):
    def __init__(self) -> None:
        super().__init__(_("Only an admission that was decided and completed, and still stands, can be cancelled."))


def who_cancels(case: Case, at: datetime.datetime) -> tuple[str, int]:
    """The (capability, unit id) whose act it is, by the decision that admitted. At most two statements."""
    bloc = (roles.DECIDE_BLOC, case.bloc_id)
    issued = Decision.objects.filter(case=case, outcome="admitted").select_related("task").order_by("-pk").first()
    if issued is None or issued.task is None or issued.step != "grassroots_approval":
        return bloc
    committee = (roles.APPROVE_GRASSROOTS, issued.task.unit_id)
    still_above = issued.task.unit_id == case.committee_id
    return committee if still_above and access.holders([committee], at)[committee] else bloc


def cancel_admission(case_id: int, given: CancellationGiven, *, acting_user: User, at: datetime.datetime) -> Decision:
    """The decision on admission stands no longer: the name is struck from the register, the case ends as cancelled.

    Any other case open on the candidate, which rests on the membership, ends with it. A new nomination is free.
    """
    with engine.waiting(), transaction.atomic():
        case = engine.lock(case_id)
        if case.outcome != Case.Outcome.ADMITTED:
            raise NotAdmitted
        seat = seat_for(acting_user, *who_cancels(case, at), at)
        regulation = regulation_on(given.paper.dated, at)
        case.last_dated = Decision.objects.filter(case=case).order_by("-dated").values_list("dated", flat=True).first()
        refuse_before_earlier_steps(case, given.paper.dated)
        _refuse_incomplete(given)
        others = Case.objects.filter(candidate=case.candidate_id, status=PROCESS.NEW).order_by("pk")
        open_cases = [engine.lock(pk) for pk in others.values_list("pk", flat=True)]
        act = Act(case, STEP, None, acting_user, seat, at, given.paper.dated, regulation)
        stay = strike_off(case.candidate.person, act.dated, _detail(given))
        act.rows += [stay] if stay else []
        for other in open_cases:
            _end_with_it(other, case, given, acting_user, seat, at, regulation)
        case.status, case.outcome = PROCESS.CANCELED, Case.Outcome.CANCELLED
        case.standing = [step for step in case.standing if step not in DECIDING]
        add_papers(act, [given.paper])
        facts = {"ground": given.ground, "struck_from": stay.unit_id if stay else None}
        decision = decide(
            act,
            CANCELLED,
            number=given.paper.number,
            signed_by=given.paper.signed_by,
            reason=given.reason,
            facts=facts,
        )
        write_end(act, "cancel_admission", decision, opened=[])
        return decision


def _refuse_incomplete(given: CancellationGiven) -> None:
    if given.ground not in GROUNDS:
        raise InvalidFacts.of("ground", _("Say on which ground the admission is cancelled."))
    if not given.reason.strip():
        raise InvalidFacts.of("reason", _("Say why the admission is cancelled; the cell is told this reason."))
    if not given.paper.number.strip() or not given.paper.signed_by.strip():
        raise InvalidFacts.of("number", _("The cancelling decision has a number and a signer."))


def _detail(given: CancellationGiven) -> str:
    day = f"{given.paper.dated:%d/%m/%Y}"
    return f"{papers.title(papers.CANCELLATION)}: {given.paper.number}, {day}"


def _end_with_it(
    other: Case,
    case: Case,
    given: CancellationGiven,
    acting_user: User,
    seat: Seat,
    at: datetime.datetime,
    regulation: Regulation,
) -> None:
    """A case that rests on the admission ends too, with its own decision and its own entry in the journal."""
    act = Act(other, STEP, None, acting_user, seat, at, given.paper.dated, regulation)
    if other.held_since is not None:
        end_hold(act)
    cancelled = engine.cancel(other, at=at)
    other.outcome = Case.Outcome.CANCELLED
    act.rows += cancelled
    decision = decide(act, CANCELLED, reason=given.reason, facts={"ground": given.ground, "with": case.number})
    write_end(act, "cancel_admission", decision, opened=[], cancelled=cancelled)
