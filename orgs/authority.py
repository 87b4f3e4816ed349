"""Authority to decide admissions, delegated to a grassroots committee and taken back. One verb, one transaction."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from journal.facts import fact_of
from journal.record import append
from orgs.access import require_keeper
from orgs.calendar import ONE_DAY, local_day
from orgs.models import DelegatedAuthority, Unit, User
from orgs.models.spans import overlapping
from orgs.refusals import AuthorityRefused
from orgs.seating import locked


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
    unit = locked(unit)
    require_keeper(acting_user, unit, at)
    if unit.kind != Unit.Kind.GRASSROOTS_COMMITTEE:
        raise AuthorityRefused(_("Authority can be delegated to a grassroots committee only."))
    if valid_to is not None and valid_to < valid_from:
        raise AuthorityRefused(_("The delegation ends before it begins. Correct the dates."))
    if valid_from < paper_date:
        raise AuthorityRefused(_("The delegation begins before the date of its paper. Correct the dates."))
    spans = DelegatedAuthority.objects.filter(overlapping("valid_from", "valid_to", valid_from, valid_to), unit=unit)
    if spans.exists():
        raise AuthorityRefused(_("Another delegation to this committee covers some of these days. End it first."))
    authority = DelegatedAuthority.objects.create(
        unit=unit, paper_number=paper_number, paper_date=paper_date, valid_from=valid_from, valid_to=valid_to
    )
    _record_authority(authority, "delegate_authority", acting_user=acting_user, at=at)
    return authority


@transaction.atomic
def end_authority(
    authority: DelegatedAuthority, last_day: datetime.date, *, acting_user: User, at: datetime.datetime
) -> DelegatedAuthority:
    """Set the last day of the delegation, not before the day it is done on.

    What was decided under it stands. Raises NotYours, AuthorityRefused.
    """
    unit = locked(authority.unit)
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
