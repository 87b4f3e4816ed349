"""Notices of seats and delegations: rooms below say whose rights have changed, and here the people hear of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices import kinds
from notices.kinds import Group, Kind, Rendered
from notices.models import Notice
from notices.tell import Told, look_again, tell_each
from orgs.heeding import DELEGATED, SEATED, UNDELEGATED, UNSEATED, RightsChange
from orgs.models import Seat, User
from orgs.wording import day_words, moment_words

KIND = {SEATED: "seated", UNSEATED: "seat_ended", DELEGATED: "delegated", UNDELEGATED: "delegation_ended"}


def register() -> None:
    kinds.register(OF_RIGHTS, NOTICES)


def hear(change: RightsChange) -> None:
    """Each but who did it is told, and open pages of all of them ask again what they may show."""
    delegated = change.kind in (DELEGATED, UNDELEGATED)
    told = Told(
        change.accounts - {change.acting_user},
        KIND[change.kind],
        dict(change.params),
        "/account/delegations/" if delegated else "/account/",
        change.source,
    )
    tell_each([told], at=change.at)
    look_again(change.accounts)


def _seat(params: Mapping[str, Any]) -> str:
    return f"{capfirst(str(Seat.Role(params['role']).label))}, {params['unit']}"


def _day(params: Mapping[str, Any]) -> str:
    return day_words(datetime.date.fromisoformat(params["day"]))


def _moment(text: str) -> str:
    return moment_words(datetime.datetime.fromisoformat(text))


def seated(params: Mapping[str, Any]) -> Rendered:
    text = _("You hold a seat from %(day)s on: %(seat)s.")
    return Rendered(_("Seat given"), text % {"seat": _seat(params), "day": _day(params)})


def seat_ended(params: Mapping[str, Any]) -> Rendered:
    text = _("This seat ends with %(day)s: %(seat)s.")
    return Rendered(_("Seat ended"), text % {"seat": _seat(params), "day": _day(params)})


def delegated(params: Mapping[str, Any]) -> Rendered:
    text = _("From %(first)s to %(last)s somebody stands in at this seat: %(seat)s.")
    known = {"seat": _seat(params), "first": _moment(params["starts_at"]), "last": _moment(params["ends_at"])}
    return Rendered(_("Delegation"), text % known)


def delegation_ended(params: Mapping[str, Any]) -> Rendered:
    text = _("A delegation was ended at %(last)s: %(seat)s.")
    return Rendered(_("Delegation ended"), text % {"seat": _seat(params), "last": _moment(params["ends_at"])})


def still_for(person: User, notices: Sequence[Notice], at: datetime.datetime) -> dict[int, str]:
    """Everybody hears of their own seats and delegations, those that are over too; no case is named."""
    return {notice.pk: "" for notice in notices}


OF_RIGHTS = Group(gettext_lazy("Seats and delegations"), still_for, place=4)
NOTICES = (
    Kind("seated", seated, gettext_lazy("I was given a seat"), mail=True),
    Kind("seat_ended", seat_ended, gettext_lazy("A seat of mine ends"), mail=True),
    Kind("delegated", delegated, gettext_lazy("Somebody stands in, for me or I for them"), mail=True),
    Kind("delegation_ended", delegation_ended, gettext_lazy("A delegation was ended"), mail=True),
)
