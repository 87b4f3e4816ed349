"""Who is told of a meeting: the members of the body who have an account; and what it says."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.access import meetings_of
from meetings.bodies import body_of
from meetings.models import Item, Meeting
from notices.kinds import Rendered
from notices.models import Notice
from notices.tell import Told, tell, tell_each
from orgs import access, roles
from orgs.models import User


def tell_of_call(meeting: Meeting, *, acting_user: User, at: datetime.datetime) -> None:
    _tell_body(meeting, "meeting_called", acting_user, at)


def tell_of_change(meeting: Meeting, *, acting_user: User, at: datetime.datetime) -> None:
    _tell_body(meeting, "meeting_changed", acting_user, at)


def tell_of_cancelling(meeting: Meeting, *, acting_user: User, at: datetime.datetime) -> None:
    _tell_body(meeting, "meeting_cancelled", acting_user, at)


def tell_of_items(meeting: Meeting, items: Sequence[Item], *, acting_user: User, at: datetime.datetime) -> None:
    """The cell of each candidate hears what a body above it made of the case: a paper with its number, or nothing yet.
    Of a file that goes back it is told by that act. Two statements."""
    told_of = [item for item in items if item.result in _TOLD and item.case.unit_id != meeting.unit_id]
    holders = access.holders({_cell_of(item) for item in told_of}, at)
    told = [
        Told(
            [user for user in holders[_cell_of(item)] if user != acting_user.pk],
            _TOLD[item.result],
            {"case": item.case.number, "number": item.number.symbol if item.number else ""},
            reverse("case", args=[item.case_id]),
            f"meeting:{meeting.pk}:item:{item.pk}",
        )
        for item in told_of
    ]
    tell_each(told, at=at)


_TOLD: dict[str, str] = {Item.Result.VOTED: "meeting_decided", Item.Result.ADJOURNED: "meeting_adjourned"}


def _cell_of(item: Item) -> tuple[str, int]:
    return roles.PREPARE_FILE, item.case.unit_id


def meeting_decided(params: Mapping[str, Any]) -> Rendered:
    text = _("A meeting has taken case %(case)s; it made paper No. %(number)s, which stands at the case.")
    return Rendered(_("Taken by a meeting"), text % params)


def meeting_adjourned(params: Mapping[str, Any]) -> Rendered:
    text = _("A meeting has adjourned case %(case)s; it waits for another.")
    return Rendered(_("Adjourned"), text % params)


def still_for(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Notices of meetings that this account still sees. Two statements."""
    meeting_of = {notice.pk: int(notice.source.split(":")[1]) for notice in notices}
    seen = set(meetings_of(person, at).filter(pk__in=meeting_of.values()).values_list("pk", flat=True))
    return {pk: "" for pk, meeting in meeting_of.items() if meeting in seen}


def _tell_body(meeting: Meeting, kind: str, acting_user: User, at: datetime.datetime) -> None:
    """Whoever would be on the roll that day, but who did it. Once a version, so that a second change is told too."""
    people = [person.pk for person, _role in body_of(meeting.unit, timezone.localdate(meeting.starts_at))]
    accounts = User.objects.filter(person__in=people, is_active=True).exclude(pk=acting_user.pk)
    params = {"starts_at": meeting.starts_at.isoformat(), "unit": meeting.unit.code}
    link, source = reverse("meeting", args=[meeting.pk]), f"meeting:{meeting.pk}:{meeting.version}"
    tell(list(accounts.values_list("pk", flat=True)), kind, params, link, source=source, at=at)


def meeting_called(params: Mapping[str, Any]) -> Rendered:
    text = _("You are called to a meeting at %(when)s. Agenda, place and calendar file stand on its page.")
    return Rendered(_("Meeting"), text % {"when": _when(params)})


def meeting_changed(params: Mapping[str, Any]) -> Rendered:
    text = _("A meeting you are called to has another day or place: %(when)s.")
    return Rendered(_("Meeting moved"), text % {"when": _when(params)})


def meeting_cancelled(params: Mapping[str, Any]) -> Rendered:
    text = _("The meeting of %(when)s does not take place; the reason stands on its page.")
    return Rendered(_("Meeting cancelled"), text % {"when": _when(params)})


def _when(params: Mapping[str, Any]) -> str:
    moment = datetime.datetime.fromisoformat(params["starts_at"])
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
