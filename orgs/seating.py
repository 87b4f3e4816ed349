"""Seats given, ended and withdrawn; authority delegated. The only writer of seats, grants and guardian's rows.

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
from journal.record import append
from orgs import roles
from orgs.access import require_keeper
from orgs.accounts import ensure_accounts
from orgs.calendar import ONE_DAY, local_day
from orgs.models import DelegatedAuthority, Grant, Member, Person, Seat, Unit, UnitPermission, User
from orgs.refusals import AuthorityRefused, NotYours, SeatRefused


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
    unit = _locked(unit)
    require_keeper(acting_user, unit, at)
    if acting_user.person_id == person.pk:
        raise NotYours(_("Nobody gives a seat to themselves. Ask another keeper of the organisation."))
    if role not in roles.roles_at(unit.kind):
        raise SeatRefused(_("A unit of this kind has no such seat. Choose a role of the list."))
    if ends is not None and ends < starts:
        raise SeatRefused(_("The term ends before it begins. Correct the dates."))
    if role in roles.ELECTED_ROLES and _probationary(person, starts):
        raise SeatRefused(_("A probationary member can't stand for election. Seat an official member."))
    _refuse_overlap(person, unit, role, starts, ends)
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
    seat, unit = _locked_seat(seat)
    require_keeper(acting_user, unit, at)
    if last_day < seat.starts:
        raise SeatRefused(_("The seat begins after that day. Withdraw it instead."))
    if seat.ends is not None and seat.ends < last_day:
        day = f"{seat.ends:%d/%m/%Y}"
        raise SeatRefused(_("The seat already ends on %(day)s. A longer term is a new appointment.") % {"day": day})
    seat.ends = last_day
    seat.save(update_fields=["ends"])
    if last_day < local_day(at):
        revoke([seat], by=acting_user, at=at, reason=reason)
    _record(seat, "end_seat", acting_user=acting_user, at=at)
    return seat


@transaction.atomic
def withdraw_seat(seat: Seat, *, acting_user: User, at: datetime.datetime, reason: str) -> Seat:
    """Take the seat away at this very moment: its grants are revoked, its last day is today or the day it began.

    Raises NotYours; SeatRefused if the seat has ended.
    """
    seat, unit = _locked_seat(seat)
    require_keeper(acting_user, unit, at)
    today = local_day(at)
    if seat.ends is not None and seat.ends < today:
        raise SeatRefused(_("The seat ended on %(day)s.") % {"day": f"{seat.ends:%d/%m/%Y}"})
    seat.ends = max(today, seat.starts)
    seat.save(update_fields=["ends"])
    revoke([seat], by=acting_user, at=at, reason=reason)
    _record(seat, "withdraw_seat", acting_user=acting_user, at=at)
    return seat


@transaction.atomic
def delegate_authority(
    unit: Unit,
    paper_number: str,
    paper_date: datetime.date,
    valid_from: datetime.date,
    valid_to: datetime.date | None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> DelegatedAuthority:
    """Let a grassroots committee decide admissions itself from `valid_from` to `valid_to`.

    Raises NotYours, AuthorityRefused.
    """
    unit = _locked(unit)
    require_keeper(acting_user, unit, at)
    if unit.kind != Unit.Kind.GRASSROOTS_COMMITTEE:
        raise AuthorityRefused(_("Authority can be delegated to a grassroots committee only."))
    if valid_to is not None and valid_to < valid_from:
        raise AuthorityRefused(_("The delegation ends before it begins. Correct the dates."))
    if valid_from < paper_date:
        raise AuthorityRefused(_("The delegation begins before the date of its paper. Correct the dates."))
    spans = DelegatedAuthority.objects.filter(_overlapping("valid_from", "valid_to", valid_from, valid_to), unit=unit)
    if spans.exists():
        raise AuthorityRefused(_("Another delegation to this committee covers some of these days. End it first."))
    authority = DelegatedAuthority.objects.create(
        unit=unit, paper_number=paper_number, paper_date=paper_date, valid_from=valid_from, valid_to=valid_to
    )
    _record_authority(authority, "delegate_authority", acting_user=acting_user, at=at)
    return authority


@transaction.atomic
def end_delegation(
    authority: DelegatedAuthority, last_day: datetime.date, *, acting_user: User, at: datetime.datetime
) -> DelegatedAuthority:
    """Set the last day of the delegation, not before the day it is done on.

    What was decided under it stands. Raises NotYours, AuthorityRefused.
    """
    unit = _locked(authority.unit)
    require_keeper(acting_user, unit, at)
    authority = DelegatedAuthority.objects.get(pk=authority.pk)
    if last_day < max(authority.valid_from, local_day(at) - ONE_DAY):
        raise AuthorityRefused(_("A delegation can't be ended backwards: decisions may rest on it."))
    if authority.valid_to is not None and authority.valid_to < last_day:
        raise AuthorityRefused(_("The delegation ends earlier already. A longer one needs its own paper."))
    authority.valid_to = last_day
    authority.save(update_fields=["valid_to"])
    _record_authority(authority, "end_delegation", acting_user=acting_user, at=at)
    return authority


def grant(seats: Collection[Seat], *, by: User | None, at: datetime.datetime, reason: str) -> list[Grant]:
    """Give the accounts of these seats what their roles give, with the reason. Four statements for some thousands.

    The seats' units and their persons' accounts exist; whoever calls is inside a transaction.
    """
    permissions = _permission_ids()
    accounts = dict(User.objects.filter(person__in={seat.person_id for seat in seats}).values_list("person", "pk"))
    given = [(seat, name) for seat in seats for name in sorted(roles.capabilities_of(seat.unit.kind, seat.role))]
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
    support = Grant.objects.filter(
        revoked_at__isnull=True,
        seat__person__user=OuterRef("user"),
        seat__unit=OuterRef("content_object"),
        capability=OuterRef("permission__codename"),
    )
    UnitPermission.objects.filter(
        ~Exists(support),
        user__person__in={seat.person_id for seat in seats},
        content_object__in={seat.unit_id for seat in seats},
    ).delete()


def _permission_ids() -> dict[str, int]:
    rows = Permission.objects.filter(content_type__app_label="orgs", content_type__model="unit")
    return dict(rows.values_list("codename", "pk"))


def _locked(unit: Unit) -> Unit:
    """The unit, fresh; two who change its seats at once wait for each other."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _locked_seat(seat: Seat) -> tuple[Seat, Unit]:
    unit = _locked(seat.unit)
    return Seat.objects.select_related("unit", "person").get(pk=seat.pk), unit


def _probationary(person: Person, day: datetime.date) -> bool:
    stays = Member.objects.filter(Q(until__isnull=True) | Q(until__gt=day), person=person, since__lte=day)
    return stays.filter(Q(official_on__isnull=True) | Q(official_on__gt=day)).exists()


def _refuse_overlap(person: Person, unit: Unit, role: str, starts: datetime.date, ends: datetime.date | None) -> None:
    taken = Seat.objects.filter(_overlapping("starts", "ends", starts, ends), unit=unit, role=role)
    if taken.filter(person=person).exists():
        raise SeatRefused(_("This person already holds this seat on some of these days."))
    if role in roles.SINGLE_ROLES and taken.exists():
        raise SeatRefused(_("Somebody holds this seat on some of these days. End that term first."))


def _overlapping(first: str, last: str, starts: datetime.date, ends: datetime.date | None) -> Q:
    """Condition on rows whose span, both ends counted, shares a day with this one."""
    shares = Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": starts})
    return shares & Q(**{f"{first}__lte": ends}) if ends is not None else shares


def _record(seat: Seat, verb: str, opened: Collection[User] = (), *, acting_user: User, at: datetime.datetime) -> None:
    grants = list(Grant.objects.filter(seat=seat).order_by("pk"))
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
        facts=[fact_of(row) for row in (seat, *grants, *opened)],
    )


def _record_authority(authority: DelegatedAuthority, verb: str, *, acting_user: User, at: datetime.datetime) -> None:
    append(
        f"unit:{authority.unit_id}",
        verb,
        acting_user=acting_user,
        at=at,
        refs={
            "authority": authority.pk,
            "from": authority.valid_from.isoformat(),
            "to": authority.valid_to.isoformat() if authority.valid_to else None,
        },
        facts=[fact_of(authority)],
    )
