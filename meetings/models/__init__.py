"""The tables of this room."""

from meetings.models.item import Item
from meetings.models.meeting import Attendee, Meeting

__all__ = ["Attendee", "Item", "Meeting"]
