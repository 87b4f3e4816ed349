"""A meeting called, its day, place and agenda changed, the meeting cancelled."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from viewflow.workflow.status import STATUS

from admission_flow.models import Task
from admission_flow.refusals import InvalidFacts, Refused
from meetings.bodies import CONVENES, MATTERS
from meetings.models import Ballot, Item, Meeting
from meetings.taking_up import append, items_of, seat_of_convener, take_up, write_end
from meetings.telling import tell_of_call, tell_of_cancelling, tell_of_change
from orgs.models import Unit, User

S, R = Meeting.Status, Item.Result
FIRST_DAY = datetime.date(2010, 1, 1)


@dataclass(frozen=True)
class MeetingGiven:
    """When, where and how; `tasks` are the steps on the agenda, in its order."""

    starts_at: datetime.datetime
    place: str
    voting: str
    tasks: tuple[int, ...] = ()


def waiting_at(unit: Unit) -> list[Task]:
    """The steps that wait for the unit's body and are on no other meeting's agenda: late and near-due first.

    Cases on hold are left out: nobody may act on them. One statement.
    """
    steps = Task.objects.filter(
        status=STATUS.NEW, unit=unit, capability=CONVENES.get(unit.kind, ""), step__in=MATTERS, process__held_since=None
    )
    taken = Item.objects.filter(live=True).values("task")
    return list(
        steps.exclude(pk__in=taken)
        .select_related("process__candidate__person", "process__unit")
        .order_by("due_on", "pk")
    )


@transaction.atomic
def call_meeting(unit: Unit, given: MeetingGiven, *, acting_user: User, at: datetime.datetime) -> Meeting:
    """Call the unit's body for that moment; its members with an account are invited.

    Raises NotConvener, InvalidFacts, Refused where a step on the agenda waits no longer or is before another meeting.
    """
    seat = seat_of_convener(unit, acting_user, at)
    _refuse_faults(given)
    meeting = Meeting.objects.create(
        unit=unit,
        starts_at=given.starts_at,
        place=given.place.strip(),
        voting=given.voting,
        called_by=acting_user,
        called_at=at,
    )
    meeting.run_from = seat
    places = {task: place for place, task in enumerate(given.tasks, start=1)}
    items = _put_on(meeting, _steps_waiting(unit, given.tasks), places)
    append(meeting, "call_meeting", items, acting_user=acting_user, at=at)
    tell_of_call(meeting, acting_user=acting_user, at=at)
    return meeting


@transaction.atomic
def change_meeting(
    meeting_id: int, version: int, given: MeetingGiven, *, acting_user: User, at: datetime.datetime
) -> Meeting:
    """Another day, place or form of voting, before the meeting is opened; the invited are told again of day and place.

    Raises as `take_up`, and InvalidFacts.
    """
    meeting = take_up(meeting_id, version, [S.CALLED], acting_user=acting_user, at=at)
    _refuse_faults(given)
    moved = (meeting.starts_at, meeting.place) != (given.starts_at, given.place.strip())
    meeting.starts_at, meeting.place, meeting.voting = given.starts_at, given.place.strip(), given.voting
    write_end(meeting, "change_meeting", [], ["starts_at", "place", "voting"], acting_user=acting_user, at=at)
    if moved:
        tell_of_change(meeting, acting_user=acting_user, at=at)
    return meeting


@transaction.atomic
def set_agenda(
    meeting_id: int, version: int, tasks: Sequence[int], *, acting_user: User, at: datetime.datetime
) -> Meeting:
    """These steps are the agenda, in this order; what was on it and is not named is taken off. Also while it is open.

    Raises as `take_up`; Refused for an item that has a result already, and as `call_meeting` for its steps.
    """
    meeting = take_up(meeting_id, version, [S.CALLED, S.OPEN], acting_user=acting_user, at=at)
    known = {item.task_id: item for item in items_of(meeting)}
    off = [item for item in known.values() if item.live and item.task_id not in tasks]
    voting_on = meeting.ballots.filter(status=Ballot.Status.OPEN).values_list("item", flat=True).first()
    if any(item.pk == voting_on for item in off):
        raise Refused(_("A ballot is open on this item. Close or annul it first."))
    if any(item.result != R.PENDING for item in off):
        raise Refused(_("An item with a result can't be taken off the agenda. Clear its result first."))
    for item in off:
        item.live, item.result = False, R.OFF
    waiting = _steps_waiting(meeting.unit, [task for task in tasks if task not in known or not known[task].live])
    places = {task: place for place, task in enumerate(tasks, start=1)}
    kept = [item for task, item in known.items() if task in places]
    for item in kept:
        item.place, item.live = places[item.task_id], True
        item.result = R.PENDING if item.result == R.OFF else item.result
    _save([*off, *kept])
    added = _put_on(meeting, [task for task in waiting if task.pk not in known], places)
    write_end(meeting, "set_agenda", [*off, *kept, *added], [], acting_user=acting_user, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(meeting_id: int, version: int, reason: str, *, acting_user: User, at: datetime.datetime) -> Meeting:
    """The meeting does not take place, or came to nothing; its items wait for another. Raises as `take_up`."""
    meeting = take_up(meeting_id, version, [S.CALLED, S.OPEN], acting_user=acting_user, at=at)
    if not reason.strip():
        raise InvalidFacts.of("reason", _("Write why the meeting is cancelled; those who were invited are told."))
    if meeting.ballots.filter(status=Ballot.Status.OPEN).exists():
        raise Refused(_("A ballot is open. Close or annul it first."))
    items = [item for item in items_of(meeting) if item.live]
    for item in items:
        item.live = False
    Item.objects.bulk_update(items, ["live"])
    meeting.status, meeting.cancelled_because = S.CANCELLED, reason.strip()
    columns = ["status", "cancelled_because"]
    write_end(meeting, "cancel_meeting", items, columns, acting_user=acting_user, at=at)
    tell_of_cancelling(meeting, acting_user=acting_user, at=at)
    return meeting


def _refuse_faults(given: MeetingGiven) -> None:
    errors: dict[str, list[str]] = {}
    if timezone.localdate(given.starts_at) < FIRST_DAY:
        errors["starts_on"] = [_("The date lies before 01/01/2010, from which on the rules are known.")]
    if not given.place.strip():
        errors["place"] = [_("Say where the body meets.")]
    if given.voting not in Meeting.Voting.values:
        errors["voting"] = [_("Choose how the meeting votes.")]
    if errors:
        raise InvalidFacts(errors)


def _steps_waiting(unit: Unit, tasks: Sequence[int]) -> list[Task]:
    """These steps, each once. Raises Refused where one doesn't wait for the body any more."""
    waiting = {task.pk: task for task in waiting_at(unit)}
    gone = [task for task in tasks if task not in waiting]
    if gone or len(set(tasks)) < len(tasks):
        raise Refused(
            ngettext(
                "%(count)s case no longer waits for this body, or is before another meeting. Choose again.",
                "%(count)s cases no longer wait for this body, or are before another meeting. Choose again.",
                max(1, len(gone)),
            )
            % {"count": max(1, len(gone))}
        )
    return [waiting[task] for task in tasks]


def _put_on(meeting: Meeting, steps: Sequence[Task], places: Mapping[int, int]) -> list[Item]:
    items = [Item(meeting=meeting, case=task.process, task=task, place=places[task.pk]) for task in steps]
    try:
        with transaction.atomic():
            return Item.objects.bulk_create(items)
    except IntegrityError as error:
        raise _before_another() from error


def _save(items: Sequence[Item]) -> None:
    try:
        with transaction.atomic():
            Item.objects.bulk_update(items, ["place", "live", "result"])
    except IntegrityError as error:
        raise _before_another() from error


def _before_another() -> Refused:
    return Refused(_("A case has just been put before another meeting. Choose again."))
