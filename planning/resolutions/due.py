"""How many of each audience are due at a unit and below it, by the records as of a day."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q

from orgs.members import count_members
from orgs.models import Seat, Unit
from orgs.rights import in_force
from orgs.roles import ELECTED_ROLES
from planning.models import RollOutSession

R, Audience = Seat.Role, RollOutSession.Audience
LEADING = (R.SECRETARY, R.STANDING_DEPUTY, R.DEPUTY)


def due_by_records(unit: Unit, day: datetime.date) -> dict[str, int | None]:
    """By audience; None where the records know of nobody on that day, and always of mass organisations. Two statements.

    A person with several seats is counted once.
    """
    seats = Seat.objects.filter(in_force(day), unit__path__startswith=unit.path).aggregate(
        leaders=Count("person", distinct=True, filter=Q(role__in=LEADING)),
        committee=Count("person", distinct=True, filter=Q(role__in=ELECTED_ROLES)),
    )
    members = sum(one.members for one in count_members(unit, day).values())
    return {
        Audience.LEADERS: seats["leaders"] or None,
        Audience.COMMITTEE: seats["committee"] or None,
        Audience.MEMBERS: members or None,
        Audience.BOARDS: None,
    }
