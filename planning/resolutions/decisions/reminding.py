"""The issuing unit reminds those units that are not done."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from journal.facts import fact_of
from orgs import roles
from orgs.calendar import local_day
from orgs.models import User
from planning.models import Reminder, ResolutionUnit
from planning.resolutions.decisions.begin import lock_resolution, one_of_seats, write_entry
from planning.resolutions.decisions.telling import holders_of, tell_of_missing
from planning.resolutions.refusals import NobodyToRemind, NotInForce
from planning.resolutions.standings import standings_of


def remind(resolution_id: int, *, acting_user: User, at: datetime.datetime) -> list[Reminder]:
    """Each unit that still lacks something, at most once a day; those who keep its plans are told.

    Raises NotYours, NotInForce, ResolutionBusy, NobodyToRemind.
    """
    with transaction.atomic():
        found = lock_resolution(resolution_id)
        seat = one_of_seats([roles.KEEP_PLANS, roles.APPROVE_PLANS], found.unit_id, acting_user, at)
        if not found.is_in_force:
            raise NotInForce(found)
        parts = list(ResolutionUnit.objects.filter(resolution=found).select_related("resolution").order_by("pk"))
        standings = standings_of(parts)
        missing = [one for one in parts if not standings[one.pk].is_done]
        if not missing:
            raise NobodyToRemind(_("Every unit has done what the resolution asks. There is nobody to remind."))
        today = local_day(at)
        reminded = set(Reminder.objects.filter(of__in=missing, day=today).values_list("of", flat=True))
        due = [one for one in missing if one.pk not in reminded]
        if not due:
            raise NobodyToRemind(
                _("Every unit that lacks something was reminded today already. Nobody is told twice on one day.")
            )
        people = holders_of(due, at)
        rows = Reminder.objects.bulk_create(
            Reminder(of=one, day=today, told=len(people[one.unit_id]), sent_by=acting_user, at=at) for one in due
        )
        tell_of_missing(found, rows, at=at)
        refs = {"number": found.number, "resolution": found.pk, "units": len(rows)}
        facts = [fact_of(row) for row in rows]
        write_entry(found.unit_id, "remind_of_resolution", seat, facts, acting_user=acting_user, at=at, refs=refs)
        return rows
