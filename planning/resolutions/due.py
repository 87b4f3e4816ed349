"""How many of each audience are due at a unit and below it, by the records as of a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from os.path import commonprefix

from django.db.models import Count, Q

from orgs.members import present
from orgs.models import Member, Seat, Unit
from orgs.rights import in_force
from orgs.roles import ELECTED_ROLES
from planning.models import RollOutSession

R, Audience = Seat.Role, RollOutSession.Audience
LEADING = (R.SECRETARY, R.STANDING_DEPUTY, R.DEPUTY)
Due = dict[str, int | None]


def due_by_records(unit: Unit, day: datetime.date) -> Due:
    """By audience; None where the records know of nobody on that day, and always of mass organisations. Two statements.

    A person with several seats is counted once.
    """
    return due_at([unit], day)[unit.pk]


def due_at(units: Sequence[Unit], day: datetime.date) -> dict[int, Due]:
    """Unit id -> who is due there. Two statements for any number of units, none for none."""
    if not units:
        return {}
    paths = {one.path: one.pk for one in units}
    here = Q(unit__path__startswith=commonprefix(list(paths)))  # noqa: RUF071 -- no paths of files
    leaders: dict[int, set[int]] = {}
    committee: dict[int, set[int]] = {}
    seats = Seat.objects.filter(here, in_force(day), role__in={*LEADING, *ELECTED_ROLES})
    for path, role, person in seats.order_by().values_list("unit__path", "role", "person"):
        for unit in _above(path, paths):
            if role in LEADING:
                leaders.setdefault(unit, set()).add(person)
            if role in ELECTED_ROLES:
                committee.setdefault(unit, set()).add(person)
    members: dict[int, int] = {}
    stays = Member.objects.filter(here, present(day)).order_by().values_list("unit__path")
    for path, number in stays.annotate(Count("pk")):
        for unit in _above(path, paths):
            members[unit] = members.get(unit, 0) + number
    return {
        unit: {
            Audience.LEADERS: len(leaders.get(unit, ())) or None,
            Audience.COMMITTEE: len(committee.get(unit, ())) or None,
            Audience.MEMBERS: members.get(unit) or None,
            Audience.BOARDS: None,
        }
        for unit in paths.values()
    }


def _above(path: str, paths: Mapping[str, int]) -> Iterator[int]:
    """The ids of those of `paths` in whose subtree this path is."""
    for end in range(Unit.steplen, len(path) + 1, Unit.steplen):
        if (unit := paths.get(path[:end])) is not None:
            yield unit
