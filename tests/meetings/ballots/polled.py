"""Ballots held by verbs: `Polled(bloc).with_cases(1).seated().polled()`, then `cast(0, "for")` by place on the roll."""

from __future__ import annotations

from django.utils import timezone

from meetings.ballots.casting import cast, new_receipt
from meetings.ballots.running import annul_ballot, close_ballot, open_ballot
from meetings.models import Attendee, Ballot, Item
from orgs.models import User
from tests.meetings.sittings import Held
from tests.people import make_user


class Polled(Held):
    """The ballot that is open, and the roll in its order."""

    ballot: Ballot

    def polled(self, item: Item | None = None, voting: str = "sealed", outcome: str = "admitted") -> Polled:
        chosen = item or next(one for one in self.items if one.result == "pending")
        self.ballot = open_ballot(self.meeting.pk, self.version, chosen.pk, voting, outcome, **self.by)
        return self

    def account(self, place: int) -> User:
        """Of whoever stands at this place of the roll, counted from 0; opened where there was none."""
        person = self.attendees[place].person
        return User.objects.filter(person=person).first() or make_user(person)

    @property
    def attendees(self) -> list[Attendee]:
        return list(Attendee.objects.filter(meeting=self.meeting).select_related("person"))

    def cast(self, place: int, choice: str = "for", receipt: str = "") -> str:
        voter = self.account(place)
        return cast(self.ballot.pk, choice, receipt or new_receipt(), acting_user=voter, at=timezone.now())

    def cast_by(self, choices: str) -> Polled:
        """One letter a voter in the order of the roll: f, a, o; a dot for somebody who doesn't vote."""
        words = {"f": "for", "a": "against", "o": "other"}
        for place, letter in enumerate(choices):
            if letter != ".":
                self.cast(place, words[letter])
        return self

    def counted(self) -> Ballot:
        self.ballot = close_ballot(self.meeting.pk, self.version, self.ballot.pk, True, **self.by)
        return self.ballot

    def annulled(self, reason: str = "Nhầm người") -> Ballot:
        self.ballot = annul_ballot(self.meeting.pk, self.version, self.ballot.pk, reason, **self.by)
        return self.ballot
