"""Delegations of a seat made and ended: the only writer of them. One verb, one transaction; see `orgs.seating`."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from journal.facts import fact_of
from journal.record import append
from orgs import roles, seating
from orgs.access import may_keep
from orgs.calendar import LOCAL_ZONE, ONE_DAY, local_day
from orgs.heeding import DELEGATED, UNDELEGATED, RightsChange, rights_changed
from orgs.members import present
from orgs.models import Delegation, Person, Seat, Unit, User
from orgs.refusals import DelegationRefused, NotYours
from orgs.rights import in_force, rows_of_holders
from orgs.roles import MANAGE_UNITS, READ_JOURNAL, SEEING
from orgs.tree import ancestor_paths
from orgs.wording import day_words, moment_words

# Away for longer than that, the office gives the seat to somebody else.
LONGEST = datetime.timedelta(days=184)
# The table would cut off what is longer, and the journal vouch for the whole.
LONGEST_REASON = 200
# Whoever keeps the organisation could seat themselves; and what inspects is nobody's to lend.
NEVER_DELEGATED = frozenset({MANAGE_UNITS, READ_JOURNAL})


@dataclass(frozen=True)
class DelegationGiven:
    """What the form asks. `capabilities` without those of seeing, which go along; moments have their zone."""

    delegate: Person
    capabilities: Collection[str]
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    reason: str
    paper: str = ""


def delegable(seat: Seat) -> list[str]:
    """What can be delegated from this seat, in the order of the capabilities' table; seeing goes along with it."""
    given = roles.capabilities_of(seat.unit.kind, seat.role) - NEVER_DELEGATED - SEEING
    return [name for name, _words in Unit._meta.permissions if name in given]


def eligible_delegates(seat: Seat, at: datetime.datetime) -> QuerySet[Person]:
    """Who can stand in for the holder of this seat: an official member with an account who holds a seat at the same
    unit or above it, or is a member of that very cell; nobody who inspects or is about to. By name."""
    day = local_day(at)
    above = ancestor_paths(seat.unit)
    not_over = Q(ends__isnull=True) | Q(ends__gte=day)
    inspects = Seat.objects.filter(not_over, role=Seat.Role.INSPECTION).values("person")
    seated = Seat.objects.filter(in_force(day), unit__path__in=above).values("person")
    official = Q(present(day, "memberships__")) & Q(memberships__official_on__lte=day)
    here = Person.objects.filter(present(day, "memberships__"), memberships__unit=seat.unit).values("pk")
    found = Person.objects.filter(official, user__is_active=True).exclude(pk=seat.person_id).exclude(pk__in=inspects)
    return found.filter(Q(pk__in=seated) | Q(pk__in=here)).distinct().order_by("sort_key", "pk")


@transaction.atomic
def delegate_seat(seat: Seat, given: DelegationGiven, *, acting_user: User, at: datetime.datetime) -> Delegation:
    """Let somebody else act from this seat for a time, on behalf of its holder.

    The holder does it, or for somebody who can't, a keeper of the organisation by a paper. Raises NotYours,
    DelegationRefused.
    """
    seat, unit = seating.locked_seat(seat)
    _refuse_stranger(seat, unit, given, acting_user, at)
    starts_at = _refuse_times(seat, given, at)
    capabilities = _with_seeing(seat, given.capabilities, at)
    _refuse_delegate(seat, given.delegate, at)
    _refuse_second(seat, given, capabilities, starts_at)
    if not given.reason.strip():
        raise DelegationRefused(_("Say why: leave, a journey, a course."), "reason")
    delegation = Delegation.objects.create(
        seat=seat,
        delegate=given.delegate,
        capabilities=capabilities,
        starts_at=starts_at,
        ends_at=given.ends_at,
        reason=given.reason.strip(),
        paper=given.paper.strip(),
        made_by=acting_user,
        made_at=at,
    )
    seating.give_rows_of(delegation)
    _record(delegation, "delegate_seat", DELEGATED, acting_user=acting_user, at=at)
    return delegation


@transaction.atomic
def end_delegation_of_seat(
    delegation: Delegation, reason: str, *, acting_user: User, at: datetime.datetime
) -> Delegation:
    """From this moment on nothing can be done by it. What was done stands.

    Its holder, the delegate, or a keeper of the organisation ends it. Raises NotYours, DelegationRefused.
    """
    seat, unit = seating.locked_seat(delegation.seat)
    delegation = Delegation.objects.select_related("delegate__user").get(pk=delegation.pk)
    delegation.seat = seat
    concerned = acting_user.person_id in {seat.person_id, delegation.delegate_id}
    if not concerned and not may_keep(acting_user, unit, at):
        raise NotYours(_("Who delegated ends it, who was delegated to, or a keeper of the organisation."))
    if delegation.until <= at:
        raise DelegationRefused(
            _("This delegation is over since %(moment)s.") % {"moment": moment_words(delegation.until)}
        )
    if not reason.strip():
        raise DelegationRefused(_("Say why it ends."), "reason")
    if len(reason.strip()) > LONGEST_REASON:
        sentence = _("The reason is longer than %(most)d characters. Say it in fewer.")
        raise DelegationRefused(sentence % {"most": LONGEST_REASON}, "reason")
    seating.close_delegations([delegation], reason.strip(), by=acting_user, at=at)
    _record(delegation, "end_delegation_of_seat", UNDELEGATED, acting_user=acting_user, at=at)
    return delegation


def _refuse_stranger(seat: Seat, unit: Unit, given: DelegationGiven, acting_user: User, at: datetime.datetime) -> None:
    if acting_user.person_id is not None and acting_user.person_id == seat.person_id:
        return
    if acting_user.person_id is not None and acting_user.person_id == given.delegate.pk:
        raise NotYours(_("Nobody delegates to themselves. Ask the holder of the seat, or another keeper."))
    if not may_keep(acting_user, unit, at):
        raise NotYours(_("The holder of the seat delegates, or a keeper of the organisation for somebody who can't."))
    if not given.paper.strip():
        raise DelegationRefused(_("For somebody else it is entered by a paper: write its number and date."), "paper")


def _refuse_times(seat: Seat, given: DelegationGiven, at: datetime.datetime) -> datetime.datetime:
    """From when on: this moment, where the minute that has begun was asked for."""
    if not seat.in_force(local_day(at)):
        raise DelegationRefused(_("The seat is not held today; there is nothing to delegate."))
    if given.starts_at < at.replace(second=0, microsecond=0):
        raise DelegationRefused(_("It would begin in the past. What was done then can't be covered later."), "starts")
    starts_at = max(given.starts_at, at)
    if given.ends_at <= starts_at:
        raise DelegationRefused(_("It would end before it begins. Correct the times."), "ends")
    if given.ends_at - starts_at > LONGEST:
        sentence = _("A delegation lasts %(days)d days at the longest; for longer, the seat is given to somebody else.")
        raise DelegationRefused(sentence % {"days": LONGEST.days}, "ends")
    if seat.ends is not None and given.ends_at > _end_of(seat.ends):
        sentence = _("The seat ends on %(day)s, and the delegation with it. Choose an earlier end.")
        raise DelegationRefused(sentence % {"day": day_words(seat.ends)}, "ends")
    return starts_at


def _with_seeing(seat: Seat, wanted: Collection[str], at: datetime.datetime) -> list[str]:
    """What is delegated, with the seeing that it needs: only what the holder's account holds by this seat."""
    if not wanted:
        raise DelegationRefused(_("Choose what is delegated."), "capabilities")
    if not set(wanted) <= set(delegable(seat)):
        raise DelegationRefused(_("The seat does not give that. Choose from the list."), "capabilities")
    rows = rows_of_holders(at, user__person=seat.person_id, content_object=seat.unit_id)
    held = set(rows.values_list("permission__codename", flat=True))
    if not set(wanted) <= held:
        raise DelegationRefused(_("The holder of the seat does not have that any more."), "capabilities")
    seeing = roles.capabilities_of(seat.unit.kind, seat.role) & SEEING & held - NEVER_DELEGATED
    return sorted({*wanted, *seeing})


def _refuse_delegate(seat: Seat, delegate: Person, at: datetime.datetime) -> None:
    if delegate.pk == seat.person_id:
        raise DelegationRefused(_("The holder of the seat can't stand in for themselves. Choose another."), "delegate")
    if not eligible_delegates(seat, at).filter(pk=delegate.pk).exists():
        raise DelegationRefused(
            _(
                "A delegate is an official member with an account who holds a seat at this unit or above it, or is a "
                "member of this cell; and nobody who inspects. Choose another."
            ),
            "delegate",
        )


def _refuse_second(
    seat: Seat, given: DelegationGiven, capabilities: Collection[str], starts_at: datetime.datetime
) -> None:
    """One act has one who stands in at a time, so that everybody knows whom to ask."""
    shared = Q(delegate=given.delegate) | Q(capabilities__overlap=sorted(set(capabilities) - SEEING))
    others = Delegation.objects.filter(
        shared, Q(ended_at__isnull=True) | Q(ended_at__gt=starts_at), seat=seat, starts_at__lt=given.ends_at
    )
    other = others.filter(ends_at__gt=starts_at).select_related("delegate").first()
    if other is not None:
        raise DelegationRefused(
            _("%(name)s stands in for some of this from %(first)s to %(last)s. End that first, or choose other times.")
            % {
                "name": other.delegate.full_name,
                "first": moment_words(other.starts_at),
                "last": moment_words(other.until),
            },
            "starts",
        )


def _record(delegation: Delegation, verb: str, kind: str, *, acting_user: User, at: datetime.datetime) -> None:
    seat = delegation.seat
    accounts = User.objects.filter(person__in=[seat.person_id, delegation.delegate_id], is_active=True)
    rights_changed(
        RightsChange(
            kind,
            frozenset(accounts.values_list("pk", flat=True)),
            f"delegation:{delegation.pk}",
            at,
            acting_user.pk,
            {
                "delegation": delegation.pk,
                "unit": seat.unit.name,
                "role": str(seat.role),
                "starts_at": delegation.starts_at.isoformat(),
                "ends_at": delegation.until.isoformat(),
            },
        )
    )
    append(
        f"unit:{seat.unit_id}",
        verb,
        acting_user=acting_user,
        at=at,
        refs={
            "delegation": delegation.pk,
            "seat": seat.pk,
            "person": seat.person_id,
            "delegate": delegation.delegate_id,
            "capabilities": list(delegation.capabilities),
            "starts_at": delegation.starts_at.isoformat(),
            "ends_at": delegation.until.isoformat(),
        },
        facts=[fact_of(delegation)],
    )


def _end_of(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day + ONE_DAY, datetime.time.min, LOCAL_ZONE)
