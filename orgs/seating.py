"""Seats given, ended and withdrawn. The only writer of seats, grants and guardian's rows.

One verb, one transaction: the right of the one who acts, the rules, the rows, one entry in the unit's stream. A seat
ended by date keeps its grants, since the date is asked at each act; what is taken away before its date is revoked.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from journal.facts import fact_of
from journal.record import Act, append, append_many
from orgs import roles
from orgs.access import require_keeper
from orgs.accounts import ensure_accounts
from orgs.calendar import LOCAL_ZONE, local_day
from orgs.heeding import SEATED, UNSEATED, RightsChange, rights_changed
from orgs.models import Delegation, Grant, Member, Person, Seat, Unit, UnitPermission, User
from orgs.models.spans import overlapping
from orgs.refusals import NotYours, SeatRefused

# A day beyond that is a slip of the pen.
FARTHEST = datetime.timedelta(days=50 * 366)


@transaction.atomic
def appoint(
    person: Person,
    unit: Unit,
    role: str,
    starts: datetime.date,
    ends: datetime.date | None,
    *,
    acting_user: User,
    at: datetime.datetime,
    reason: str,
    paper: str = "",
) -> Seat:
    """Seat the person in this role for the term, and give the account what the role gives. Opens a missing account.

    Raises NotYours, SeatRefused.
    """
    unit = locked(unit)
    require_keeper(acting_user, unit, at)
    if acting_user.person_id == person.pk:
        raise NotYours(_("Nobody gives a seat to themselves. Ask another keeper of the organisation."))
    if role not in roles.roles_at(unit.kind):
        raise SeatRefused(_("A unit of this kind has no such seat. Choose a role of the list."))
    if ends is not None and ends < starts:
        raise SeatRefused(_("The term ends before it begins. Correct the dates."))
    _refuse_too_far(ends or starts, at)
    if role in roles.ELECTED_ROLES and _probationary(person, starts):
        raise SeatRefused(_("A probationary member can't stand for election. Seat an official member."))
    _refuse_overlap(person, unit, role, starts, ends)
    if role == Seat.Role.INSPECTION:
        _refuse_delegate(person, starts)
    seat = Seat.objects.create(person=person, unit=unit, role=role, starts=starts, ends=ends, paper=paper)
    opened = ensure_accounts([person])
    grant([seat], by=acting_user, at=at, reason=reason)
    _record(seat, "appoint", opened, acting_user=acting_user, at=at)
    return seat


@transaction.atomic
def end_seat(seat: Seat, last_day: datetime.date, *, acting_user: User, at: datetime.datetime, reason: str) -> Seat:
    """Set the last day of the seat. Where that day has passed, its grants are revoked at once.

    Raises NotYours; SeatRefused if the seat has already ended by then, or had not begun.
    """
    seat, unit = locked_seat(seat)
    require_keeper(acting_user, unit, at)
    _refuse_too_far(last_day, at)
    if last_day < seat.starts:
        raise SeatRefused(_("The seat begins after that day. Withdraw it instead."))
    if seat.ends is not None and seat.ends < last_day:
        day = f"{seat.ends:%d/%m/%Y}"
        raise SeatRefused(_("The seat already ends on %(day)s. A longer term is a new appointment.") % {"day": day})
    seat.ends = last_day
    seat.save(update_fields=["ends"])
    if last_day < local_day(at):
        revoke([seat], by=acting_user, at=at, reason=reason)
        _close_all_of(seat, reason, by=acting_user, at=at)
    _record(seat, "end_seat", acting_user=acting_user, at=at)
    return seat


@transaction.atomic
def withdraw_seat(seat: Seat, *, acting_user: User, at: datetime.datetime, reason: str) -> Seat:
    """Take the seat away at this very moment: its grants are revoked, its last day is today or the day it began.

    Raises NotYours; SeatRefused if the seat has ended.
    """
    seat, unit = locked_seat(seat)
    require_keeper(acting_user, unit, at)
    today = local_day(at)
    if seat.ends is not None and seat.ends < today:
        raise SeatRefused(_("The seat ended on %(day)s.") % {"day": f"{seat.ends:%d/%m/%Y}"})
    seat.ends = max(today, seat.starts)
    seat.save(update_fields=["ends"])
    revoke([seat], by=acting_user, at=at, reason=reason)
    _close_all_of(seat, reason, by=acting_user, at=at)
    _record(seat, "withdraw_seat", acting_user=acting_user, at=at)
    return seat


def grant(seats: Collection[Seat], *, by: User | None, at: datetime.datetime, reason: str) -> list[Grant]:
    """Give the accounts of these seats what their roles give, with the reason. Four statements for some thousands.

    The seats' units and their persons' accounts exist; whoever calls is inside a transaction.
    """
    given = [(seat, name) for seat in seats for name in sorted(roles.capabilities_of(seat.unit.kind, seat.role))]
    return _give(given, by=by, at=at, reason=reason)


@transaction.atomic
def grant_what_is_new(*, at: datetime.datetime, reason: str) -> int:
    """After an update by which roles give more: seats that are not over get what their role gives by now, with one
    entry a unit. Returns how many rights that were; none where nothing is new. Five statements beside the entries'.
    """
    not_over = Q(ends__isnull=True) | Q(ends__gte=local_day(at))
    seats = list(Seat.objects.filter(not_over).select_related("unit", "person__user").order_by("pk"))
    standing = set(Grant.objects.filter(seat__in=seats, revoked_at=None).values_list("seat", "capability"))
    missing = [
        (seat, name)
        for seat in seats
        for name in sorted(roles.capabilities_of(seat.unit.kind, seat.role))
        if (seat.pk, name) not in standing
    ]
    by_unit: dict[int, list[Grant]] = {}
    for one in _give(missing, by=None, at=at, reason=reason):
        by_unit.setdefault(one.seat.unit_id, []).append(one)
    append_many(
        [
            Act(stream=f"unit:{unit}", verb="grant_what_is_new", acting_user=None, at=at, refs={"rights": len(rows)},
                facts=[fact_of(one) for one in rows])
            for unit, rows in by_unit.items()
        ]
    )  # fmt: skip
    return len(missing)


def _give(given: Collection[tuple[Seat, str]], *, by: User | None, at: datetime.datetime, reason: str) -> list[Grant]:
    permissions = _permission_ids()
    people = {seat.person_id for seat, _name in given}
    accounts = dict(User.objects.filter(person__in=people).values_list("person", "pk"))
    grants = Grant.objects.bulk_create(
        [Grant(seat=seat, capability=name, granted_at=at, granted_by=by, reason=reason) for seat, name in given],
        batch_size=5000,
    )
    rows = {(accounts[seat.person_id], permissions[name], seat.unit_id) for seat, name in given}
    UnitPermission.objects.bulk_create(
        [UnitPermission(user_id=user, permission_id=row, content_object_id=unit) for user, row, unit in sorted(rows)],
        ignore_conflicts=True,
        batch_size=5000,
    )
    return grants


def give_rows(user: User) -> None:
    """Guardian's rows for an account opened after its person was seated. One statement beside the reading."""
    permissions = _permission_ids()
    standing = Grant.objects.filter(seat__person__user=user, revoked_at__isnull=True)
    given = set(standing.values_list("seat__unit", "capability"))
    UnitPermission.objects.bulk_create(
        [UnitPermission(user=user, permission_id=permissions[name], content_object_id=unit) for unit, name in given],
        ignore_conflicts=True,
    )


def revoke(seats: Collection[Seat], *, by: User | None, at: datetime.datetime, reason: str) -> None:
    """Take back what these seats gave. A row that another seat's grant still supports stays. Two statements."""
    Grant.objects.filter(seat__in=seats, revoked_at__isnull=True).update(
        revoked_at=at, revoked_by=by, revoked_reason=reason
    )
    _drop_rows({seat.person_id for seat in seats}, {seat.unit_id for seat in seats})


def give_rows_of(delegation: Delegation) -> None:
    """guardian's rows for the delegate. They stay when its time is over, as those of a seat do: the time is asked."""
    permissions = _permission_ids()
    user, unit = User.objects.get(person=delegation.delegate_id), delegation.seat.unit_id
    UnitPermission.objects.bulk_create(
        [
            UnitPermission(user=user, permission_id=permissions[name], content_object_id=unit)
            for name in delegation.capabilities
        ],
        ignore_conflicts=True,
    )


def close_delegations(delegations: Collection[Delegation], reason: str, *, by: User, at: datetime.datetime) -> None:
    """End these at this moment, and take back what they gave. Three statements."""
    for one in delegations:
        one.ended_at, one.ended_by, one.ended_reason = at, by, reason
    Delegation.objects.bulk_update(delegations, ["ended_at", "ended_by", "ended_reason"])
    _drop_rows({one.delegate_id for one in delegations}, {one.seat.unit_id for one in delegations})


def _close_all_of(seat: Seat, reason: str, *, by: User, at: datetime.datetime) -> None:
    """A seat that is gone lends nothing."""
    lasting = list(Delegation.objects.filter(seat=seat, ends_at__gt=at, ended_at__isnull=True).select_related("seat"))
    if lasting:
        close_delegations(lasting, reason, by=by, at=at)


def _drop_rows(people: Collection[int], units: Collection[int]) -> None:
    """guardian's rows of these persons at these units that neither a grant nor a delegation supports any more."""
    granted = Grant.objects.filter(
        revoked_at__isnull=True,
        seat__person__user=OuterRef("user"),
        seat__unit=OuterRef("content_object"),
        capability=OuterRef("permission__codename"),
    )
    delegated = Delegation.objects.filter(
        ended_at__isnull=True,
        delegate__user=OuterRef("user"),
        seat__unit=OuterRef("content_object"),
        capabilities__contains=[OuterRef("permission__codename")],
    )
    UnitPermission.objects.filter(
        ~Exists(granted), ~Exists(delegated), user__person__in=people, content_object__in=units
    ).delete()


def _permission_ids() -> dict[str, int]:
    rows = Permission.objects.filter(content_type__app_label="orgs", content_type__model="unit")
    return dict(rows.values_list("codename", "pk"))


def locked(unit: Unit) -> Unit:
    """The unit, fresh; two who change its seats at once wait for each other."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def locked_seat(seat: Seat) -> tuple[Seat, Unit]:
    unit = locked(seat.unit)
    return Seat.objects.select_related("unit", "person").get(pk=seat.pk), unit


def _probationary(person: Person, day: datetime.date) -> bool:
    stays = Member.objects.filter(Q(until__isnull=True) | Q(until__gt=day), person=person, since__lte=day)
    return stays.filter(Q(official_on__isnull=True) | Q(official_on__gt=day)).exists()


def _refuse_too_far(last_day: datetime.date, at: datetime.datetime) -> None:
    if last_day > local_day(at) + FARTHEST:
        raise SeatRefused(_("That day lies too far ahead. Check the year."))


def _refuse_delegate(person: Person, starts: datetime.date) -> None:
    """Whoever inspects acts for nobody (`orgs.delegating.eligible_delegates`), from the first day of the seat on."""
    first = datetime.datetime.combine(starts, datetime.time.min, LOCAL_ZONE)
    taken = Delegation.objects.filter(delegate=person, ended_at__isnull=True, ends_at__gt=first)
    if taken.exists():
        raise SeatRefused(_("This person stands in for somebody, and nobody who inspects does. End that first."))


def _refuse_overlap(person: Person, unit: Unit, role: str, starts: datetime.date, ends: datetime.date | None) -> None:
    taken = Seat.objects.filter(overlapping("starts", "ends", starts, ends), unit=unit, role=role)
    if taken.filter(person=person).exists():
        raise SeatRefused(_("This person already holds this seat on some of these days."))
    if role in roles.SINGLE_ROLES and taken.exists():
        raise SeatRefused(_("Somebody holds this seat on some of these days. End that term first."))


def _record(seat: Seat, verb: str, opened: Collection[User] = (), *, acting_user: User, at: datetime.datetime) -> None:
    grants = list(Grant.objects.filter(seat=seat).order_by("pk"))
    delegations = list(Delegation.objects.filter(seat=seat, ended_at=at).order_by("pk"))
    _tell_of(seat, delegations, verb, acting_user=acting_user, at=at)
    append(
        f"unit:{seat.unit_id}",
        verb,
        acting_user=acting_user,
        at=at,
        refs={
            "seat": seat.pk,
            "person": seat.person_id,
            "role": str(seat.role),
            "starts": seat.starts.isoformat(),
            "ends": seat.ends.isoformat() if seat.ends else None,
        },
        facts=[fact_of(row) for row in (seat, *grants, *delegations, *opened)],
    )


def _tell_of(
    seat: Seat, delegations: Collection[Delegation], verb: str, *, acting_user: User, at: datetime.datetime
) -> None:
    """Rooms above hear whose rights have changed: the holder's, and those of who stood in for them."""
    people = {seat.person_id, *(one.delegate_id for one in delegations)}
    accounts = User.objects.filter(person__in=people, is_active=True).values_list("pk", flat=True)
    params = {"unit": seat.unit.name, "role": str(seat.role), "day": (seat.ends or seat.starts).isoformat()}
    kind = SEATED if verb == "appoint" else UNSEATED
    rights_changed(
        RightsChange(kind, frozenset(accounts), f"{verb}:{seat.pk}:{params['day']}", at, acting_user.pk, params)
    )
