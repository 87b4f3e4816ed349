"""The awareness course: its certificate, issued by the training centre or presented by the cell."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import add_papers, begin, conclude, decide
from admission_flow.decisions.given import CourseGiven, PaperGiven
from admission_flow.models import Decision
from admission_flow.nodes import Place
from admission_flow.refusals import InvalidFacts, RuleNotMet
from admission_flow.rules import validity
from orgs import roles
from orgs.models import User


def record_certificate(
    case_id: int,
    task_id: int,
    certificate: PaperGiven,
    course: CourseGiven | None = None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The training centre records the certificate that ends the course; `course` where it was a class of this system.

    Raises RuleNotMet where it has expired.
    """
    given = (certificate, course, "record_certificate", None)
    return _certify(case_id, task_id, *given, acting_user=acting_user, at=at)


def present_certificate(
    case_id: int, task_id: int, certificate: PaperGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The cell presents a certificate that is still valid, instead of the course."""
    seated = (roles.PREPARE_FILE, Place.CELL)
    given = (certificate, None, "present_certificate", seated)
    return _certify(case_id, task_id, *given, acting_user=acting_user, at=at)


def _certify(
    case_id: int,
    task_id: int,
    certificate: PaperGiven,
    course: CourseGiven | None,
    verb: str,
    seated: tuple[str, Place] | None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    with transaction.atomic():
        # Judged by the rules of the day on which it is handed in; its own day is that of the conclusion.
        today = timezone.localdate(at)
        act = begin(case_id, task_id, "course", acting_user=acting_user, at=at, dated=today, seated=seated)
        if certificate.dated > today:
            raise InvalidFacts.of("dated", _("The date lies in the future. Record the step once it has taken place."))
        act.dated = certificate.dated
        found = validity.certificate(certificate.dated, act.day, act.parameters)
        if not found.met:
            raise RuleNotMet([found])
        add_papers(act, [certificate])
        signed = {"number": certificate.number, "signed_by": certificate.signed_by}
        facts = {"course": course.facts()} if course else {}
        decision = decide(act, "done", verdicts=[found], facts=facts, **signed)
        return conclude(act, verb, decision)
