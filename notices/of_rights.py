"""Notices of seats and delegations: rooms below say whose rights have changed, and here the people hear of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from notices import kinds
from notices.kinds import Rendered
from notices.tell import Told, look_again, tell_each
from orgs.heeding import DELEGATED, SEATED, UNDELEGATED, UNSEATED, RightsChange
from orgs.models import Seat

KIND = {SEATED: "seated", UNSEATED: "seat_ended", DELEGATED: "delegated", UNDELEGATED: "delegation_ended"}


def register() -> None:
    for kind, words in _WORDS.items():
        kinds.register(kind, words)


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
    return date_format(datetime.date.fromisoformat(params["day"]), "SHORT_DATE_FORMAT")


def _moment(text: str) -> str:
    return date_format(timezone.localtime(datetime.datetime.fromisoformat(text)), "SHORT_DATETIME_FORMAT")


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


_WORDS: Mapping[str, Callable[[Mapping[str, Any]], Rendered]] = {
    "seated": seated,
    "seat_ended": seat_ended,
    "delegated": delegated,
    "delegation_ended": delegation_ended,
}
