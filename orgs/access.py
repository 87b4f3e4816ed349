"""What a person may do and see, asked at that moment.

Two things must hold together: guardian's row for the account, the capability and the unit; and a seat of that person
at that very unit, in force on that local day, whose role gives the capability there. Being a superuser gives nothing,
so `user.has_perm` is asked nowhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from orgs.calendar import local_day
from orgs.models import Seat, Unit, UnitPermission, User
from orgs.refusals import NotYours
from orgs.roles import COMMITTEE_ROLES, MANAGE_UNITS, SEEING, capabilities_of, places_of
from orgs.tree import ancestor_paths

Moment = datetime.datetime | datetime.date
Account = User | AnonymousUser


def allows(user: Account, capability: str, unit_id: int, at: Moment) -> bool:
    """Whether this account may use the capability at that very unit on the local day of `at`. One statement."""
    if user.pk is None:
        return False
    return seats_giving(capability, local_day(at)).filter(person__user=user.pk, unit=unit_id).exists()


def seat_behind(user: Account, capability: str, unit_id: int, at: Moment) -> Seat | None:
    """The seat by which `allows` says yes, with its unit; None where it says no. One statement."""
    if user.pk is None:
        return None
    seats = seats_giving(capability, local_day(at)).filter(person__user=user.pk, unit=unit_id)
    return seats.select_related("unit").order_by("starts", "pk").first()


def seats_of(user: Account, at: Moment) -> list[Seat]:
    """The seats that this account may act from on that day, each with its unit and person, the highest unit first.

    `seat.granted` lists the capabilities that guardian's rows give the account at that unit; see `given_by`.
    """
    if user.pk is None:
        return []
    rows = UnitPermission.objects.filter(
        user__person=OuterRef("person"), content_object=OuterRef("unit"), permission__in=_permissions()
    )
    seats = Seat.objects.filter(in_force(local_day(at)), person__user=user.pk, person__user__is_active=True)
    seats = seats.select_related("unit", "person").order_by("unit__depth", "unit__path", "starts", "pk")
    return list(seats.annotate(granted=ArraySubquery(rows.values("permission__codename"))))  # type: ignore[no-redef]


def given_by(seats: Iterable[Seat]) -> frozenset[tuple[str, int]]:
    """What `capabilities` says, from the seats that `seats_of` has read. No statement."""
    return frozenset(
        (capability, seat.unit_id)
        for seat in seats
        for capability in capabilities_of(seat.unit.kind, seat.role) & set(seat.granted)
    )


def capabilities(user: Account, at: Moment) -> frozenset[tuple[str, int]]:
    """Every (capability, unit id) for which `allows` says yes on that day. One statement."""
    if user.pk is None:
        return frozenset()
    return frozenset((capability, unit_id) for capability, unit_id, _user in _given(local_day(at), user=user.pk))


def holders(pairs: Iterable[tuple[str, int]], at: Moment) -> dict[tuple[str, int], list[int]]:
    """Ids of the accounts that hold each (capability, unit id) on that day: who must be told. One statement.

    Every pair asked for is a key; the ids are in ascending order.
    """
    found: dict[tuple[str, int], list[int]] = {pair: [] for pair in pairs}
    if not found:
        return found
    wanted = {
        "permission__codename__in": {capability for capability, _unit in found},
        "content_object__in": {unit for _capability, unit in found},
    }
    for capability, unit_id, user_id in sorted(_given(local_day(at), **wanted), key=lambda row: row[2]):
        if (capability, unit_id) in found:
            found[capability, unit_id].append(user_id)
    return found


def sees(user: Account, capability: str, unit: Unit, at: Moment) -> bool:
    """Whether the unit stands in the subtree of one where the seeing capability holds. One statement."""
    if user.pk is None:
        return False
    seats = _seats_seeing(capability, local_day(at)).filter(person__user=user.pk)
    return seats.filter(unit__path__in=ancestor_paths(unit)).exists()


def viewers(unit: Unit, capability: str, at: Moment) -> list[int]:
    """Ids of the accounts that see what belongs to this unit, from it or from above it. One statement."""
    seats = _seats_seeing(capability, local_day(at)).filter(unit__path__in=ancestor_paths(unit))
    return sorted(seats.values_list("person__user", flat=True).distinct())


def visible_roots(user: Account, capability: str, at: Moment) -> list[str]:
    """Paths of the topmost units whose whole subtree this account sees. One statement."""
    if user.pk is None:
        return []
    seats = _seats_seeing(capability, local_day(at)).filter(person__user=user.pk)
    roots: list[str] = []
    for path in seats.values_list("unit__path", flat=True).distinct().order_by("unit__path"):
        if not roots or not path.startswith(roots[-1]):
            roots.append(path)
    return roots


def in_subtrees(user: Account, capability: str, at: Moment, field: str = "unit__path") -> Q:
    """A condition on rows whose unit's path is `field`: those that this account sees. One statement to make."""
    condition = Q(pk__in=[])
    for path in visible_roots(user, capability, at):
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def visible_units(user: Account, capability: str, at: Moment) -> QuerySet[Unit]:
    """The units whose cases this account sees."""
    return Unit.objects.filter(in_subtrees(user, capability, at, field="path"))


def committee_of(unit: Unit, at: Moment) -> list[Seat]:
    """One seat for each person of the body that votes at this committee on that day, with the person, by rank."""
    ranks = COMMITTEE_ROLES.get(unit.kind, ())
    seats = Seat.objects.filter(in_force(local_day(at)), unit=unit, role__in=ranks).select_related("person")
    body: dict[int, Seat] = {}
    for seat in sorted(seats, key=lambda seat: (ranks.index(seat.role), seat.person.sort_key)):
        body.setdefault(seat.person_id, seat)
    return list(body.values())


def committee_size(unit: Unit, at: Moment) -> int:
    """How many persons vote at this committee on that day: the denominator of its tally."""
    ranks = COMMITTEE_ROLES.get(unit.kind, ())
    seats = Seat.objects.filter(in_force(local_day(at)), unit=unit, role__in=ranks)
    return seats.values("person").distinct().count()


def require_keeper(user: User, unit: Unit, at: Moment) -> None:
    """Raises NotYours unless the account may change units, seats and delegations of this unit's bloc: who keeps the
    organisation at its top, and an administrator of the system, who administers and decides nothing."""
    if user.is_active and user.is_superuser:
        return
    top = Unit.objects.get(path=ancestor_paths(unit)[0])
    if not allows(user, MANAGE_UNITS, top.pk, at):
        raise NotYours(_("Units and seats are entered by the system's administrator. Ask there for the change."))


def in_force(day: datetime.date, prefix: str = "") -> Q:
    """Condition on seats (reached through `prefix`): the term covers the day, and the unit exists on it."""
    spans = ((f"{prefix}starts", f"{prefix}ends"), (f"{prefix}unit__valid_from", f"{prefix}unit__valid_to"))
    condition = Q()
    for first, last in spans:
        condition &= Q(**{f"{first}__lte": day}) & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day}))
    return condition


def seats_giving(capability: str, day: datetime.date) -> QuerySet[Seat]:
    """Seats in force that give the capability at their unit and whose account has guardian's row for it."""
    gives = Q(pk__in=[])
    for kind, roles in places_of(capability).items():
        gives |= Q(unit__kind=kind, role__in=roles)
    row = UnitPermission.objects.filter(
        user__person=OuterRef("person"),
        user__is_active=True,
        content_object=OuterRef("unit"),
        permission__in=_permissions().filter(codename=capability),
    )
    return Seat.objects.filter(in_force(day), gives, Exists(row))


def _seats_seeing(capability: str, day: datetime.date) -> QuerySet[Seat]:
    if capability not in SEEING:
        raise ValueError(f"{capability} holds at the unit itself, not in its subtree.")
    return seats_giving(capability, day)


def _permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="orgs", content_type__model="unit")


def _given(day: datetime.date, **wanted: object) -> set[tuple[str, int, int]]:
    """(capability, unit id, user id) of guardian's rows that a seat in force supports. One statement."""
    seat = "user__person__seats__"
    rows = UnitPermission.objects.filter(
        in_force(day, prefix=seat),
        user__is_active=True,
        permission__content_type__app_label="orgs",
        permission__content_type__model="unit",
        **{f"{seat}unit": F("content_object")},
        **wanted,
    ).values_list("permission__codename", "content_object_id", "user_id", "content_object__kind", f"{seat}role")
    return {
        (capability, unit_id, user_id)
        for capability, unit_id, user_id, kind, role in rows
        if capability in capabilities_of(kind, role)
    }
