"""Who is told what of a resolution: ids, numbers and days only."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from notices.tell import Told, tell_each
from orgs import access, roles
from orgs.models import User
from planning.models import Reminder, Resolution, ResolutionUnit
from planning.resolutions.standings import standings_of


def tell_of_issue(
    found: Resolution, parts: Sequence[ResolutionUnit], *, acting_user: User, at: datetime.datetime
) -> None:
    """Those who keep the plans of the units in its scope."""
    people = holders_of(parts, at)
    told = (
        Told(set(people[one.unit_id]) - {acting_user.pk}, "resolution_issued", _params(found, one), _link(one),
             about_of(one))
        for one in parts
    )  # fmt: skip
    tell_each(told, at=at)


def tell_of_end(
    found: Resolution, parts: Sequence[ResolutionUnit], *, acting_user: User, at: datetime.datetime
) -> None:
    people = holders_of(parts, at)
    told = (
        Told(set(people[one.unit_id]) - {acting_user.pk}, "resolution_ended",
             {**_params(found, one), "state": found.state}, _link(one), f"{about_of(one)}.{found.revision}")
        for one in parts
    )  # fmt: skip
    tell_each(told, at=at)


def tell_of_missing(found: Resolution, reminders: Iterable[Reminder], *, at: datetime.datetime) -> None:
    """`reminders` are new, each with the part that it is of."""
    rows = list(reminders)
    people = holders_of([one.of for one in rows], at)
    told = (
        Told(people[one.of.unit_id], "resolution_reminder", _params(found, one.of), _link(one.of),
             f"reminder:{one.pk}", about_of(one.of))
        for one in rows
    )  # fmt: skip
    tell_each(told, at=at)


def settle_where_done(part: ResolutionUnit, *, at: datetime.datetime) -> None:
    """What was told of a unit that has nothing left to do asks for nothing any more."""
    if standings_of([part])[part.pk].is_done:
        tell_each([], at=at, settled=[about_of(part)])


def settle_all(parts: Iterable[ResolutionUnit], *, at: datetime.datetime) -> None:
    tell_each([], at=at, settled=[about_of(one) for one in parts])


def holders_of(parts: Iterable[ResolutionUnit], at: datetime.datetime) -> dict[int, list[int]]:
    """Unit id -> accounts that keep its plans. One statement."""
    found = access.holders({(roles.KEEP_PLANS, one.unit_id) for one in parts}, at)
    return {unit: people for (_capability, unit), people in found.items()}


def about_of(part: ResolutionUnit) -> str:
    return f"resolution_unit:{part.pk}"


def _params(found: Resolution, part: ResolutionUnit) -> dict[str, str | int | bool | None]:
    until = f"{found.rolled_out_until:%d/%m/%Y}"
    return {"resolution": found.pk, "unit": part.unit_id, "number": found.number, "until": until}


def _link(part: ResolutionUnit) -> str:
    return f"/planning/resolutions/{part.resolution_id}/units/{part.unit_id}/"
