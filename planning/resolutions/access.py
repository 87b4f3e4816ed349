"""Who gets a resolution, and a unit's part in it. To everybody else neither exists.

A draft is seen from its issuing unit and from above. Once issued, also by every unit in its scope, by those below that
unit, and from above it; of what units recorded, each sees its own subtree.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from notices.models import Notice
from orgs import access, roles
from orgs.models import Unit, User
from planning import reading
from planning.models import Resolution, ResolutionUnit

# The kinds of unit that issue resolutions to those directly below.
ISSUING = (Unit.Kind.BLOC, Unit.Kind.GRASSROOTS_COMMITTEE)


class Reader(reading.Reader):
    """What may be done with resolutions and their roll-out."""

    def reminds(self, found: Resolution) -> bool:
        return found.is_in_force and found.unit_id in self.keeps | self.approves

    def drafts(self, found: Resolution) -> bool:
        return found.state == Resolution.State.DRAFT and found.unit_id in self.keeps

    def issues(self, found: Resolution) -> bool:
        return found.state == Resolution.State.DRAFT and found.unit_id in self.approves

    def ends(self, found: Resolution) -> bool:
        """A draft is given up by who may write one; what was issued is ended by who may issue it."""
        return self.drafts(found) or self.issues(found) or (found.is_in_force and found.unit_id in self.approves)

    def records(self, of: ResolutionUnit) -> bool:
        return of.resolution.is_in_force and of.unit_id in self.keeps

    def adopts(self, of: ResolutionUnit) -> bool:
        return of.resolution.is_in_force and of.unit_id in self.approves


def visible_resolutions(roots: Sequence[str]) -> Q:
    """A condition on resolutions: those seen from these topmost units."""
    concerned = Q(pk__in=[])
    for root in roots:
        above = [root[:end] for end in range(Unit.steplen, len(root) + 1, Unit.steplen)]
        concerned |= Q(unit__path__startswith=root) | Q(unit__path__in=above)
    in_scope = ResolutionUnit.objects.filter(concerned, resolution=OuterRef("pk"))
    return access.under_roots(roots) | (~Q(issued_at=None) & Q(Exists(in_scope)))


def resolution_for(reader: Reader, pk: int) -> Resolution:
    """Raises Http404. One statement."""
    rows = Resolution.objects.select_related(
        "unit", "file", "programme_file", "drafted_by__person", "issued_by__person", "ended_by__person"
    )
    found = rows.filter(visible_resolutions(reader.roots), pk=pk).first()
    if found is None:
        raise Http404
    return found


def part_for(reader: Reader, pk: int, unit_id: int) -> ResolutionUnit:
    """This unit's part in an issued resolution, for who sees the unit. Raises Http404. One statement."""
    rows = ResolutionUnit.objects.select_related(
        "unit", "resolution__unit", "resolution__ended_by__person", "programme__file", "programme__adopted_by__person"
    )
    found = rows.filter(
        access.under_roots(reader.roots), resolution=pk, unit=unit_id, resolution__issued_at__isnull=False
    ).first()
    if found is None:
        raise Http404
    return found


def still_for(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Notices to units in whose name this account still keeps plans. Two statements."""
    kept = {unit for capability, unit in access.capabilities(person, at) if capability == roles.KEEP_PLANS}
    asked = {(one.params.get("resolution"), one.params.get("unit")) for one in notices}
    rows = ResolutionUnit.objects.filter(unit__in=kept, resolution__in={resolution for resolution, _unit in asked})
    found = set(rows.values_list("resolution", "unit"))
    return {one.pk: "" for one in notices if (one.params.get("resolution"), one.params.get("unit")) in found}
