"""The answers of a verification, and its conclusion.

The step stays open until everybody in scope is answered or waived; the act that records the last answer concludes it.
What was asked of whom: requests.py.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import Act, add_papers, conclude, decide
from admission_flow.decisions.given import AnswerGiven, ConclusionGiven, PaperGiven
from admission_flow.decisions.inquiries import fallen_by, refuse_wrong_days
from admission_flow.decisions.open_step import stay
from admission_flow.decisions.verification_round import begin_round, refuse_out_of_scope, same, too_early, waiting
from admission_flow.models import Decision, Verification, VerificationRequest
from admission_flow.refusals import AlreadyRecorded, InvalidFacts
from admission_flow.rules import requests
from admission_flow.verifying import CLEAR, NOT_CLEAR, Ledger
from orgs.models import User


def record_answers(
    case_id: int,
    task_id: int,
    answers: Sequence[AnswerGiven],
    concluded: ConclusionGiven | None = None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision | None:
    """Some or all answers. The last outstanding one comes with the conclusion, and completes the step.

    None while somebody in scope is outstanding. Raises InvalidFacts for a conclusion that comes too early, naming who
    is outstanding, and for last answers without one; AlreadyRecorded for an answer that is there already.
    """
    with transaction.atomic():
        dated = concluded.report.dated if concluded else timezone.localdate(at)
        act, before = begin_round(case_id, task_id, acting_user, at, dated)
        rows = _answer_rows(act, before, answers)
        after = before.with_answers(rows)
        _refuse_wrong_end(after, concluded, bool(rows))
        act.rows += Verification.objects.bulk_create(rows)
        if concluded is None:
            stay(act, "record_answers", answers=[row.pk for row in rows])
            return None
        return _conclude(act, after, concluded)


def record_verification(
    case_id: int,
    task_id: int,
    answers: Sequence[AnswerGiven],
    report: PaperGiven,
    conclusion: str,
    reason: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """Every answer that is outstanding and the conclusion at once."""
    concluded = ConclusionGiven(conclusion, report, reason)
    decision = record_answers(case_id, task_id, answers, concluded, acting_user=acting_user, at=at)
    if decision is None:
        raise ValueError("a conclusion is accepted or refused")
    return decision


def _conclude(act: Act, ledger: Ledger, concluded: ConclusionGiven) -> Decision:
    facts = fallen_by(act, concluded.conclusion, "conclusion")
    if concluded.conclusion == CLEAR:
        certified_on = concluded.certified_on or concluded.report.dated
        certified_by = concluded.certified_by.strip() or concluded.report.signed_by
        facts |= {"certified_on": certified_on.isoformat(), "certified_by": certified_by}
    waived = Verification.Status.WAIVED
    rows = [Verification(case=act.case, task=act.task, relative_id=one, status=waived) for one in ledger.scope.waived]
    act.rows += Verification.objects.bulk_create(rows)
    add_papers(act, [concluded.report])
    decision = decide(
        act,
        concluded.conclusion,
        verdicts=[ledger.scope.own_side, ledger.scope.spouse_side],
        number=concluded.report.number,
        signed_by=concluded.report.signed_by,
        reason=concluded.reason,
        facts=facts,
    )
    return conclude(act, "record_verification", decision, stands=concluded.conclusion == CLEAR)


def _answer_rows(act: Act, ledger: Ledger, answers: Sequence[AnswerGiven]) -> list[Verification]:
    refuse_out_of_scope(ledger, [answer.relative for answer in answers], "answers")
    refuse_wrong_days(act, [answer.answered_on for answer in answers], "answers")
    status, rows = Verification.Status, []
    answered: set[tuple[int | None, int | None]] = set()
    for answer in answers:
        request = _answered_request(ledger, answer)
        key = (answer.relative, request.pk if request else None)
        if key in answered:
            raise InvalidFacts.of("answers", _("Somebody is named twice; give one answer about each person."))
        answered.add(key)
        if request is None and _is_answered(ledger, answer.relative):
            sentence = _("The answer about %(names)s has been recorded already.")
            raise AlreadyRecorded(sentence % {"names": ledger.name(answer.relative)})
        if request and answer.answered_on < request.sent_on:
            raise too_early("answers", request)
        rows.append(
            Verification(
                case=act.case,
                task=act.task,
                relative_id=answer.relative,
                status=status.CLEAR if answer.clear else status.NOT_CLEAR,
                authority=answer.authority,
                answered_on=answer.answered_on,
                note=answer.note,
                request=request,
            )
        )
    return rows


def _is_answered(ledger: Ledger, person: int | None) -> bool:
    """In this round; what is held over from an earlier one may be answered anew."""
    if person in ledger.held_over:
        return False
    return person in ledger.direct or ledger.state(person) in requests.SETTLED


def _answered_request(ledger: Ledger, answer: AnswerGiven) -> VerificationRequest | None:
    """The letter that is answered: the one named, or the one that this authority has not answered yet."""
    if answer.request is not None:
        one = waiting(ledger, answer.request, "answers")
        if one.relative_id != answer.relative:
            raise InvalidFacts.of("answers", _("An answer names somebody who is not in scope; open the case again."))
        return one
    about = [one for one in ledger.unanswered if one.relative_id == answer.relative]
    return next((one for one in about if same(one.authority, answer.authority)), None)


def _refuse_wrong_end(ledger: Ledger, concluded: ConclusionGiven | None, answered: bool) -> None:
    """The conclusion comes with the last answer, neither before nor after."""
    if concluded is None:
        if not ledger.outstanding:
            raise InvalidFacts.of(
                "conclusion", _("Nobody is outstanding any more: give the conclusion and the report as well.")
            )
        if not answered:
            raise InvalidFacts.of("answers", _("Record at least one answer."))
        return
    if ledger.outstanding:
        sentence = _(
            "Still outstanding: %(names)s. The verification is concluded when all are answered or waived; record the "
            "answers that there are, without a conclusion."
        )
        raise InvalidFacts.of("conclusion", sentence % {"names": ledger.names(ledger.outstanding)})
    if concluded.conclusion not in (CLEAR, NOT_CLEAR):
        raise InvalidFacts.of("conclusion", _("The conclusion is clear or not clear."))
    if concluded.conclusion == CLEAR and ledger.unclear:
        raise InvalidFacts.of("conclusion", _("An answer is not clear, so the conclusion can't be clear."))
    if concluded.conclusion == NOT_CLEAR and not concluded.reason.strip():
        raise InvalidFacts.of("reason", _("Say what is not clear and about whom."))
    if concluded.certified_on and concluded.certified_on < concluded.report.dated:
        # The committee concludes first, then certifies (domain, section 6).
        raise InvalidFacts.of("certified_on", _("The biography is certified after the report, not before it."))
