"""What a person may do and see, asked at that moment.

Two things must hold together: guardian's row for the account, the capability and the unit; and a seat of that person
at that very unit, in force on that local day, whose role gives the capability there. Or a delegation, lasting at that
moment, from somebody for whom both hold. Being a superuser gives nothing, so `user.has_perm` is asked nowhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from copy import copy

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from orgs import rights
from orgs.calendar import local_day
from orgs.models import Delegation, Seat, Unit, UnitPermission, User
from orgs.refusals import NotYours
from orgs.rights import Moment, in_force
from orgs.roles import COMMITTEE_ROLES, HEAD_ROLES, MANAGE_UNITS, SEEING, capabilities_of
from orgs.tree import ancestor_paths

Account = User | AnonymousUser
_CODES = ArrayField(CharField())


def allows(user: Account, capability: str, unit_id: int, at: Moment) -> bool:
    """Whether this account may use the capability at that very unit on the local day of `at`. One statement."""
    if user.pk is None:
        return False
    return rights.seats_of_account(user.pk, capability, at).filter(unit=unit_id).exists()


def seat_behind(user: Account, capability: str, unit_id: int, at: Moment) -> Seat | None:
    """The seat by which `allows` says yes, with its unit; None where it says no. One statement.

    An own seat before one of somebody away; of the latter `seat.delegation_id` names the delegation. `grounds` and
    `absent` have what of both belongs into the journal.
    """
    if user.pk is None:
        return None
    seats = rights.seats_of_account(user.pk, capability, at).filter(unit=unit_id).select_related("unit", "person__user")
    # That one of them holds is asked above, and they differ in nothing that it is asked by.
    lent = Delegation.objects.filter(
        rights.lasting(rights.moment_of(at)),
        delegate__user=user.pk,
        capabilities__contains=[capability],
        seat=OuterRef("pk"),
    )
    seats = seats.annotate(delegation_id=Subquery(lent.values("pk")[:1]))  # type: ignore[no-redef]
    # Sorted here: as an order of the statement, the subquery would be put into words once more, at each act.
    return min(seats, key=lambda seat: (seat.delegation_id or 0, seat.starts, seat.pk), default=None)


def grounds(seat: Seat) -> dict[str, int]:
    """References of an entry in the journal: the seat acted from, and by which delegation where it is another's."""
    return {"seat": seat.pk, **standing_in(seat)}


def standing_in(seat: Seat) -> dict[str, int]:
    """Of `grounds`, what is there only where one acts for somebody away."""
    return {} if seat.delegation_id is None else {"delegation": seat.delegation_id}


def absent(seat: Seat) -> User | None:
    """The account on whose behalf one acts from this seat, for the journal; None for an own seat."""
    return seat.person.user if seat.delegation_id is not None else None


def seats_of(user: Account, at: Moment) -> list[Seat]:
    """The seats that this account may act from at that moment, each with its unit and person: its own, the highest unit
    first, then those whose holders it stands in for. One statement.

    `seat.granted` lists the capabilities that guardian's rows give the holder at that unit; of a delegated seat,
    `seat.lent` those of the delegation that guardian's rows give this account. See `given_by`.
    """
    if isinstance(user, AnonymousUser):
        return []
    lasting = Delegation.objects.filter(
        rights.lasting(rights.moment_of(at)), delegate__user=user.pk, delegate__user__is_active=True
    )
    # Asked for once in the statement: where it is not fit, the seat that came along by it is left out below.
    taken = lasting.filter(rights.fit(rights.moment_of(at), "delegate"), seat=OuterRef("pk")).order_by("pk")
    own = Seat.objects.filter(person__user=user.pk, person__user__is_active=True).values("pk")
    rows = UnitPermission.objects.filter(content_object=OuterRef("unit"), permission__in=rights.permissions())
    of_holder = rows.filter(user__person=OuterRef("person"), user__is_active=True)
    seats = Seat.objects.filter(in_force(local_day(at)), pk__in=own.union(lasting.values("seat"), all=True))
    seats = seats.annotate(  # type: ignore[no-redef]
        taken=Subquery(taken.values(found=JSONObject(pk="pk", capabilities="capabilities"))[:1]),
        granted=ArraySubquery(of_holder.values("permission__codename")),
        rows=ArraySubquery(rows.filter(user=user.pk).values("permission__codename")),
    )
    found = []
    for seat in seats.select_related("unit", "person__user"):
        if seat.taken is not None:
            seat.delegation_id, seat.delegated = seat.taken["pk"], seat.taken["capabilities"]
        if seat.taken is not None or seat.person_id == user.person_id:
            found.append(seat)
    return sorted(found, key=_own_first)


def _own_first(seat: Seat) -> tuple[int, int, str, datetime.date, int]:
    return (seat.delegation_id or 0, seat.unit.depth, seat.unit.path, seat.starts, seat.pk)


def given_by(seats: Iterable[Seat]) -> frozenset[tuple[str, int]]:
    """What `capabilities` says, from the seats that `seats_of` has read. No statement."""
    return frozenset(
        (capability, seat.unit_id)
        for seat in seats
        for capability in capabilities_of(seat.unit.kind, seat.role) & set(seat.granted)
        if seat.delegation_id is None or capability in set(seat.delegated) & set(seat.rows)
    )


def lent_by(seats: Iterable[Seat]) -> dict[tuple[str, int | None], str]:
    """(capability, unit id) -> name of whom this account stands in for, of what no seat of its own gives."""
    seats = list(seats)
    own = given_by(seat for seat in seats if seat.delegation_id is None)
    lent = (seat for seat in seats if seat.delegation_id is not None)
    return {pair: seat.person.full_name for seat in lent for pair in given_by([seat]) - own}


def capabilities(user: Account, at: Moment) -> frozenset[tuple[str, int]]:
    """Every (capability, unit id) for which `allows` says yes on that day. One statement."""
    if user.pk is None:
        return frozenset()
    return frozenset((capability, unit_id) for capability, unit_id, _user in _given(at, user=user.pk))


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
    for capability, unit_id, user_id in sorted(_given(at, **wanted), key=lambda row: row[2]):
        if (capability, unit_id) in found:
            found[capability, unit_id].append(user_id)
    return found


def sees(user: Account, capability: str, unit: Unit, at: Moment) -> bool:
    """Whether the unit stands in the subtree of one where the seeing capability holds. One statement."""
    if user.pk is None:
        return False
    return _seats_seeing(user.pk, capability, at).filter(unit__path__in=ancestor_paths(unit)).exists()


def viewers(unit: Unit, capability: str, at: Moment) -> list[int]:
    """Ids of the accounts that see what belongs to this unit, from it or from above it. One statement."""
    _require_seeing(capability)
    seats = rights.seats_giving(capability, local_day(at)).filter(unit__path__in=ancestor_paths(unit))
    lent = rights.delegations_of(capability, rights.moment_of(at)).filter(seat__in=seats.values("pk"))
    return sorted(seats.values_list("person__user").union(lent.values_list("delegate__user")).values_list(flat=True))


def viewing_seats(unit: Unit, capability: str, at: Moment) -> list[tuple[User, Seat]]:
    """Each account that sees what belongs to this unit, with each seat by which it does: own ones from the top of the
    tree down, then those that it stands in for, marked by `seat.delegation_id`. Two statements."""
    _require_seeing(capability)
    seats = rights.seats_giving(capability, local_day(at)).filter(unit__path__in=ancestor_paths(unit))
    own = list(seats.select_related("unit", "person__user").order_by("unit__depth", "person__sort_key", "starts", "pk"))
    by_key = {seat.pk: seat for seat in own}
    lent = rights.delegations_of(capability, rights.moment_of(at)).filter(seat__in=by_key)
    found = [(seat.person.user, seat) for seat in own]
    for one in lent.select_related("delegate__user").order_by("pk"):
        seat = copy(by_key[one.seat_id])
        seat.delegation_id = one.pk
        found.append((one.delegate.user, seat))
    return found


def visible_roots(user: Account, capability: str, at: Moment) -> list[str]:
    """Paths of the topmost units whose whole subtree this account sees. One statement."""
    if user.pk is None:
        return []
    return _topmost(_seats_seeing(user.pk, capability, at).values_list("unit__path", flat=True))


def roots_seen_from(seats: Iterable[Seat], capability: str) -> list[str]:
    """What `visible_roots` says, from the seats that `seats_of` has read. No statement."""
    _require_seeing(capability)
    return _topmost(seat.unit.path for seat in seats if (capability, seat.unit_id) in given_by([seat]))


def in_subtrees(user: Account, capability: str, at: Moment, field: str = "unit__path") -> Q:
    """A condition on rows whose unit's path is `field`: those that this account sees. One statement to make."""
    return under_roots(visible_roots(user, capability, at), field)


def under_roots(roots: Iterable[str], field: str = "unit__path") -> Q:
    """A condition on rows whose unit's path is `field`: in the subtree of one of these."""
    condition = Q(pk__in=[])
    for path in roots:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def visible_units(user: Account, capability: str, at: Moment) -> QuerySet[Unit]:
    """The units whose cases this account sees."""
    return Unit.objects.filter(in_subtrees(user, capability, at, field="path"))


def leads(user: User, unit: Unit, at: Moment) -> bool:
    """Whether the account says who does what at this unit: its head by an own seat, or who keeps the organisation."""
    if user.person_id is not None:
        heads = Seat.objects.filter(
            in_force(local_day(at)), unit=unit, role__in=HEAD_ROLES, person__user__is_active=True
        )
        if heads.filter(person=user.person_id).exists():
            return True
    return may_keep(user, unit, at)


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
    """Raises NotYours unless `may_keep`."""
    if not may_keep(user, unit, at):
        raise NotYours(_("Units and seats are entered by the system's administrator. Ask there for the change."))


def may_keep(user: User, unit: Unit, at: Moment) -> bool:
    """Whether the account may change units, seats and delegations of this unit's bloc: who keeps the organisation at
    its top, and an administrator of the system, who administers and decides nothing."""
    if user.is_active and user.is_superuser:
        return True
    top = Unit.objects.filter(path=ancestor_paths(unit)[0]).values("pk")
    seats = rights.seats_of_account(user.pk, MANAGE_UNITS, at)
    return seats.filter(unit__in=top).exists()


def _topmost(paths: Iterable[str]) -> list[str]:
    roots: list[str] = []
    for path in sorted(set(paths)):
        if not roots or not path.startswith(roots[-1]):
            roots.append(path)
    return roots


def _seats_seeing(user_id: int, capability: str, at: Moment) -> QuerySet[Seat]:
    _require_seeing(capability)
    return rights.seats_of_account(user_id, capability, at)


def _require_seeing(capability: str) -> None:
    if capability not in SEEING:
        raise ValueError(f"{capability} holds at the unit itself, not in its subtree.")


def _given(at: Moment, **wanted: object) -> set[tuple[str, int, int]]:
    """(capability, unit id, user id) of guardian's rows that a seat or a delegation supports. One statement."""
    columns = ("permission__codename", "content_object_id", "user_id", "content_object__kind")
    own = rights.rows_of_holders(at, **wanted).values_list(
        *columns, "user__person__seats__role", Value(None, output_field=_CODES)
    )
    taken = "user__person__delegations_taken__"
    lent = rights.rows_of_delegates(at, **wanted).values_list(*columns, f"{taken}seat__role", f"{taken}capabilities")
    return {
        (capability, unit_id, user_id)
        for capability, unit_id, user_id, kind, role, delegated in own.union(lent)
        if capability in capabilities_of(kind, role) and (delegated is None or capability in delegated)
    }
