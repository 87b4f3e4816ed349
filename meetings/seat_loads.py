"""The meetings of a body that pass to whoever holds the seat that runs them."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.bodies import CONVENES
from meetings.models import Meeting
from orgs import access, roles
from orgs.handing_over import LINES, Line, Load
from orgs.models import Seat, User


def meetings_of_seat(seat: Seat, person: User, at: datetime.datetime) -> Load:
    """Meetings called or in session that this seat runs. Three statements."""
    runs = CONVENES.get(seat.unit.kind) in roles.capabilities_of(seat.unit.kind, seat.role)
    if not runs:
        return Load(_("Meetings"), 0, [])
    open_states = (Meeting.Status.CALLED, Meeting.Status.OPEN)
    meetings = Meeting.objects.filter(unit=seat.unit_id, status__in=open_states)
    found = list(meetings.select_related("called_by").order_by("starts_at", "pk"))
    seen = access.sees(person, roles.SEE_FILE, seat.unit, at)
    lines = [
        Line(
            f"{one.pk}.{one.version}",
            _("Meeting of %(when)s, %(place)s")
            % {"when": date_format(timezone.localtime(one.starts_at), "SHORT_DATETIME_FORMAT"), "place": one.place},
            f"/meetings/{one.pk}/" if seen else "",
            one.called_by.person_id == seat.person_id,
        )
        for one in found[:LINES]
    ]
    return Load(_("Meetings"), len(found), lines)
