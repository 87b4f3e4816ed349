"""A unit records the sessions by which it made a resolution known, corrects them, and strikes out a wrong one."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from admission_flow.refusals import AlreadyHappened, AlreadyRecorded
from journal.facts import fact_of
from orgs import roles
from orgs.models import Seat, User
from planning.models import ResolutionUnit, RollOutSession
from planning.models.resolutions import MOST_PEOPLE
from planning.resolutions.decisions.begin import (
    fault_of_day,
    refuse_faults,
    refuse_stale,
    take_up_part,
    write_entry,
)
from planning.resolutions.decisions.telling import settle_where_done
from planning.resolutions.due import due_by_records
from planning.resolutions.given import SessionGiven

# Of a reason; so that a mark or a number is none.
FEWEST_LETTERS = 2
COLUMNS = ("audience", "held_on", "place", "present", "due", "due_known", "note", "revision")


def record_session(
    part_id: int, given: SessionGiven, once: uuid.UUID, *, acting_user: User, at: datetime.datetime
) -> RollOutSession:
    """A session that was held. `once` is the key of the form, so that a second click records nothing.

    Raises NotYours, NotInForce, ResolutionBusy, AlreadyRecorded, InvalidFacts.
    """
    with transaction.atomic():
        part, seat = take_up_part(part_id, roles.KEEP_PLANS, acting_user=acting_user, at=at)
        # Under the lock of the part: a second click waits for the first.
        if RollOutSession.objects.filter(once=once).exists():
            raise _recorded()
        held = RollOutSession(of=part, once=once, recorded_by=acting_user, at=at)
        _fill(held, part, given, at)
        held.save()
        settle_where_done(part, at=at)
        _write(part, held, "record_roll_out", seat, {}, acting_user=acting_user, at=at)
        return held


def correct_session(
    session_id: int, given: SessionGiven, revision: int, *, acting_user: User, at: datetime.datetime
) -> RollOutSession:
    """What was recorded, anew; the journal keeps the numbers of before.

    Raises NotYours, NotInForce, ResolutionBusy, StalePage, AlreadyHappened where it is struck out, InvalidFacts.
    """
    with transaction.atomic():
        held, part, seat = _take_up(session_id, revision, acting_user=acting_user, at=at)
        before = {"present_before": held.present, "due_before": held.due}
        _fill(held, part, given, at)
        held.revision += 1
        held.save(update_fields=COLUMNS)
        settle_where_done(part, at=at)
        _write(part, held, "correct_roll_out", seat, before, acting_user=acting_user, at=at)
        return held


def strike_session(
    session_id: int, reason: str, revision: int, *, acting_user: User, at: datetime.datetime
) -> RollOutSession:
    """Recorded by mistake: it stays to be read and counts no more.

    Raises NotYours, NotInForce, ResolutionBusy, StalePage, AlreadyHappened, InvalidFacts.
    """
    with transaction.atomic():
        held, part, seat = _take_up(session_id, revision, acting_user=acting_user, at=at)
        refuse_faults(held, {"struck_reason": (reason, _("Say why it is struck out."))}, {})
        held.struck_at, held.struck_reason = at, reason.strip()
        held.revision += 1
        held.save(update_fields=["struck_at", "struck_reason", "revision"])
        settle_where_done(part, at=at)
        _write(part, held, "strike_roll_out", seat, {}, acting_user=acting_user, at=at)
        return held


def _take_up(
    session_id: int, revision: int, *, acting_user: User, at: datetime.datetime
) -> tuple[RollOutSession, ResolutionUnit, Seat]:
    """The session under the lock of its unit's part."""
    part_id = RollOutSession.objects.values_list("of", flat=True).get(pk=session_id)
    part, seat = take_up_part(part_id, roles.KEEP_PLANS, acting_user=acting_user, at=at)
    held = RollOutSession.objects.get(pk=session_id)
    if held.struck_at is not None:
        raise AlreadyHappened(_("This session is struck out already; nothing more is recorded of it."))
    refuse_stale(held.revision, revision)
    return held, part, seat


def _fill(held: RollOutSession, part: ResolutionUnit, given: SessionGiven, at: datetime.datetime) -> None:
    """The columns of a session. Raises InvalidFacts."""
    known = due_by_records(part.unit, given.held_on)
    of_audience = known.get(given.audience)
    due = of_audience if given.due is None else given.due
    refuse_faults(
        held,
        {"place": (given.place, ""), "note": (given.note, "")},
        {
            "audience": None if given.audience in known else _("Say for whom the session was held."),
            "held_on": fault_of_day(given.held_on, part.resolution.dated, at),
            "due": _fault_of_due(due, of_audience, given),
            "present": _fault_of_present(given.present, due),
            "note": _fault_of_note(due, of_audience, given.note),
        },
    )
    held.audience, held.held_on, held.present = given.audience, given.held_on, given.present
    held.due, held.due_known = due or 0, of_audience
    held.place, held.note = given.place.strip(), given.note.strip()


def _fault_of_due(due: int | None, known: int | None, given: SessionGiven) -> str | None:
    if due is None:
        return _("The records don't know how many were due that day. Write the number.")
    if not 0 <= due <= MOST_PEOPLE:
        return _("Check the number; no organisation is as large.")
    if due == 0 and known:
        return _("By the records %(known)d people were due that day, so somebody is.") % {"known": known}
    if due == 0 and not given.note.strip():
        return _("Where nobody is due, say why in the note.")
    return None


def _fault_of_present(present: int, due: int | None) -> str | None:
    if present < 0:
        return _("Write how many were present, 0 or more.")
    if due is not None and present > due:
        return _("%(present)d present are more than the %(due)d due. Check both numbers.") % {
            "present": present,
            "due": due,
        }
    return None


def _fault_of_note(due: int | None, known: int | None, note: str) -> str | None:
    """A number due that is not that of the records has its reason, in words: people who are ill, or on mission."""
    if not due or known in (None, due) or sum(map(str.isalpha, note)) >= FEWEST_LETTERS:
        return None
    sentence = _("By the records %(known)d were due that day, not %(due)d. Say why in the note, or correct the number.")
    return sentence % {"known": known, "due": due}


def _recorded() -> AlreadyRecorded:
    return AlreadyRecorded(_("This form has recorded its session already. Nothing was recorded twice."))


def _write(
    part: ResolutionUnit,
    held: RollOutSession,
    verb: str,
    seat: Seat,
    before: Mapping[str, object],
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    refs = {
        "number": part.resolution.number,
        "resolution": part.resolution_id,
        "session": held.pk,
        "audience": held.audience,
        "present": held.present,
        "due": held.due,
        **before,
    }
    write_entry(part.unit_id, verb, seat, [fact_of(held)], acting_user=acting_user, at=at, refs=refs)
