"""Who gets a plan, and what they may do with it: the unit proposes, the one above adjusts, hands back and approves.

What a congress set is the unit's own: it records it, and its own head approves it. So does the bloc with what the
province assigned to it, since nobody above the bloc stands in this tree.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from notices.models import Notice
from orgs import access, roles
from orgs.access import Account
from orgs.models import Unit, User
from planning.models import Basis, Plan


def approving_unit(unit: Unit, basis: str) -> Unit:
    """At which unit such a plan is adjusted and approved. One statement where it is not the unit itself."""
    if basis == Basis.CONGRESS or unit.depth == 1:
        return unit
    return Unit.objects.get(path=unit.path[: -Unit.steplen])


@dataclass(frozen=True)
class Rights:
    """What this person may do with the plans of one unit and kind."""

    propose: bool
    adjust: bool
    approve: bool

    @property
    def write(self) -> bool:
        return self.propose or self.adjust


def rights_at(person: Account, unit: Unit, basis: str, at: datetime.datetime) -> Rights:
    """Two statements at most."""
    above = approving_unit(unit, basis)
    held = access.capabilities(person, at)
    keeps = {place for capability, place in held if capability == roles.KEEP_PLANS}
    return Rights(
        propose=unit.pk in keeps,
        adjust=above != unit and above.pk in keeps,
        approve=(roles.APPROVE_PLANS, above.pk) in held,
    )


def visible_plans(person: Account, at: datetime.datetime) -> Q:
    """A condition on plans: of the units whose cases this person sees in lists. One statement to make."""
    return access.in_subtrees(person, roles.SEE_LIST, at)


def plan_for(person: Account, pk: int, at: datetime.datetime) -> Plan:
    """Raises Http404."""
    found = Plan.objects.filter(visible_plans(person, at), pk=pk).select_related("unit", "in_force").first()
    if found is None:
        raise Http404
    return found


def still_for(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Notices of plans that this account still sees. Two statements."""
    numbers = {notice.params.get("plan") for notice in notices}
    seen = set(Plan.objects.filter(visible_plans(person, at), pk__in=numbers).values_list("pk", flat=True))
    return {notice.pk: "" for notice in notices if notice.params.get("plan") in seen}
