"""The shape that all verbs on a meeting share: lock it, ask access, compare what was seen, write its end.

Lock order of the house: the meeting first, which no act on a case touches; then cases by number, register counters,
journal heads.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from admission_flow.engine import waiting
from journal import record
from journal.facts import fact_of
from journal.record import Act
from meetings.bodies import CONVENES
from meetings.models import Item, Meeting
from meetings.refusals import AlreadyClosed, NotConvener, NotNow, Overtaken
from notices.tell import changed
from orgs import access, roles
from orgs.models import Seat, Unit, User

S = Meeting.Status


def seat_of_convener(unit: Unit, acting_user: User, at: datetime.datetime) -> Seat:
    """The seat by which this account calls and runs the body of this unit today. Raises NotConvener."""
    capability = CONVENES.get(unit.kind)
    seat = access.seat_behind(acting_user, capability, unit.pk, at) if capability else None
    if seat is None:
        raise NotConvener
    return seat


def take_up(
    meeting_id: int, version: int, wanted: Collection[str], *, acting_user: User, at: datetime.datetime
) -> Meeting:
    """The meeting, locked, as it was when the page was drawn.

    Raises Busy, NotConvener, NotNow where it is in none of the states wanted, Overtaken.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a meeting is locked inside a transaction")
    with waiting():
        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=meeting_id)
    meeting.run_from = seat_of_convener(meeting.unit, acting_user, at)
    if meeting.status not in wanted:
        raise _not_now(meeting)
    if meeting.version != version:
        raise Overtaken
    return meeting


def _not_now(meeting: Meeting) -> NotNow:
    if meeting.status == S.CLOSED:
        return AlreadyClosed()
    if meeting.status == S.CANCELLED:
        return NotNow(_("This meeting was cancelled; nothing more can be recorded in it."))
    if meeting.status == S.OPEN:
        return NotNow(_("The meeting is open; its day and place stand. Close it, or go on with its agenda."))
    return NotNow(_("The meeting has not been opened yet."))


def items_of(meeting: Meeting) -> list[Item]:
    """The agenda with each candidate's case and step, in its order; items taken off too. One statement."""
    return list(meeting.items.select_related("case__candidate__person", "case__unit", "task"))


def day_of(meeting: Meeting) -> datetime.date:
    """The local day of the meeting: that of its roll, its rules and its papers."""
    return timezone.localdate(meeting.starts_at)


def write_end(
    meeting: Meeting,
    verb: str,
    rows: Sequence[models.Model],
    columns: Sequence[str],
    *,
    acting_user: User,
    at: datetime.datetime,
    refs: Mapping[str, object] | None = None,
    also: Sequence[Act] = (),
) -> None:
    """The last of an act: the named columns of the meeting with its next version, its entry in the journal with those
    of other streams, and the open pages told of those who see the files and of those who sit there."""
    meeting.version += 1
    meeting.save(update_fields=[*columns, "version"])
    append(meeting, verb, rows, acting_user=acting_user, at=at, refs=refs, also=also)
    sitting = User.objects.filter(person__in=meeting.roll.values("person"), is_active=True).values_list("pk", flat=True)
    changed({*access.viewers(meeting.unit, roles.SEE_FILE, at), *sitting}, f"meeting:{meeting.pk}")


def append(
    meeting: Meeting,
    verb: str,
    rows: Sequence[models.Model],
    *,
    acting_user: User,
    at: datetime.datetime,
    refs: Mapping[str, object] | None = None,
    also: Sequence[Act] = (),
) -> None:
    seat = meeting.run_from
    behalf = access.standing_in(seat) if seat else {}
    own = Act(
        stream=f"meeting:{meeting.pk}",
        verb=verb,
        acting_user=acting_user,
        on_behalf_of=access.absent(seat) if seat else None,
        at=at,
        refs={"meeting": meeting.pk, "version": meeting.version, "unit": meeting.unit.code, **(refs or {}), **behalf},
        facts=[fact_of(row) for row in (meeting, *rows)],
    )
    record.append_many([own, *also])
