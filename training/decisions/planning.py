"""The training centre plans a class, changes it, cancels it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from admission_flow.decisions.act import seat_for
from admission_flow.refusals import InvalidFacts
from journal import facts
from journal.facts import fact_of
from orgs import roles
from orgs.calendar import calendar_for
from orgs.models import User
from training.decisions.begin import live_enrolments, said, take_up, write_entry
from training.decisions.telling import tell_of_change, tell_of_plan
from training.given import ClassGiven, SessionGiven
from training.models import Attendance, Enrolment, Session, TrainingClass
from training.models.training_class import MOST_PERIODS, MOST_PLACES
from training.refusals import AlreadyHappened
from training.rules import Slot, laid_out

LONGEST = datetime.timedelta(days=366)
# From when on the rules are known; and so that no year typed wrong plans a class for ever.
FIRST, LAST = datetime.date(2010, 1, 1), datetime.date(2100, 1, 1)
COLUMNS = ("number", "name", "starts", "ends", "place", "capacity", "asks_percent")
# What whoever is enrolled has to know of.
_TOLD = ("starts", "ends", "place")


def plan_class(unit_id: int, given: ClassGiven, *, acting_user: User, at: datetime.datetime) -> TrainingClass:
    """A class of this bloc with its programme. Cells that have candidates waiting for one are told.

    Raises NotYours, InvalidFacts, or AlreadyHappened for a number that a class of the bloc has.
    """
    with transaction.atomic():
        seat = seat_for(acting_user, roles.RUN_COURSE, unit_id, at)
        if given.kind not in TrainingClass.Kind.values:
            raise InvalidFacts.of("kind", _("Choose the kind of class."))
        slots = _slots(given)
        columns = _checked(given, slots)
        _refuse_number_used(unit_id, columns["number"])
        try:
            with transaction.atomic():
                planned = TrainingClass.objects.create(
                    unit_id=unit_id, kind=given.kind, planned_by=acting_user, planned_at=at, **columns
                )
        except IntegrityError as error:  # planned at the same moment
            raise _number_used(str(columns["number"])) from error
        sessions = Session.objects.bulk_create(
            _session(planned, *pair) for pair in zip(given.sessions, slots, strict=True)
        )
        tell_of_plan(planned, acting_user=acting_user, at=at)
        written = [fact_of(row) for row in (planned, *sessions)]
        write_entry(planned, "plan_class", [seat], written, acting_user=acting_user, at=at, refs={"kind": planned.kind})
        return planned


def change_class(class_id: int, given: ClassGiven, *, acting_user: User, at: datetime.datetime) -> TrainingClass:
    """Facts and programme anew, until the class is closed; its kind stays. The enrolled are told of a day or place that
    changed. A session that has its attendance stays on its half-day.

    Raises NotYours, ClassEnded, Busy, InvalidFacts, or AlreadyHappened for a number that another class has.
    """
    with transaction.atomic():
        found, seat = take_up(class_id, acting_user=acting_user, at=at)
        slots = _slots(given)
        columns = _checked(given, slots)
        if columns["number"] != found.number:
            _refuse_number_used(found.unit_id, columns["number"])
        enrolled = live_enrolments(found)
        if given.capacity < len(enrolled):
            sentence = _("%(number)d candidates are enrolled already; the class needs at least as many places.")
            raise InvalidFacts.of("capacity", sentence % {"number": len(enrolled)})
        before = [getattr(found, name) for name in _TOLD]
        for name, value in columns.items():
            setattr(found, name, value)
        found.revision += 1
        try:
            with transaction.atomic():
                found.save(update_fields=[*COLUMNS, "revision"])
        except IntegrityError as error:
            raise _number_used(str(columns["number"])) from error
        kept, gone, moved = _change_sessions(found, given.sessions, slots)
        if moved or before != [getattr(found, name) for name in _TOLD]:
            tell_of_change(found, enrolled, "class_changed", acting_user=acting_user, at=at)
        written = [*(fact_of(row) for row in (found, *kept)), *gone]
        refs = {"revision": found.revision}
        write_entry(found, "change_class", [seat], written, acting_user=acting_user, at=at, refs=refs)
        return found


def cancel_class(class_id: int, reason: str, *, acting_user: User, at: datetime.datetime) -> TrainingClass:
    """Whoever is enrolled waits for another class again, and their cells are told.

    Raises NotYours, ClassEnded, Busy, InvalidFacts.
    """
    with transaction.atomic():
        found, seat = take_up(class_id, acting_user=acting_user, at=at)
        reason = said(reason, "reason", _("Say why the class is cancelled; the cells read it."))
        enrolled = live_enrolments(found)
        for one in enrolled:
            one.state = Enrolment.State.CANCELLED
        Enrolment.objects.bulk_update(enrolled, ["state"])
        found.state, found.reason = TrainingClass.State.CANCELLED, reason
        found.ended_by, found.ended_at, found.revision = acting_user, at, found.revision + 1
        found.save(update_fields=["state", "reason", "ended_by", "ended_at", "revision"])
        tell_of_change(found, enrolled, "class_cancelled", acting_user=acting_user, at=at)
        written = [fact_of(row) for row in (found, *enrolled)]
        refs = {"enrolled": len(enrolled)}
        write_entry(found, "cancel_class", [seat], written, acting_user=acting_user, at=at, refs=refs)
        return found


def _checked(given: ClassGiven, slots: Sequence[Slot]) -> dict[str, object]:
    """The columns of a class. Raises InvalidFacts."""
    if not 1 <= given.capacity <= MOST_PLACES:
        raise InvalidFacts.of("capacity", _("A class has 1 to %(most)d places.") % {"most": MOST_PLACES})
    if not 1 <= given.asks_percent <= 100:
        raise InvalidFacts.of("asks_percent", _("Write a percentage from 1 to 100."))
    return {
        "number": said(given.number, "number", _("Give the class a number.")),
        "name": said(given.name, "name", _("Give the class a name.")),
        "starts": given.starts,
        "ends": given.ends or max(slot.day for slot in slots),
        "place": said(given.place, "place", _("Say where the class is held.")),
        "capacity": given.capacity,
        "asks_percent": given.asks_percent,
    }


def _slots(given: ClassGiven) -> list[Slot]:
    """The half-day of each session, within the days of the class and no two on one. Raises InvalidFacts."""
    if not FIRST <= given.starts <= LAST:
        raise InvalidFacts.of("starts", _("Check the year of the first day."))
    last = given.ends or given.starts + LONGEST
    if last < given.starts:
        raise InvalidFacts.of("ends", _("The last day lies before the first one. Check both."))
    if last - given.starts > LONGEST:
        raise InvalidFacts.of("ends", _("A class lasts a year at most. Check both days."))
    if not given.sessions:
        raise InvalidFacts.of("sessions", _("The programme is empty. Enter at least one session."))
    if any(not one.title.strip() or not 1 <= one.periods <= MOST_PERIODS for one in given.sessions):
        raise InvalidFacts.of("sessions", _("Each session has its subject and 1 to 20 periods."))
    calendar = calendar_for(given.starts, last)
    slots = laid_out([(one.day, one.half) for one in given.sessions], given.starts, calendar.works)
    for number, slot in enumerate(slots, 1):
        if not given.starts <= slot.day <= last:
            sentence = _("Session %(number)d falls on %(day)s, outside the days of the class.")
            raise InvalidFacts.of("sessions", sentence % {"number": number, "day": f"{slot.day:%d/%m/%Y}"})
        if slot in slots[: number - 1]:
            sentence = _("Session %(number)d falls on the same half-day as another one. Give one of them another.")
            raise InvalidFacts.of("sessions", sentence % {"number": number})
    return slots


def _session(of: TrainingClass, given: SessionGiven, slot: Slot) -> Session:
    return Session(training_class=of, day=slot.day, half=slot.half, title=given.title.strip(), periods=given.periods)


def _change_sessions(
    found: TrainingClass, given: Sequence[SessionGiven], slots: Sequence[Slot]
) -> tuple[list[Session], list[facts.Fact], bool]:
    """The sessions as they are now, the facts that say of others that they are gone, and whether half-days changed."""
    before = {(one.day, one.half): one for one in found.sessions.all()}
    wanted = {(slot.day, slot.half): _session(found, one, slot) for one, slot in zip(given, slots, strict=True)}
    gone = [one for place, one in before.items() if place not in wanted]
    held = Attendance.objects.filter(session__training_class=found).values_list("session", flat=True)
    attended = set(held.distinct())
    for one in gone:
        if one.pk in attended:
            sentence = _("The attendance of the session of %(day)s is recorded; it keeps its day and half-day.")
            raise InvalidFacts.of("sessions", sentence % {"day": f"{one.day:%d/%m/%Y}"})
    erased = [facts.erased(one) for one in gone]
    Session.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for place, one in wanted.items():
        if place in before:
            one.pk = before[place].pk
    Session.objects.bulk_update([one for one in wanted.values() if one.pk], ["title", "periods"])
    Session.objects.bulk_create([one for one in wanted.values() if not one.pk])
    return list(wanted.values()), erased, set(before) != set(wanted)


def _refuse_number_used(unit_id: int, number: object) -> None:
    if TrainingClass.objects.filter(unit=unit_id, number=number).exists():
        raise _number_used(str(number))


def _number_used(number: str) -> AlreadyHappened:
    sentence = _("There is a class with the number %(number)s already. Nothing was planned twice.")
    return AlreadyHappened(sentence % {"number": number})
