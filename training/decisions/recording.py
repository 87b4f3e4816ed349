"""What the training centre records while a class runs: who was there, and with what result."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from admission_flow.refusals import InvalidFacts
from journal.facts import fact_of
from orgs.calendar import local_day
from orgs.models import User
from training.decisions.begin import live_enrolments, not_later_than_today, take_up, write_entry
from training.given import AttendanceGiven, ResultGiven
from training.models import Attendance, Enrolment, Session, TrainingClass
from training.refusals import RowsChanged


def record_attendance(
    session_id: int, given: Mapping[int, AttendanceGiven], *, acting_user: User, at: datetime.datetime
) -> list[Attendance]:
    """Of one session, for everybody enrolled at once (`given` by the ids of the enrolments). It may be recorded anew;
    what is the same as before is not recorded twice. The first attendance of a class sets it running.

    Raises NotYours, ClassEnded, Busy, InvalidFacts for a session still to come, RowsChanged for other enrolments than
    those of the class now.
    """
    with transaction.atomic():
        class_id = Session.objects.values_list("training_class", flat=True).get(pk=session_id)
        found, seat = take_up(class_id, acting_user=acting_user, at=at)
        # Read once more: it may have been moved or taken away while this act waited for the lock.
        session = found.sessions.filter(pk=session_id).first()
        if session is None:
            raise RowsChanged
        not_later_than_today(session.day, local_day(at), "session")
        enrolled = {one.pk: one for one in live_enrolments(found)}
        if set(given) != set(enrolled):
            raise RowsChanged
        if not enrolled:
            raise InvalidFacts.of("session", _("Nobody is enrolled in this class yet."))
        before = {one.enrolment_id: one for one in session.attendances.filter(enrolment__in=enrolled)}
        rows = [
            Attendance(
                pk=before[key].pk if key in before else None,
                enrolment=enrolled[key],
                session=session,
                present=one.present,
                reason="" if one.present else one.reason.strip(),
            )
            for key, one in sorted(given.items())
            if key not in before or _differs(before[key], one)
        ]
        if not rows:
            return []
        Attendance.objects.bulk_update([row for row in rows if row.pk], ["present", "reason"])
        Attendance.objects.bulk_create([row for row in rows if not row.pk])
        facts = [fact_of(row) for row in rows]
        if found.state == TrainingClass.State.PLANNED:
            found.state = TrainingClass.State.RUNNING
            found.save(update_fields=["state"])
            facts.append(fact_of(found))
        refs = {"session": session.pk, "present": sum(one.present for one in given.values()), "of": len(given)}
        write_entry(found, "record_attendance", [seat], facts, acting_user=acting_user, at=at, refs=refs)
        return rows


def record_results(
    class_id: int, given: Mapping[int, ResultGiven], *, acting_user: User, at: datetime.datetime
) -> list[Enrolment]:
    """The grades of those enrolled, by the ids of the enrolments; some may have none yet. May be recorded anew until
    the class is closed.

    Raises NotYours, ClassEnded, Busy, RowsChanged, InvalidFacts before the class has begun.
    """
    with transaction.atomic():
        found, seat = take_up(class_id, acting_user=acting_user, at=at)
        if found.starts > local_day(at):
            raise InvalidFacts.of("grade", _("The class has not begun yet; there are no results to record."))
        enrolled = {one.pk: one for one in live_enrolments(found)}
        if set(given) != set(enrolled):
            raise RowsChanged
        if any(one.grade not in ("", *Enrolment.Grade.values) for one in given.values()):
            raise InvalidFacts.of("grade", _("Choose one of the grades."))
        rows = []
        for key, result in sorted(given.items()):
            one, now = enrolled[key], (result.grade, result.remark.strip())
            if now != (one.grade, one.remark):
                one.grade, one.remark = now
                rows.append(one)
        if not rows:
            return []
        Enrolment.objects.bulk_update(rows, ["grade", "remark"])
        facts = [fact_of(row) for row in rows]
        refs = {"results": len(rows)}
        write_entry(found, "record_results", [seat], facts, acting_user=acting_user, at=at, refs=refs)
        return rows


def _differs(before: Attendance, given: AttendanceGiven) -> bool:
    return (before.present, before.reason) != (given.present, "" if given.present else given.reason.strip())
