"""Who is told what of sources: the unit above a cell, that it has reviewed them. Ids and numbers only."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.kinds import Rendered
from notices.tell import tell
from orgs import access, roles
from orgs.models import Unit, User
from planning.models import SourceReview


def tell_of_review(review: SourceReview, cell: Unit, number: int, *, acting_user: User, at: datetime.datetime) -> None:
    """Those who keep the plans of the unit directly above: their grounds are the sources. Three statements."""
    above = Unit.objects.get(path=cell.path[: -Unit.steplen])
    seat = (roles.KEEP_PLANS, above.pk)
    people = [one for one in access.holders([seat], at)[seat] if one != acting_user.pk]
    month = f"{review.month:%Y-%m}"
    params = {"unit": cell.pk, "name": cell.name, "month": f"{review.month:%m/%Y}", "number": number}
    link = f"/planning/sources/?unit={cell.pk}"
    tell(people, "sources_reviewed", params, link, source=f"source_review:{cell.pk}.{month}", at=at)


def sources_reviewed(params: Mapping[str, Any]) -> Rendered:
    text = ngettext(
        "%(name)s has reviewed its %(number)s source for %(month)s.",
        "%(name)s has reviewed its %(number)s sources for %(month)s.",
        params["number"],
    )
    return Rendered(_("Sources reviewed"), text % params)
