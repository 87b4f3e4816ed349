"""The opinions, and what both inquiries that run side by side ask of their facts (the other: verification.py)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, make_fall
from admission_flow.decisions.given import OpinionGiven, PaperGiven
from admission_flow.models import Decision, Opinion
from admission_flow.refusals import InvalidFacts
from orgs.models import User


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
        refuse_wrong_days(act, [one.answered_on for one in opinions], "opinions")
        all_agree = all(one.answer == Opinion.Answer.AGREES for one in opinions)
        outcome = "agreed" if all_agree else "mixed"
        fell = fallen_by(act, outcome, "opinion")
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


def refuse_wrong_days(act: Act, days: Sequence[datetime.date], field: str) -> None:
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


def fallen_by(act: Act, outcome: str, fact: str) -> dict[str, object]:
    """What falls where the step was done before and ends otherwise now; as facts of the decision."""
    earlier = Decision.objects.filter(case=act.case, step=act.step).order_by("-pk")
    before = earlier.values_list("outcome", flat=True).first()
    return {"again": make_fall(act, [fact])} if before not in (None, outcome) else {}
