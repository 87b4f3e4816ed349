"""The tables of this room."""

from meetings.models.ballot import Ballot, BallotPaper, Choice, Mark, Receipt, VotingCode
from meetings.models.item import Item
from meetings.models.meeting import Attendee, Meeting

__all__ = ["Attendee", "Ballot", "BallotPaper", "Choice", "Item", "Mark", "Meeting", "Receipt", "VotingCode"]
