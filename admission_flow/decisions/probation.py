"""Probation: the case of recognition opens, and what is gathered for the cell's meeting after month 12."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow import engine
from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, make_fall, regulation_on, write_end
from admission_flow.decisions.given import CourseGiven, OpinionGiven, PaperGiven, SupplementGiven
from admission_flow.decisions.routes import way_up
from admission_flow.flows import RecognitionFlow, step_node
from admission_flow.models import Case, Decision, Opinion
from admission_flow.refusals import InvalidFacts, RuleNotMet
from admission_flow.rules import probation
from admission_flow.rules.deadlines import REVIEW_PROBATION
from admission_flow.rules.values import Verdict
from orgs.models import User

OPENED = "recognition_opened"


def open_recognition(ended: Act, number: str) -> Case:
    """The second case of the same person, in the transaction of the ceremony that ends the first.

    It goes up through the units as they are on that day. The cell's review is due after month 12; the term is counted
    anew by the regulation of that day once it has come.
    """
    admission, day = ended.case, ended.dated
    case = Case(
        flow_class=RecognitionFlow,
        number=number,
        candidate=admission.candidate,
        unit=admission.unit,
        helper_id=admission.helper_id,
        admission=admission,
        admitted_on=admission.admitted_on,
        probation_from=day,
        standing=[OPENED],
        opened_at=ended.at,
        changed_at=ended.at,
        **way_up(admission.unit, ended.day),
    )
    case.save(force_insert=True)
    act = Act(case, OPENED, None, ended.acting_user, ended.seat, ended.at, day, ended.regulation, ended.office)
    act.terms.start(REVIEW_PROBATION, probation.official_from(day, act.parameters), act.regulation)
    act.task, opened = engine.start(case, step_node(OPENED), act.terms, acting_user=act.acting_user, at=act.at)
    act.rows.append(act.task)
    decision = decide(act, "opened", facts={"admission": admission.number})
    write_end(act, "open_recognition", decision, opened)
    return case


def record_new_member_class(
    case_id: int,
    task_id: int,
    certificate: PaperGiven,
    course: CourseGiven | None = None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The training centre records the certificate of the new-member class, taken during probation. Source: S107."""
    with transaction.atomic():
        act = begin(case_id, task_id, "new_member_class", acting_user=acting_user, at=at, dated=certificate.dated)
        _refuse_before_probation(act, [certificate.dated], "dated")
        add_papers(act, [certificate])
        facts = {"course": course.facts()} if course else {}
        decision = decide(act, "attended", facts=facts, number=certificate.number, signed_by=certificate.signed_by)
        return conclude(act, "record_new_member_class", decision)


def record_probation_papers(
    case_id: int,
    task_id: int,
    self_review: PaperGiven,
    remarks: PaperGiven,
    note: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The self-review 10-KNĐ and the helper's remarks 11-KNĐ. Raises RuleNotMet for one before month 12 is complete."""
    last = max(self_review.dated, remarks.dated)
    with transaction.atomic():
        act = begin(case_id, task_id, "probation_papers", acting_user=acting_user, at=at, dated=last)
        over = complete_probation(act, min(self_review.dated, remarks.dated))
        if "recognition_vote" not in act.case.standing:
            event = probation.official_from(probation_from(act.case), act.parameters)
            act.terms.start(REVIEW_PROBATION, event, regulation_on(event, at))
        add_papers(act, [self_review, remarks])
        decision = decide(act, "reviewed", verdicts=[over], reason=note)
        return conclude(act, "record_probation_papers", decision)


def record_probation_opinions(
    case_id: int,
    task_id: int,
    opinions: Sequence[OpinionGiven],
    summary: PaperGiven,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """Who was asked about the probationary member, summarised in form 12-KNĐ. The residence is always asked."""
    with transaction.atomic():
        act = begin(case_id, task_id, "probation_opinions", acting_user=acting_user, at=at, dated=summary.dated)
        if not any(one.source == Opinion.Source.RESIDENCE for one in opinions):
            raise InvalidFacts.of("opinions", _("The opinion of the cell of the place of residence is missing."))
        days = [one.answered_on for one in opinions]
        if any(day > act.day for day in days):
            raise InvalidFacts.of("opinions", _("An answer is dated in the future; check its date."))
        _refuse_before_probation(act, days, "opinions")
        agrees = all(one.answer == Opinion.Answer.AGREES for one in opinions)
        outcome = "agreed" if agrees else "mixed"
        earlier = Decision.objects.filter(case=act.case, step=act.step).order_by("-pk")
        before = earlier.values_list("outcome", flat=True).first()
        fell = {"again": make_fall(act, ["probation_opinion"])} if before not in (None, outcome) else {}
        act.rows += Opinion.objects.bulk_create(Opinion(case=act.case, task=act.task, **vars(one)) for one in opinions)
        add_papers(act, [summary])
        decision = decide(
            act,
            outcome,
            number=summary.number,
            signed_by=summary.signed_by,
            facts={"asked": len(opinions), **fell},
        )
        return conclude(act, "record_probation_opinions", decision)


def supplement_recognition(
    case_id: int, task_id: int, given: SupplementGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """What the cell supplied; the case goes on to who asked, over what is asked for again."""
    with transaction.atomic():
        act = begin(case_id, task_id, "recognition_supplement", acting_user=acting_user, at=at, dated=given.dated)
        if not given.note.strip():
            raise InvalidFacts.of("note", _("Say what was supplied, point by point."))
        add_papers(act, given.papers)
        facts = {"asked_by": act.case.returned_from}
        decision = decide(act, "supplemented", reason=given.note, facts=facts)
        act.case.returned_from = ""
        return conclude(act, "supplement_recognition", decision, stands=False)


def probation_from(case: Case) -> datetime.date:
    """The day of the ceremony, which every case of recognition has."""
    if case.probation_from is None:
        raise ValueError(f"case {case.pk} has no probation")
    return case.probation_from


def complete_probation(act: Act, day: datetime.date) -> Verdict:
    """That month 12 was complete on that day. Raises RuleNotMet."""
    found = probation.complete(probation_from(act.case), day, act.parameters)
    if not found.met:
        raise RuleNotMet([found])
    return found


def _refuse_before_probation(act: Act, days: Sequence[datetime.date], field: str) -> None:
    began = probation_from(act.case)
    if any(day < began for day in days):
        raise InvalidFacts.of(
            field,
            _("A date lies before %(day)s, when the probation began. Check it.")
            % {"day": date_format(began, "SHORT_DATE_FORMAT")},
        )
