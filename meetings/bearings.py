"""What this room tells the rooms below: which columns of its rows the journal vouches for, and its notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from admission_flow import hearing
from journal import facts, further
from meetings import telling
from meetings.ballots import checking
from meetings.models import Attendee, Ballot, Item, Mark, Meeting, VotingCode
from meetings.seat_loads import meetings_of_seat
from notices import kinds
from notices.kinds import Group, Kind
from orgs.handing_over import carried_by

OF_MEETINGS = Group(_("Meetings"), telling.still_for, place=2)
NOTICES = (
    Kind("meeting_called", telling.meeting_called, _("I am called to a meeting"), mail=True),
    Kind("meeting_changed", telling.meeting_changed, _("A meeting has another day or place"), mail=True),
    Kind("meeting_cancelled", telling.meeting_cancelled, _("A meeting does not take place"), mail=True),
    Kind("meeting_decided", telling.meeting_decided, _("A meeting has taken a case of mine"),
         still_for=hearing.of_cases),
    Kind("meeting_adjourned", telling.meeting_adjourned, _("A meeting has adjourned a case of mine"),
         still_for=hearing.of_cases),
)  # fmt: skip


def register() -> None:
    facts.register(
        Meeting,
        fields=("unit", "starts_at", "place", "voting", "status", "version", "called_by", "called_at", "opened_at",
                "closed_at", "closed_by", "chair", "secretary", "minutes_number", "minutes", "cancelled_because"),
    )  # fmt: skip
    facts.register(
        Attendee, fields=("meeting", "person", "role", "place", "present", "absence", "teller"), salt="person__salt"
    )
    facts.register(
        Item,
        fields=("meeting", "case", "task", "place", "result", "voting", "issued", "returned", "votes_for",
                "votes_against", "votes_other", "votes_invalid", "present", "absent", "outcome", "reason",
                "supply", "live", "number", "decision"),
        salt="case__candidate__person__salt",
    )  # fmt: skip
    facts.register(
        Ballot,
        fields=("meeting", "item", "secret", "put_to_vote", "status", "opened_at", "opened_by", "closed_at",
                "closed_by", "present", "marks_counted", "votes_for", "votes_against", "votes_other", "papers_digest",
                "receipts_digest", "annulled_because"),
    )  # fmt: skip
    # Papers and receipts are no facts: the entry that named them would join them to whoever cast them.
    facts.register(Mark, fields=("ballot", "attendee", "choice", "by_code"), salt="attendee__person__salt")
    facts.register(VotingCode, fields=("attendee", "digest", "issued_by", "issued_at"), salt="attendee__person__salt")
    further.register(checking.check)
    carried_by(meetings_of_seat)
    kinds.register(OF_MEETINGS, NOTICES)
