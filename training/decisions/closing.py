"""Closing a class: certificates are numbered and issued, and the step of every case concerned is done, in one act."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from admission_flow.decisions.course import record_certificate
from admission_flow.decisions.given import CourseGiven, PaperGiven
from admission_flow.decisions.probation import record_new_member_class
from admission_flow.decisions.telling import asked_of
from admission_flow.engine import lock_all
from admission_flow.models import Decision, Task
from admission_flow.refusals import Busy, InvalidFacts, Refused
from journal.facts import fact_of
from notices.tell import tell_each
from orgs.calendar import local_day
from orgs.models import User
from training import numbering
from training.decisions.begin import (
    live_enrolments,
    not_later_than_today,
    open_steps,
    said,
    take_up,
    write_entry,
)
from training.decisions.telling import tell_of_end
from training.examining import examined
from training.given import ClosingGiven
from training.kinds import ENDS
from training.models import Certificate, CertificateCounter, Enrolment, TrainingClass
from training.refusals import NotClosable, Obstacle

# How the case is told of its certificate.
_RECORD: dict[str, Callable[..., Decision]] = {
    TrainingClass.Kind.AWARENESS: record_certificate,
    TrainingClass.Kind.NEW_MEMBER: record_new_member_class,
}


@dataclass(frozen=True)
class Closed:
    """What came of it, for the sentence that says so."""

    certificates: list[Certificate]
    not_passed: list[Enrolment]


def close_class(class_id: int, given: ClosingGiven, *, acting_user: User, at: datetime.datetime) -> Closed:
    """Everything or nothing: who passed gets a certificate of that day, and the case goes on; who did not waits for
    another class, and the cell is told.

    Raises NotYours, ClassEnded, Busy, InvalidFacts, or NotClosable, which lists everybody who stands against it.
    """
    with transaction.atomic():
        found, seat = take_up(class_id, acting_user=acting_user, at=at)
        signed_by = said(given.signed_by, "signed_by", _("Say who signs the certificates."))
        refuse_day(found, given.issued_on, local_day(at))
        enrolled = live_enrolments(found)
        if not enrolled:
            raise InvalidFacts.of("issued_on", _("Nobody is enrolled in this class. Cancel it instead."))
        cases = lock_all(one.case_id for one in enrolled)
        tasks = open_steps(cases, ENDS[found.kind].step)
        outlook = examined(found, enrolled, cases, tasks)
        if outlook.obstacles:
            raise NotClosable(outlook.obstacles)
        # All at once, before the first case is told: whoever marks all notices as read meanwhile locks the same rows.
        tell_each([], at=at, settled=asked_of(tasks[one.case_id] for one in outlook.passing))
        numbers = _numbers(found, given, len(outlook.passing))
        certificates = []
        for one, sequence in zip(outlook.passing, numbers, strict=True):
            paper = PaperGiven(ENDS[found.kind].code, given.issued_on, ENDS[found.kind].numbered(sequence), signed_by)
            decision = _recorded(one, found, tasks[one.case_id], paper, acting_user=acting_user, at=at)
            certificates.append(_certificate(one, found, decision, sequence, paper))
        Certificate.objects.bulk_create(certificates)
        _end(found, outlook.passing, outlook.failing, given, signed_by, acting_user=acting_user, at=at)
        tell_of_end(found, outlook.failing, acting_user=acting_user, at=at)
        year = given.issued_on.year
        counter = CertificateCounter.objects.filter(unit=found.unit_id, kind=found.kind, year=year)
        written = [fact_of(row) for row in (found, *enrolled, *certificates, *(counter if certificates else ()))]
        refs = {
            "issued_on": given.issued_on.isoformat(),
            "numbers": [one.number for one in certificates],
            "not_passed": len(outlook.failing),
        }
        write_entry(found, "close_class", [seat], written, acting_user=acting_user, at=at, refs=refs)
        return Closed(certificates, outlook.failing)


def refuse_day(found: TrainingClass, issued_on: datetime.date, today: datetime.date) -> None:
    """Certificates are issued once the class is over, and not in advance. Raises InvalidFacts."""
    not_later_than_today(issued_on, today, "issued_on")
    if issued_on < found.ends:
        raise InvalidFacts.of(
            "issued_on",
            _("The certificates can't be dated before the class's last day, %(day)s.")
            % {"day": date_format(found.ends, "SHORT_DATE_FORMAT")},
        )


def _numbers(found: TrainingClass, given: ClosingGiven, count: int) -> Sequence[int]:
    if not count:
        return ()
    year = given.issued_on.year
    return numbering.count_on(found, year, numbering.last_used(found, year, given.last_used), count)


def _recorded(
    one: Enrolment, found: TrainingClass, task: Task, paper: PaperGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The case's own act. What it refuses keeps the whole class open, and is told with the case's number."""
    with translation.override(settings.LANGUAGE_CODE):  # as it stands on the certificate, whoever closes the class
        course = CourseGiven(found.name, found.starts, found.ends, str(one.get_grade_display()))
    try:
        return _RECORD[found.kind](one.case_id, task.pk, paper, course, acting_user=acting_user, at=at)
    except Busy:
        raise
    except Refused as refusal:
        name = one.case.candidate.person.full_name
        raise NotClosable([Obstacle(one.pk, name, one.case.number, refusal.sentence, take_out=True)]) from refusal


def _certificate(
    one: Enrolment, found: TrainingClass, decision: Decision, sequence: int, paper: PaperGiven
) -> Certificate:
    return Certificate(
        enrolment=one,
        decision=decision,
        unit_id=found.unit_id,
        kind=found.kind,
        year=paper.dated.year,
        sequence=sequence,
        number=paper.number,
    )


def _end(
    found: TrainingClass,
    passing: list[Enrolment],
    failing: list[Enrolment],
    given: ClosingGiven,
    signed_by: str,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    for state, ended in ((Enrolment.State.PASSED, passing), (Enrolment.State.NOT_PASSED, failing)):
        for one in ended:
            one.state = state
    Enrolment.objects.bulk_update([*passing, *failing], ["state"])
    found.state, found.issued_on, found.signed_by = TrainingClass.State.CLOSED, given.issued_on, signed_by
    found.ended_by, found.ended_at = acting_user, at
    found.save(update_fields=["state", "issued_on", "signed_by", "ended_by", "ended_at"])
