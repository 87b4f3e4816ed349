"""The bloc's decision, and the opinion its standing committee may ask for before it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import add_papers, begin, conclude, decide
from admission_flow.decisions.appraisal import ADMITTED, NOT_ADMITTED, decision_paper, put_to_vote, settle
from admission_flow.decisions.cell import refuse_faults, vote_columns
from admission_flow.decisions.given import PaperGiven, VoteGiven
from admission_flow.models import Decision
from admission_flow.refusals import InvalidFacts
from admission_flow.rules import thresholds
from orgs.access import committee_size
from orgs.models import User

OPINION_ASKED = "opinion_asked"


def decide_bloc(
    case_id: int,
    task_id: int,
    vote: VoteGiven,
    outcome: str,
    reason: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The standing committee's vote and decision 9-KNĐ: "admitted" goes on to the ceremony, "not_admitted" ends."""
    with transaction.atomic():
        act = begin(case_id, task_id, "bloc_decision", acting_user=acting_user, at=at, dated=vote.paper.dated)
        if outcome not in (ADMITTED, NOT_ADMITTED):
            raise InvalidFacts.of("outcome", _("The decision is to admit or not to admit."))
        tally = vote.tally(committee_size(act.case.bloc, act.dated))
        refuse_faults(tally)
        carried = thresholds.standing_committee_vote(tally, act.parameters)
        settle(act, outcome, carried, reason)
        add_papers(act, [decision_paper(vote.paper, outcome)])
        columns = vote_columns(vote, tally, carried)
        facts = put_to_vote(outcome, carried)
        decision = decide(act, outcome, verdicts=[carried], reason=reason, facts=facts, **columns)
        return conclude(act, "decide_bloc", decision)


def ask_opinion(
    case_id: int,
    task_id: int,
    whom: str,
    question: str,
    dated: datetime.date,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The standing committee asks for an opinion; the organisation board brings the answer back."""
    with transaction.atomic():
        act = begin(case_id, task_id, "bloc_decision", acting_user=acting_user, at=at, dated=dated)
        if not whom.strip() or not question.strip():
            raise InvalidFacts.of("question", _("Say who is asked, and what."))
        decision = decide(act, OPINION_ASKED, reason=question, facts={"whom": whom})
        return conclude(act, "ask_opinion", decision, stands=False)


def answer_consultation(
    case_id: int, task_id: int, answer: PaperGiven, text: str, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The answer to the opinion asked; the case returns to the standing committee."""
    with transaction.atomic():
        act = begin(case_id, task_id, "consultation", acting_user=acting_user, at=at, dated=answer.dated)
        if not text.strip():
            raise InvalidFacts.of("text", _("Record what was answered."))
        add_papers(act, [answer])
        decision = decide(act, "answered", number=answer.number, signed_by=answer.signed_by, reason=text)
        return conclude(act, "answer_consultation", decision, stands=False)
