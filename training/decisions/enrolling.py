"""Cells put their candidates into a class and take them out again; the training centre may do it for any cell."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from admission_flow.engine import lock_all
from admission_flow.models import Case, Task
from admission_flow.refusals import InvalidFacts, NotYours
from journal.facts import fact_of
from orgs.models import User
from training.decisions.begin import (
    lock_class,
    open_steps,
    refuse_ended,
    said,
    seats_of_enrolling,
    write_entry,
)
from training.decisions.telling import tell_of_places
from training.kinds import ENDS
from training.models import Enrolment, TrainingClass
from training.refusals import AlreadyEnrolled, AlreadyTakenOut, ClassFull, NotEnrollable

AT_ONCE = 200


def enrol(class_id: int, case_ids: Iterable[int], *, acting_user: User, at: datetime.datetime) -> list[Enrolment]:
    """All of these cases get a place, or none of them.

    Raises NotYours, ClassEnded, Busy, ClassFull, AlreadyEnrolled, or NotEnrollable for a case that doesn't wait for
    such a class, is closed or on hold.
    """
    wanted = sorted(set(case_ids))
    with transaction.atomic():
        found = lock_class(class_id)
        if not wanted:
            raise InvalidFacts.of("cases", _("Tick the candidates who get a place."))
        if len(wanted) > AT_ONCE:
            raise InvalidFacts.of("cases", _("Enrol at most %(most)d at a time.") % {"most": AT_ONCE})
        cases = lock_all(wanted)
        if len(cases) < len(wanted):
            raise NotYours
        seats = seats_of_enrolling(found, cases.values(), acting_user=acting_user, at=at)
        refuse_ended(found)
        tasks = open_steps(wanted, ENDS[found.kind].step)
        _refuse_enrolled(found, cases)
        for case in cases.values():
            _refuse_not_waiting(found, case, tasks)
        left = found.capacity - found.enrolments.filter(state=Enrolment.State.ENROLLED).count()
        if len(wanted) > left:
            raise ClassFull(left, len(wanted))
        enrolled = Enrolment.objects.bulk_create(
            Enrolment(
                training_class=found,
                case=case,
                task=tasks[case.pk],
                enrolled_by=acting_user,
                enrolled_at=at,
            )
            for case in cases.values()
        )
        tell_of_places(found, enrolled, "class_enrolled", acting_user=acting_user, at=at)
        facts = [fact_of(one) for one in enrolled]
        refs = {"cases": [case.number for case in cases.values()]}
        write_entry(found, "enrol", seats, facts, acting_user=acting_user, at=at, refs=refs)
        return enrolled


def withdraw_enrolment(enrolment_id: int, reason: str, *, acting_user: User, at: datetime.datetime) -> Enrolment:
    """Takes a person out of a class; the place is free again. Raises NotYours, ClassEnded, Busy, AlreadyTakenOut."""
    with transaction.atomic():
        class_id = Enrolment.objects.values_list("training_class", flat=True).get(pk=enrolment_id)
        found = lock_class(class_id)
        one = Enrolment.objects.select_related("case__candidate__person", "case__unit").get(pk=enrolment_id)
        seats = seats_of_enrolling(found, [one.case], acting_user=acting_user, at=at)
        refuse_ended(found)
        if not one.is_live:
            raise AlreadyTakenOut(_("This person has been taken out of the class already."))
        one.reason = said(reason, "reason", _("Say why the person is taken out of the class."))
        one.state, one.withdrawn_by, one.withdrawn_at = Enrolment.State.WITHDRAWN, acting_user, at
        one.save(update_fields=["state", "reason", "withdrawn_by", "withdrawn_at"])
        tell_of_places(found, [one], "class_taken_out", acting_user=acting_user, at=at)
        refs = {"cases": [one.case.number]}
        write_entry(found, "withdraw_enrolment", seats, [fact_of(one)], acting_user=acting_user, at=at, refs=refs)
        return one


def _refuse_enrolled(found: TrainingClass, cases: Mapping[int, Case]) -> None:
    there = Enrolment.objects.filter(case__in=cases, state=Enrolment.State.ENROLLED)
    for case_id, number in there.order_by("case").values_list("case", "training_class__number"):
        sentence = _("%(case)s is enrolled already, in the class %(number)s. Nobody was enrolled twice.")
        raise AlreadyEnrolled(sentence % {"case": cases[case_id].number, "number": number})


def _refuse_not_waiting(found: TrainingClass, case: Case, tasks: Mapping[int, Task]) -> None:
    words = why_not_waiting(case, tasks.get(case.pk), found)
    if words:
        raise NotEnrollable(f"{case.number}: {words}")


def why_not_waiting(case: Case, task: Task | None, found: TrainingClass) -> str:
    """Why this case can't get a place in the class, or a certificate from it, as it is now; "" where it can.

    `task`: its open step that such a class ends.
    """
    if not case.is_open:
        return _("The case is closed.")
    if case.held_since:
        return _("The case has been on hold since %(day)s.") % {"day": f"{case.held_since:%d/%m/%Y}"}
    if task is None:
        return _("The case does not wait for this course; its certificate is there already, or the step is not open.")
    if task.unit_id != found.unit_id:
        return _("The case waits for the course of another training centre.")
    return ""
