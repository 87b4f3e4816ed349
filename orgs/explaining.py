"""Why somebody has a capability at a unit at a moment, or what is missing: every seat and delegation that gives it,
each with its times and who recorded it. It explains what `orgs.access` decides; a test holds that both agree."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from orgs import rights
from orgs.calendar import local_day
from orgs.models import Delegation, Grant, Person, Seat, Unit, UnitPermission
from orgs.roles import SEE_LIST, SEEING, capabilities_of, places_of
from orgs.tree import ancestor_paths
from orgs.wording import CAPABILITIES, capability_words, day_words, moment_words, seat_words


@dataclass(frozen=True)
class Ground:
    """A seat of the person's own, or one delegated to them, that gives the capability there at some time.

    `since` and `until` are days of a seat or moments of a delegation (None: without end). `missing` has what keeps it
    from holding at the moment asked about, as sentences; none where it holds.
    """

    seat: Seat
    words: str
    delegation: Delegation | None
    since: str
    until: str
    recorded: list[str]
    missing: list[str]

    @property
    def holds(self) -> bool:
        return not self.missing

    @property
    def for_whom(self) -> str:
        return self.seat.person.full_name if self.delegation else ""


def grounds_of(person: Person, capability: str, unit: Unit, at: datetime.datetime) -> list[Ground]:
    """Those that hold first. Of the past: as the terms, grants and delegations say of that moment; of now, guardian's
    rows are asked too. Seven statements, however many."""
    paths = ancestor_paths(unit) if capability in SEEING else [unit.path]
    gives = Q(pk__in=[])
    for kind, roles in places_of(capability).items():
        gives |= Q(unit__kind=kind, role__in=roles)
    seats = Seat.objects.filter(gives, unit__path__in=paths).select_related("unit", "person__user")
    own = list(seats.filter(person=person).order_by("starts", "pk"))
    lent = list(
        Delegation.objects.filter(delegate=person, seat__in=seats.values("pk"), capabilities__contains=[capability])
        .select_related("seat__unit", "seat__person__user", "made_by__person", "ended_by__person")
        .order_by("starts_at", "pk")
    )
    known = _Known.of([*own, *(one.seat for one in lent)], person, capability, at)
    found = [_by_seat(seat, known) for seat in own] + [_by_delegation(one, known) for one in lent]
    return sorted(found, key=lambda ground: not ground.holds)


def givers(capability: str, unit: Unit) -> list[str]:
    """Roles whose seat at this very unit gives it, in words; for seeing, at this unit and at those above it."""
    kinds = places_of(capability)
    above = Unit.objects.filter(path__in=ancestor_paths(unit)) if capability in SEEING else [unit]
    return [
        f"{capfirst(str(Seat.Role(role).label))}, {one.name}"
        for one in sorted(above, key=lambda one: -one.depth)
        for role in kinds.get(one.kind, ())
    ]


@dataclass(frozen=True)
class _Known:
    """What is read once for all grounds: guardian's rows of now, and the grants of these seats."""

    person: Person
    capability: str
    at: datetime.datetime
    is_now: bool
    rows: frozenset[tuple[int, int]]
    active: frozenset[int]
    grants: dict[int, list[Grant]]
    # Whether the person may stand in for others.
    fit: bool

    @classmethod
    def of(cls, seats: Iterable[Seat], person: Person, capability: str, at: datetime.datetime) -> _Known:
        seats = list(seats)
        people = {person.pk, *(seat.person_id for seat in seats)}
        rows = UnitPermission.objects.filter(
            user__person__in=people,
            content_object__in={seat.unit_id for seat in seats},
            permission__codename=capability,
        )
        active = Person.objects.filter(pk__in=people, user__is_active=True).values_list("pk", flat=True)
        grants: dict[int, list[Grant]] = {}
        given = Grant.objects.filter(seat__in=seats, capability=capability).order_by("granted_at", "pk")
        for grant in given.select_related("granted_by__person", "revoked_by__person"):
            grants.setdefault(grant.seat_id, []).append(grant)
        return cls(
            person,
            capability,
            at,
            abs(timezone.now() - at) < datetime.timedelta(minutes=1),
            frozenset(rows.values_list("user__person", "content_object")),
            frozenset(active),
            grants,
            Person.objects.filter(rights.fit(at, "pk"), pk=person.pk).exists(),
        )


def _by_seat(seat: Seat, known: _Known) -> Ground:
    return Ground(
        seat,
        seat_words(seat),
        None,
        day_words(seat.starts),
        day_words(seat.ends) if seat.ends else "",
        [line for grant in known.grants.get(seat.pk, ()) for line in _recorded(grant)],
        _missing_of_seat(seat, known),
    )


def _by_delegation(one: Delegation, known: _Known) -> Ground:
    made = _("Entered on %(when)s by %(who)s: %(why)s") % {
        "when": moment_words(one.made_at), "who": one.made_by.display_name, "why": one.reason
    }  # fmt: skip
    recorded = [made]
    if one.ended_by and one.ended_at:
        ended = _("Ended on %(when)s by %(who)s: %(why)s")
        recorded.append(
            ended % {"when": moment_words(one.ended_at), "who": one.ended_by.display_name, "why": one.ended_reason}
        )
    missing = []
    if known.at < one.starts_at:
        missing.append(
            _("The delegation had not begun; it begins on %(when)s.") % {"when": moment_words(one.starts_at)}
        )
    elif known.at >= one.until:
        missing.append(_("The delegation was over on %(when)s.") % {"when": moment_words(one.until)})
    if not known.fit:
        missing.append(_("On that day the delegate was no official member, or held a seat that inspects."))
    if known.is_now and known.person.pk not in known.active:
        missing.append(_("The account is closed."))
    elif known.is_now and not missing and (known.person.pk, one.seat.unit_id) not in known.rows:
        missing.append(_("The system has no row of permission for it. An administrator looks into the grants."))
    missing += [_("Of the holder's seat: %(what)s") % {"what": one_} for one_ in _missing_of_seat(one.seat, known)]
    return Ground(
        one.seat, seat_words(one.seat), one, moment_words(one.starts_at), moment_words(one.until), recorded, missing
    )


def _missing_of_seat(seat: Seat, known: _Known) -> list[str]:
    day = local_day(known.at)
    missing = []
    if day < seat.starts:
        missing.append(_("The term had not begun; it begins on %(day)s.") % {"day": day_words(seat.starts)})
    if seat.ends and day > seat.ends:
        missing.append(_("The term ended on %(day)s.") % {"day": day_words(seat.ends)})
    if not seat.unit.in_force(day):
        missing.append(_("The unit did not exist on that day."))
    grants = known.grants.get(seat.pk, ())
    if grants and all(grant.revoked_at and grant.revoked_at <= known.at for grant in grants):
        missing.append(_("It was taken back on %(when)s.") % {"when": moment_words(grants[-1].revoked_at)})
    if known.is_now and seat.person_id not in known.active:
        missing.append(_("The account is closed."))
    elif known.is_now and not missing and (seat.person_id, seat.unit_id) not in known.rows:
        missing.append(_("The system has no row of permission for it. An administrator looks into the grants."))
    return missing


def _recorded(grant: Grant) -> list[str]:
    """Who gave it and took it back, when and why; the system itself where nobody is named."""
    by = grant.granted_by.display_name if grant.granted_by else _("the system")
    lines = [
        capfirst(
            _("Given on %(when)s by %(who)s: %(why)s")
            % {"when": moment_words(grant.granted_at), "who": by, "why": grant.reason}
        )
    ]
    if grant.revoked_at:
        by = grant.revoked_by.display_name if grant.revoked_by else _("the system")
        taken = _("Taken back on %(when)s by %(who)s: %(why)s")
        lines.append(capfirst(taken % {"when": moment_words(grant.revoked_at), "who": by, "why": grant.revoked_reason}))
    return lines


def everything_of(person: Person, at: datetime.datetime) -> list[Ground]:
    """Every seat the person ever held, and every delegation to them; those that hold at that moment first, then the
    latest. Judged by the seeing that every seat gives. Seven statements, however many."""
    own = list(Seat.objects.filter(person=person).select_related("unit", "person__user").order_by("-starts", "pk"))
    lent = list(
        Delegation.objects.filter(delegate=person)
        .select_related("seat__unit", "seat__person__user", "made_by__person", "ended_by__person")
        .order_by("-starts_at", "pk")
    )
    known = _Known.of([*own, *(one.seat for one in lent)], person, SEE_LIST, at)
    found = [_by_seat(seat, known) for seat in own] + [_by_delegation(one, known) for one in lent]
    return sorted(found, key=lambda ground: not ground.holds)


def gives(ground: Ground) -> list[str]:
    """What it gives, in words and in the order of the table."""
    given = capabilities_of(ground.seat.unit.kind, ground.seat.role)
    if ground.delegation is not None:
        given &= set(ground.delegation.capabilities)
    return [capability_words(name) for name in CAPABILITIES if name in given]
