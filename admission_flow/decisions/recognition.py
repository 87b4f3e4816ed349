"""Recognition: the cell's vote, the ladder up, and the decision with its effect in the register.

Every vote is on one of two outcomes, `recognised` or `struck_off`, and its votes in favour are in favour of that one.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide
from admission_flow.decisions.cell import refuse_faults, vote_columns
from admission_flow.decisions.given import PaperGiven, VoteGiven
from admission_flow.decisions.probation import complete_probation, probation_from
from admission_flow.decisions.routes import has_delegated_authority, route_through
from admission_flow.models import Case, Decision
from admission_flow.refusals import InvalidFacts, Refused, WrongStep
from admission_flow.rules import probation, thresholds
from admission_flow.rules.deadlines import DECIDE_RECOGNITION, REVIEW_PROBATION
from admission_flow.rules.values import Verdict
from orgs.access import committee_size
from orgs.members import count_official, recognise, strike_off
from orgs.models import User

RECOGNISED, STRUCK_OFF = str(Case.Outcome.RECOGNISED), str(Case.Outcome.STRUCK_OFF)
VOTED, FAILED, ESCALATED, REPORTED = "voted", "failed", "escalated", "reported"


def record_recognition_vote(
    case_id: int,
    task_id: int,
    vote: VoteGiven,
    outcome: str,
    reason: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The cell's vote and resolution 13-KNĐ, dated after month 12, on one of the two outcomes.

    Below the ratio the cell may vote again; the last of the votes that the regulation allows goes up with its full
    result. Source: S2, S4. Raises RuleNotMet for a meeting before month 12 is complete.
    """
    with transaction.atomic():
        act = begin(case_id, task_id, "recognition_vote", acting_user=acting_user, at=at, dated=vote.paper.dated)
        verdicts = [complete_probation(act, act.dated)]
        _refuse_wrong_outcome(outcome, reason)
        tally = vote.tally(count_official(act.case.unit, act.dated))
        refuse_faults(tally)
        carried = thresholds.recognition_vote(tally, act.parameters)
        verdicts.append(carried)
        result = VOTED
        if not carried.met:
            enough = probation.may_go_up(1 + _failed_before(act), act.parameters)
            verdicts.append(enough)
            result = ESCALATED if enough.met else FAILED
        add_papers(act, [vote.paper])
        columns = vote_columns(vote, tally, carried)
        decision = decide(act, result, verdicts=verdicts, reason=reason, facts={"put_to_vote": outcome}, **columns)
        if result != FAILED:
            act.terms.meet(REVIEW_PROBATION, act.dated)
            act.terms.start(DECIDE_RECOGNITION, act.dated, act.regulation)
        return conclude(act, "record_recognition_vote", decision, stands=result != FAILED)


def _failed_before(act: Act) -> int:
    """How many votes on this case reached the ratio neither way. Raises InvalidFacts where one of them was that day."""
    failed = Decision.objects.filter(case=act.case, step=act.step, ratio_reached=False)
    days = list(failed.values_list("dated", flat=True))
    if act.dated in days:
        sentence = _("A vote of this day that failed is recorded already. Check the date: a vote is repeated later.")
        raise InvalidFacts.of("dated", sentence)
    return len(days)


def appraise_recognition(
    case_id: int, task_id: int, report: PaperGiven, opinion: str, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The departmental committee's report goes up. It appraises; it doesn't decide. Form 14-KNĐ is to be confirmed."""
    with transaction.atomic():
        act = begin(case_id, task_id, "recognition_appraisal", acting_user=acting_user, at=at, dated=report.dated)
        add_papers(act, [report])
        decision = decide(act, REPORTED, number=report.number, signed_by=report.signed_by, reason=opinion)
        return conclude(act, "appraise_recognition", decision)


def approve_recognition(
    case_id: int,
    task_id: int,
    vote: VoteGiven,
    outcome: str,
    reason: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The grassroots committee's vote: resolution 15-KNĐ up to the bloc, or the decision where authority is delegated.

    A vote below the ratio is reported up with its full result; a delegated committee decides nothing by it.
    """
    with transaction.atomic():
        act = begin(case_id, task_id, "recognition_approval", acting_user=acting_user, at=at, dated=vote.paper.dated)
        committee = act.case.committee
        if committee is None:
            raise WrongStep
        _refuse_wrong_outcome(outcome, reason)
        tally = vote.tally(committee_size(committee, act.dated))
        refuse_faults(tally)
        carried = thresholds.recognition_committee_vote(tally, act.parameters)
        delegated = has_delegated_authority(committee, act.dated)
        department = act.case.department_id is not None
        act.case.route = route_through(department=department, committee=True, delegated=delegated)
        facts = _settle(act, outcome, carried, vote.paper) if delegated else {}
        add_papers(act, [_paper(vote.paper, outcome) if delegated else vote.paper])
        decision = decide(
            act,
            outcome if delegated else REPORTED,
            verdicts=[carried],
            reason=reason,
            facts={"put_to_vote": outcome, **facts},
            **vote_columns(vote, tally, carried),
        )
        return conclude(act, "approve_recognition", decision)


def appraise_recognition_bloc(
    case_id: int,
    task_id: int,
    proposal: str,
    dated: datetime.date,
    reason: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The organisation board puts the file before the standing committee, with its proposal: one of the outcomes."""
    with transaction.atomic():
        act = begin(case_id, task_id, "recognition_bloc_appraisal", acting_user=acting_user, at=at, dated=dated)
        if proposal not in (RECOGNISED, STRUCK_OFF):
            raise InvalidFacts.of("proposal", _("The proposal is to recognise or to strike off the list."))
        decision = decide(act, "put_up", reason=reason, facts={"proposal": proposal})
        return conclude(act, "appraise_recognition_bloc", decision)


def decide_recognition(
    case_id: int,
    task_id: int,
    vote: VoteGiven,
    outcome: str,
    reason: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The standing committee's vote and decision 16-KNĐ: recognised, or struck off the list. Either ends the case."""
    with transaction.atomic():
        act = begin(case_id, task_id, "recognition_decision", acting_user=acting_user, at=at, dated=vote.paper.dated)
        _refuse_wrong_outcome(outcome, reason)
        tally = vote.tally(committee_size(act.case.bloc, act.dated))
        refuse_faults(tally)
        carried = thresholds.standing_committee_vote(tally, act.parameters)
        facts = _settle(act, outcome, carried, vote.paper)
        add_papers(act, [_paper(vote.paper, outcome)])
        columns = vote_columns(vote, tally, carried)
        decision = decide(act, outcome, verdicts=[carried], reason=reason, facts=facts, **columns)
        return conclude(act, "decide_recognition", decision)


def _refuse_wrong_outcome(outcome: str, reason: str) -> None:
    if outcome not in (RECOGNISED, STRUCK_OFF):
        raise InvalidFacts.of("outcome", _("The vote is on recognising or on striking off the list."))
    if outcome == STRUCK_OFF and not reason.strip():
        raise InvalidFacts.of("reason", _("Say why the member is to be struck off the list."))


def _paper(paper: PaperGiven, outcome: str) -> PaperGiven:
    """The competent body's paper under its own name."""
    return replace(paper, code=papers.RECOGNITION if outcome == RECOGNISED else papers.STRIKING_OFF)


def _settle(act: Act, outcome: str, carried: Verdict, paper: PaperGiven) -> dict[str, str]:
    """What the competent body's decision does to the register; returned as facts of the decision.

    Who is recognised is official from the end of month 12, however late the decision. Source: S2, S3, S4.
    """
    if not carried.met:
        raise InvalidFacts.of(
            "outcome",
            _("The vote did not reach the ratio, so nothing is decided by it. Vote again, or return the file."),
        )
    person = act.case.candidate.person
    facts: dict[str, str] = {}
    if outcome == RECOGNISED:
        official_on = probation.official_from(probation_from(act.case), act.parameters)
        member = recognise(person, official_on)
        facts["official_on"] = official_on.isoformat()
    else:
        member = strike_off(person, act.dated, _manner(paper))
    if member is None:
        raise Refused(
            _(
                "This person is not in the register of the bloc any more, so nothing can take effect. "
                "Ask the organisation board to check the register."
            )
        )
    act.rows.append(member)
    act.terms.meet(DECIDE_RECOGNITION, act.dated)
    return facts


def _manner(paper: PaperGiven) -> str:
    """As the register keeps it, in the office's language whoever decides."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("struck off the list, decision %(number)s") % {"number": paper.number}
