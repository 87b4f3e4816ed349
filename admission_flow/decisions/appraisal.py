"""The levels between cell and bloc: they appraise or approve, and report up."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, regulation_on
from admission_flow.decisions.cell import refuse_faults, vote_columns
from admission_flow.decisions.eligibility import refuse_undocumented
from admission_flow.decisions.given import PaperGiven, VoteGiven
from admission_flow.decisions.routes import has_delegated_authority, route_through
from admission_flow.models import Decision
from admission_flow.refusals import InvalidFacts, WrongStep
from admission_flow.rules import thresholds
from admission_flow.rules.deadlines import DECIDE_ADMISSION, HOLD_CEREMONY
from admission_flow.rules.values import Verdict
from orgs.access import committee_size
from orgs.models import User

ADMITTED, NOT_ADMITTED, REPORTED = "admitted", "not_admitted", "reported"


def appraise_department(
    case_id: int, task_id: int, report: PaperGiven, opinion: str, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The departmental committee's report 7-KNĐ goes up. It appraises; it doesn't decide."""
    with transaction.atomic():
        act = begin(case_id, task_id, "departmental_appraisal", acting_user=acting_user, at=at, dated=report.dated)
        add_papers(act, [report])
        decision = decide(act, REPORTED, number=report.number, signed_by=report.signed_by, reason=opinion)
        return conclude(act, "appraise_department", decision)


def approve_grassroots(
    case_id: int,
    task_id: int,
    vote: VoteGiven,
    outcome: str = REPORTED,
    reason: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The grassroots committee's vote: resolution 8-KNĐ up to the bloc, or the decision where authority is delegated.

    `outcome` is "reported", or with delegated authority "admitted" or "not_admitted". A vote below the ratio is
    reported up with its full result; a delegated committee can't admit on it.
    """
    with transaction.atomic():
        act = begin(case_id, task_id, "grassroots_approval", acting_user=acting_user, at=at, dated=vote.paper.dated)
        committee = act.case.committee
        if committee is None:
            raise WrongStep
        delegated = has_delegated_authority(committee, act.dated)
        _refuse_wrong_authority(outcome, delegated)
        tally = vote.tally(committee_size(committee, act.dated))
        refuse_faults(tally)
        carried = thresholds.committee_vote(tally, act.parameters)
        paper = decision_paper(vote.paper, outcome) if delegated else vote.paper
        if delegated:
            settle(act, outcome, carried, reason)
        department = act.case.department_id is not None
        act.case.route = route_through(department=department, committee=True, delegated=delegated)
        add_papers(act, [paper])
        columns = vote_columns(vote, tally, carried)
        facts = put_to_vote(outcome, carried)
        decision = decide(act, outcome, verdicts=[carried], reason=reason, facts=facts, **columns)
        return conclude(act, "approve_grassroots", decision)


def _refuse_wrong_authority(outcome: str, delegated: bool) -> None:
    if delegated and outcome == REPORTED:
        raise InvalidFacts.of("outcome", _("This committee has delegated authority: it admits or does not admit."))
    if not delegated and outcome != REPORTED:
        raise InvalidFacts.of("outcome", _("Without delegated authority the committee can't decide; it reports up."))


def put_to_vote(outcome: str, carried: Verdict) -> dict[str, str]:
    """As facts of the decision: a vote that carried and admitted nobody was on not admitting."""
    return {"put_to_vote": "not_admit"} if outcome == NOT_ADMITTED and carried.met else {}


def decision_paper(paper: PaperGiven, outcome: str) -> PaperGiven:
    """The competent body's paper under its own name: what refuses is no decision on admission."""
    return replace(paper, code=papers.ADMISSION if outcome == ADMITTED else papers.REFUSAL)


def settle(act: Act, outcome: str, carried: Verdict, reason: str) -> None:
    """What a competent body's yes or no does to the case.

    Raises InvalidFacts where the vote or a reason is missing, RuleNotMet where a special path's paper is.
    """
    if outcome == ADMITTED:
        if not carried.met:
            raise InvalidFacts.of("outcome", _("The vote did not reach the ratio, so it can't admit."))
        refuse_undocumented(act)
        act.case.admitted_on = act.dated
        # As if the cell had received it at once, until it records the receipt.
        received = max(act.dated, act.day)
        regulation = act.regulation if received == act.dated else regulation_on(received, act.at)
        act.terms.start(HOLD_CEREMONY, received, regulation)
    elif not reason.strip():
        raise InvalidFacts.of("reason", _("Say why the candidate is not admitted; the cell is told this reason."))
    act.terms.meet(DECIDE_ADMISSION, act.dated)


def appraise_bloc(
    case_id: int,
    task_id: int,
    proposal: str,
    dated: datetime.date,
    reason: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The organisation board puts the file before the standing committee; `proposal` is admit or not_admit."""
    with transaction.atomic():
        act = begin(case_id, task_id, "bloc_appraisal", acting_user=acting_user, at=at, dated=dated)
        if proposal not in ("admit", "not_admit"):
            raise InvalidFacts.of("proposal", _("The proposal is to admit or not to admit."))
        decision = decide(act, "put_up", reason=reason, facts={"proposal": proposal})
        return conclude(act, "appraise_bloc", decision)
