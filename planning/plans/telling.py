"""Who is told what of a plan: ids, years and the unit's name, never a person."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from notices.kinds import Rendered
from notices.tell import Told, tell_each
from orgs import access, roles
from orgs.models import Unit, User
from planning.models import Plan


def tell_of_version(plan: Plan, at_unit: Unit, adjusted: bool, *, acting_user: User, at: datetime.datetime) -> None:
    """Who keeps plans at the other of the two units; what waited for an answer is settled."""
    kind = "plan_adjusted" if adjusted else "plan_proposed"
    told = Told(_keepers(at_unit, acting_user, at), kind, _params(plan), _link(plan), _source(plan), _about(plan))
    tell_each([told], at=at, settled=[_about(plan, plan.version - 1)])


def tell_of_end(plan: Plan, kind: str, *, acting_user: User, at: datetime.datetime) -> None:
    """`plan_returned` or `plan_approved`, to who keeps plans at the unit."""
    told = Told(_keepers(plan.unit, acting_user, at), kind, _params(plan), _link(plan), _source(plan))
    tell_each([told], at=at, settled=[_about(plan)])


def plan_proposed(params: Mapping[str, Any]) -> Rendered:
    return Rendered(_("Plan to approve"), _("%(unit)s proposes its plan of %(years)s.") % params)


def plan_adjusted(params: Mapping[str, Any]) -> Rendered:
    return Rendered(_("Plan adjusted"), _("The unit above has adjusted the plan of %(unit)s of %(years)s.") % params)


def plan_returned(params: Mapping[str, Any]) -> Rendered:
    text = _("The plan of %(unit)s of %(years)s was handed back; the reason stands there. Propose it again.")
    return Rendered(_("Plan handed back"), text % params)


def plan_approved(params: Mapping[str, Any]) -> Rendered:
    return Rendered(_("Plan approved"), _("The plan of %(unit)s of %(years)s is approved and in force.") % params)


def _keepers(unit: Unit, acting_user: User, at: datetime.datetime) -> list[int]:
    seat = (roles.KEEP_PLANS, unit.pk)
    return [person for person in access.holders([seat], at)[seat] if person != acting_user.pk]


def _params(plan: Plan) -> dict[str, str | int]:
    return {"plan": plan.pk, "unit": plan.unit.name, "years": plan.years}


def _link(plan: Plan) -> str:
    return f"/planning/plans/{plan.pk}/"


def _source(plan: Plan) -> str:
    return f"plan:{plan.pk}.{plan.version}.{plan.state}"


def _about(plan: Plan, version: int | None = None) -> str:
    return f"plan:{plan.pk}.{plan.version if version is None else version}"
