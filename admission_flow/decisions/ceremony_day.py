"""The recorded day of a ceremony is corrected: the probation that runs from it moves, with its term and register."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from admission_flow import engine
from admission_flow.deadlines import parameters_of
from admission_flow.decisions.act import CASE_COLUMNS, Act, regulation_on, vouched_for
from admission_flow.decisions.telling import reminders_of
from admission_flow.models import Case, Deadline, Decision, Task
from admission_flow.refusals import InvalidFacts, Refused
from admission_flow.rules.deadlines import HOLD_CEREMONY, REVIEW_PROBATION
from admission_flow.rules.probation import official_from
from journal import record
from notices.tell import tell_each
from orgs import access
from orgs.models import Member


def refuse_unsound_day(held: Decision, day: datetime.date) -> None:
    """Raises InvalidFacts for a day before the decision or its receipt."""
    received = datetime.date.fromisoformat(held.facts["received_on"])
    if day < max(received, held.case.admitted_on or received):
        raise InvalidFacts.of("value", _("The ceremony can't be held before the decision was received."))


def move_ceremony(act: Act, held: Decision, day: datetime.date) -> None:
    """What follows from the new day, in the admission, in the register and in the recognition that it opened.

    Locks the case of recognition. Raises Refused where the cell has voted on it, or what was recorded in it since lies
    before the new day.
    """
    case, old, joined_on = act.case, act.case.probation_from, act.case.admitted_on
    if old is None or joined_on is None:
        raise Refused(_("No ceremony is recorded in this case."))
    recognition = _open_recognition(case, day)
    case.probation_from = day
    for term in Deadline.objects.filter(case=case, rule=HOLD_CEREMONY, met_on=old):
        term.met_on = day
        term.save(update_fields=["met_on"])
        act.rows.append(term)
    for stay in Member.objects.filter(person=case.candidate.person, since=old, joined_on=joined_on):
        stay.since = day
        stay.save(update_fields=["since"])
        act.rows.append(stay)
    _move_probation(act, recognition, day)


def _open_recognition(case: Case, day: datetime.date) -> Case:
    pk = Case.objects.filter(admission=case).values_list("pk", flat=True).first()
    recognition = engine.lock(pk) if pk is not None else None
    if recognition is None or not recognition.is_open or "recognition_vote" in recognition.standing:
        raise Refused(_("The recognition has been voted on or has ended; the day of the ceremony stays as it is."))
    engine.refuse_held(recognition)
    later = Decision.objects.filter(case=recognition).exclude(outcome="opened")
    if later.filter(dated__lt=day).exists():
        raise Refused(_("Something in the case of recognition is dated before this day. Check the dates."))
    return recognition


def _move_probation(act: Act, recognition: Case, day: datetime.date) -> None:
    other = Act(recognition, act.step, None, act.acting_user, act.seat, act.at, act.dated, act.regulation, act.office)
    opened = Decision.objects.get(case=recognition, outcome="opened")
    opened.dated = day
    opened.save(update_fields=["dated"])
    other.rows.append(opened)
    recognition.probation_from, recognition.changed_at = day, act.at
    began = regulation_on(day, act.at)
    event = official_from(day, parameters_of(began))
    other.terms.start(REVIEW_PROBATION, event, began)
    tasks = list(Task.objects.filter(process=recognition, status=STATUS.NEW))
    other.terms.set_due_days(tasks)
    Task.objects.bulk_update(tasks, ["due_on", "due_kind", "due_rule"])
    other.moved = tasks
    tell_each([], at=act.at, settled=reminders_of(tasks, tasks))
    recognition.save(update_fields=CASE_COLUMNS)
    record.append(
        f"case:{recognition.pk}",
        "move_ceremony",
        acting_user=act.acting_user,
        on_behalf_of=access.absent(act.seat),
        at=act.at,
        refs={
            "case": recognition.number,
            "step": act.step,
            **access.grounds(act.seat),
            "admission": act.case.number,
        },
        facts=vouched_for(other, ()),
    )
