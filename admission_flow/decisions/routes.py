"""The way of a case between its cell and the bloc."""

from __future__ import annotations

import datetime

from admission_flow.models import Case
from orgs.models import DelegatedAuthority, Unit


def has_delegated_authority(committee: Unit, day: datetime.date) -> bool:
    """Whether the committee decides admissions itself on that day."""
    return any(paper.in_force(day) for paper in DelegatedAuthority.objects.filter(unit=committee))


def route_through(*, department: bool, committee: bool, delegated: bool) -> Case.Route:
    """The route of a cell with or without each of these above it."""
    if not committee:
        return Case.Route.GRASSROOTS_CELL
    if delegated:
        return Case.Route.DELEGATED
    return Case.Route.DEPARTMENTAL if department else Case.Route.ORDINARY
