"""What a right rests on at a moment: seats in force with guardian's rows, and delegations of them. Querysets only;
`orgs.access` asks them."""

from __future__ import annotations

import datetime
from functools import cache, lru_cache

from django.contrib.auth.models import Permission
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from orgs.calendar import LOCAL_ZONE, local_day
from orgs.members import present
from orgs.models import Delegation, Member, Seat, UnitPermission
from orgs.roles import places_of

Moment = datetime.datetime | datetime.date


def moment_of(at: Moment) -> datetime.datetime:
    """A plain day stands for its first moment: delegations are counted by the minute, seats by the day.

    ValueError for a moment without a zone.
    """
    if isinstance(at, datetime.datetime):
        local_day(at)
        return at
    return datetime.datetime.combine(at, datetime.time.min, LOCAL_ZONE)


def in_force(day: datetime.date, prefix: str = "") -> Q:
    """Condition on seats (reached through `prefix`): the term covers the day, and the unit exists on it."""
    spans = ((f"{prefix}starts", f"{prefix}ends"), (f"{prefix}unit__valid_from", f"{prefix}unit__valid_to"))
    condition = Q()
    for first, last in spans:
        condition &= Q(**{f"{first}__lte": day}) & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day}))
    return condition


def lasting(at: datetime.datetime, prefix: str = "") -> Q:
    """Condition on delegations (reached through `prefix`): begun, and neither over nor ended by hand."""
    times = {f"{prefix}starts_at__lte": at, f"{prefix}ends_at__gt": at}
    return Q(**times) & (Q(**{f"{prefix}ended_at__isnull": True}) | Q(**{f"{prefix}ended_at__gt": at}))


def fit(at: datetime.datetime, person: str) -> Q:
    """Condition on delegations whose delegate is reached through `person`: still an official member, and no inspector,
    who acts on no case. Asked at each act, however they were when it was made."""
    return _fit_on(local_day(at), person)


@lru_cache(maxsize=64)
def _fit_on(day: datetime.date, person: str) -> Q:
    member = Member.objects.filter(present(day), person=OuterRef(person), official_on__lte=day)
    inspects = Seat.objects.filter(in_force(day), person=OuterRef(person), role=Seat.Role.INSPECTION)
    return Q(Exists(member)) & ~Q(Exists(inspects))


def seats_giving(capability: str, day: datetime.date) -> QuerySet[Seat]:
    """Seats in force that give the capability at their unit and whose own account has guardian's row for it."""
    gives = Q(pk__in=[])
    for kind, roles in places_of(capability).items():
        gives |= Q(unit__kind=kind, role__in=roles)
    return Seat.objects.filter(in_force(day), gives, _has_row("person", "unit", capability))


def delegations_of(capability: str, at: datetime.datetime) -> QuerySet[Delegation]:
    """Delegations of the capability that last at that moment and whose delegate's account has guardian's row for it.

    Whether their seats still give it, `seats_giving` says.
    """
    own_row = _has_row("delegate", "seat__unit", capability)
    return Delegation.objects.filter(lasting(at), fit(at, "delegate"), own_row, capabilities__contains=[capability])


def seats_of_account(user_id: int, capability: str, at: Moment) -> QuerySet[Seat]:
    """Seats by which this account has the capability: its person's own, and those whose holder it stands in for."""
    own = Seat.objects.filter(person__user=user_id).values("pk")
    lent = delegations_of(capability, moment_of(at)).filter(delegate__user=user_id).values("seat")
    return seats_giving(capability, local_day(at)).filter(pk__in=own.union(lent, all=True))


def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="orgs", content_type__model="unit")


def rows_of_holders(at: Moment, **wanted: object) -> QuerySet[UnitPermission]:
    """guardian's rows that a seat in force of the account's person supports, once a seat."""
    seat = "user__person__seats__"
    rows = UnitPermission.objects.filter(in_force(local_day(at), prefix=seat), **{f"{seat}unit": F("content_object")})
    return _active(rows).filter(**wanted)


def rows_of_delegates(at: Moment, **wanted: object) -> QuerySet[UnitPermission]:
    """guardian's rows that a lasting delegation supports, once a delegation: the seat is in force, and its holder's
    account has the same row."""
    taken = "user__person__delegations_taken__"
    seat = f"{taken}seat__"
    rows = UnitPermission.objects.filter(
        lasting(moment_of(at), prefix=taken),
        in_force(local_day(at), prefix=seat),
        fit(moment_of(at), "user__person"),
        Exists(
            UnitPermission.objects.filter(
                user__person=OuterRef(f"{seat}person"),
                user__is_active=True,
                content_object=OuterRef("content_object"),
                permission=OuterRef("permission"),
            )
        ),
        **{f"{seat}unit": F("content_object")},
    )
    return _active(rows).filter(**wanted)


def _active(rows: QuerySet[UnitPermission]) -> QuerySet[UnitPermission]:
    kind = "permission__content_type__"
    return rows.filter(user__is_active=True, **{f"{kind}app_label": "orgs", f"{kind}model": "unit"})


@cache
def _has_row(person: str, unit: str, capability: str) -> Exists:
    return Exists(
        UnitPermission.objects.filter(
            user__person=OuterRef(person),
            user__is_active=True,
            content_object=OuterRef(unit),
            permission__codename=capability,
            permission__content_type__app_label="orgs",
            permission__content_type__model="unit",
        )
    )
