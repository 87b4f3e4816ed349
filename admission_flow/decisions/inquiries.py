"""The two inquiries that run side by side: verification of the biography, and opinions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, make_fall
from admission_flow.decisions.declaration import current_relatives
from admission_flow.decisions.given import AnswerGiven, OpinionGiven, PaperGiven
from admission_flow.models import Decision, Opinion, Relative, Verification
from admission_flow.refusals import InvalidFacts
from admission_flow.rules import verification
from admission_flow.rules.values import Parameters
from orgs.models import User

CLEAR, NOT_CLEAR = "clear", "not_clear"


def scope_of(relatives: Sequence[Relative], by: Parameters) -> verification.Scope:
    """Who of the declared relatives is to be verified, and who is waived."""
    kin = [verification.Kin(one.pk, one.relation, one.is_member, one.is_alive, one.is_adult) for one in relatives]
    return verification.scope(kin, by)


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
    """Every person in scope answered or waived by rule, the conclusion, the certification (`report`).

    Raises InvalidFacts where somebody in scope has no answer, or a conclusion of not clear has no reason.
    """
    with transaction.atomic():
        act = begin(case_id, task_id, "verification", acting_user=acting_user, at=at, dated=report.dated)
        scope = scope_of(current_relatives(act.case.candidate), act.parameters)
        _refuse_gaps(scope, answers)
        _refuse_wrong_days(act, [answer.answered_on for answer in answers], "answers")
        _refuse_wrong_conclusion(answers, conclusion, reason)
        fell = _fallen_by(act, conclusion, "conclusion")
        act.rows += Verification.objects.bulk_create(_verification_rows(act, scope, answers))
        add_papers(act, [report])
        decision = decide(
            act,
            conclusion,
            verdicts=[scope.own_side, scope.spouse_side],
            number=report.number,
            signed_by=report.signed_by,
            reason=reason,
            facts=fell,
        )
        return conclude(act, "record_verification", decision, stands=conclusion == CLEAR)


def _refuse_gaps(scope: verification.Scope, answers: Sequence[AnswerGiven]) -> None:
    asked: set[int | None] = {None, *scope.to_verify}
    answered = {answer.relative for answer in answers}
    if asked - answered:
        raise InvalidFacts.of(
            "answers",
            _("%(count)s persons in scope have no answer yet; the verification ends when all are answered or waived.")
            % {"count": len(asked - answered)},
        )
    if answered - asked:
        raise InvalidFacts.of("answers", _("An answer names somebody who is not in scope; open the case again."))
    if len(answered) != len(answers):
        raise InvalidFacts.of("answers", _("Somebody is named twice; give one answer about each person."))


def _refuse_wrong_conclusion(answers: Sequence[AnswerGiven], conclusion: str, reason: str) -> None:
    if conclusion not in (CLEAR, NOT_CLEAR):
        raise InvalidFacts.of("conclusion", _("The conclusion is clear or not clear."))
    if conclusion == CLEAR and not all(answer.clear for answer in answers):
        raise InvalidFacts.of("conclusion", _("An answer is not clear, so the conclusion can't be clear."))
    if conclusion == NOT_CLEAR and not reason.strip():
        raise InvalidFacts.of("reason", _("Say what is not clear and about whom."))


def _verification_rows(act: Act, scope: verification.Scope, answers: Sequence[AnswerGiven]) -> list[Verification]:
    status = Verification.Status
    waived = [Verification(case=act.case, task=act.task, relative_id=one, status=status.WAIVED) for one in scope.waived]
    return waived + [
        Verification(
            case=act.case,
            task=act.task,
            relative_id=answer.relative,
            status=status.CLEAR if answer.clear else status.NOT_CLEAR,
            authority=answer.authority,
            answered_on=answer.answered_on,
            note=answer.note,
        )
        for answer in answers
    ]


def record_opinions(
    case_id: int,
    task_id: int,
    opinions: Sequence[OpinionGiven],
    summary: PaperGiven,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """Who was asked and what was answered, summarised in form 5-KNĐ. The cell of the residence is always asked."""
    with transaction.atomic():
        act = begin(case_id, task_id, "opinions", acting_user=acting_user, at=at, dated=summary.dated)
        if not any(one.source == Opinion.Source.RESIDENCE for one in opinions):
            raise InvalidFacts.of("opinions", _("The opinion of the cell of the place of residence is missing."))
        _refuse_wrong_days(act, [one.answered_on for one in opinions], "opinions")
        all_agree = all(one.answer == Opinion.Answer.AGREES for one in opinions)
        outcome = "agreed" if all_agree else "mixed"
        fell = _fallen_by(act, outcome, "opinion")
        rows = [Opinion(case=act.case, task=act.task, **vars(one)) for one in opinions]
        act.rows += Opinion.objects.bulk_create(rows)
        add_papers(act, [summary])
        decision = decide(
            act,
            outcome,
            number=summary.number,
            signed_by=summary.signed_by,
            facts={"asked": len(opinions), **fell},
        )
        return conclude(act, "record_opinions", decision)


def _refuse_wrong_days(act: Act, days: Sequence[datetime.date], field: str) -> None:
    """An inquiry belongs to this case: nobody answered before the nomination."""
    if any(day > act.day for day in days):
        raise InvalidFacts.of(field, _("An answer is dated in the future; check its date."))
    nominated = act.case.nominated_on
    if nominated and any(day < nominated for day in days):
        raise InvalidFacts.of(
            field,
            _("An answer is dated before %(day)s, when the candidate was nominated; check its date.")
            % {"day": date_format(nominated, "SHORT_DATE_FORMAT")},
        )


def _fallen_by(act: Act, outcome: str, fact: str) -> dict[str, object]:
    """What falls where the step was done before and ends otherwise now; as facts of the decision."""
    earlier = Decision.objects.filter(case=act.case, step=act.step).order_by("-pk")
    before = earlier.values_list("outcome", flat=True).first()
    return {"again": make_fall(act, [fact])} if before not in (None, outcome) else {}
