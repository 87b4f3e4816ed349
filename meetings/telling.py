"""Who is told of a meeting: the members of the body who have an account; and what it says."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.bodies import body_of
from meetings.models import Meeting
from notices.kinds import Rendered
from notices.tell import tell
from orgs.models import User


def tell_of_call(meeting: Meeting, *, acting_user: User, at: datetime.datetime) -> None:
    _tell_body(meeting, "meeting_called", acting_user, at)


def tell_of_change(meeting: Meeting, *, acting_user: User, at: datetime.datetime) -> None:
    _tell_body(meeting, "meeting_changed", acting_user, at)


def tell_of_cancelling(meeting: Meeting, *, acting_user: User, at: datetime.datetime) -> None:
    _tell_body(meeting, "meeting_cancelled", acting_user, at)


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
