"""The meeting as a calendar file: when and where, with no name of a candidate."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from meetings.bodies import body_name
from meetings.models import Meeting

# What a sitting takes in a calendar; how long it really takes nobody knows beforehand.
LENGTH = datetime.timedelta(hours=2)


def calendar_file(meeting: Meeting, address: str) -> bytes:
    """RFC 5545. A later version replaces an earlier one in the reader's calendar; a cancelled meeting leaves it.

    `address` is the meeting's page.
    """
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{meeting.unit.code.lower()}")
    event.add("sequence", meeting.version)
    event.add("dtstamp", meeting.called_at.astimezone(datetime.UTC))
    event.add("dtstart", meeting.starts_at.astimezone(datetime.UTC))
    event.add("dtend", (meeting.starts_at + LENGTH).astimezone(datetime.UTC))
    event.add("summary", _("Meeting: %(unit)s") % {"unit": body_name(meeting.unit)})
    event.add("location", meeting.place)
    event.add("url", address)
    event.add("status", "CANCELLED" if meeting.status == Meeting.Status.CANCELLED else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//admission//meetings//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
