"""The way of a case between its cell and the bloc."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from admission_flow.models import Case
from orgs.models import DelegatedAuthority, Unit
from orgs.tree import ancestor_paths


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


def way_up(unit: Unit, at: datetime.datetime) -> dict[str, Any]:
    """The columns of a case of this cell that say through whom it goes."""
    above = {ancestor.kind: ancestor for ancestor in Unit.objects.filter(path__in=ancestor_paths(unit)[:-1])}
    department = above.get(Unit.Kind.DEPARTMENTAL_COMMITTEE)
    committee = above.get(Unit.Kind.GRASSROOTS_COMMITTEE)
    delegated = committee is not None and has_delegated_authority(committee, timezone.localdate(at))
    route = route_through(department=bool(department), committee=bool(committee), delegated=delegated)
    return {"department": department, "committee": committee, "bloc": above[Unit.Kind.BLOC], "route": route}
