"""Meetings held by verbs, as the people of the cast: `Held(bloc).with_cases(3).opened()`."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from admission_flow.models import Case, Task
from meetings.calling import MeetingGiven, call_meeting
from meetings.closing import close_meeting
from meetings.models import Attendee, Item, Meeting
from meetings.sitting import ResultGiven, RollGiven, open_meeting, record_results, record_roll
from orgs.models import Unit, User
from tests.admission_flow.journey import Journey
from tests.kept import kept
from tests.people import Bloc


def given(tasks: list[int], at: datetime.datetime | None = None, **changes: Any) -> MeetingGiven:
    values = {"starts_at": at or timezone.now(), "place": "Phòng họp số 2", "voting": "cards", "tasks": tuple(tasks)}
    return MeetingGiven(**{**values, **changes})


class Held:
    """A meeting of a body, by default of the bloc's standing committee, run by its standing deputy."""

    meeting: Meeting

    def __init__(self, bloc: Bloc, unit: Unit | None = None, convener: User | None = None) -> None:
        self.bloc = bloc
        self.unit = unit or bloc.unit
        self.convener = convener or bloc.standing_deputy
        self.journeys: list[Journey] = []

    @property
    def by(self) -> dict[str, Any]:
        return {"acting_user": self.convener, "at": timezone.now()}

    @property
    def version(self) -> int:
        return Meeting.objects.get(pk=self.meeting.pk).version

    @property
    def items(self) -> list[Item]:
        return list(self.meeting.items.filter(live=True).select_related("case", "task"))

    def with_cases(self, count: int, step: str = "bloc_decision", **at: Any) -> Held:
        def walked() -> list[tuple[int, datetime.datetime]]:
            walked = [Journey(self.bloc, **at).to(step) for _ in range(count)]
            return [(one.case.pk, one.at) for one in walked]

        for case, then in kept((Held, count, step, *at.items()), walked):
            journey = Journey(self.bloc, **at)
            journey.case, journey.at = Case.objects.get(pk=case), then
            self.journeys.append(journey)
        self.tasks = [Task.objects.get(process=one.case, step=step, status="NEW").pk for one in self.journeys]
        return self

    def called(self, **changes: Any) -> Held:
        self.meeting = call_meeting(self.unit, given(self.tasks, **changes), **self.by)
        return self

    def opened(self, **changes: Any) -> Held:
        self.called(**changes)
        open_meeting(self.meeting.pk, self.version, **self.by)
        return self

    def seated(self, absent: dict[int, str] | None = None, tellers: int = 0, **changes: Any) -> Held:
        """The first two present of the roll chair and write; the last of it are absent as told by their number."""
        self.opened(**changes)
        roll = list(Attendee.objects.filter(meeting=self.meeting))
        away = {roll[place].person_id: why for place, why in (absent or {}).items()}
        here = [one.person_id for one in roll if one.person_id not in away]
        seated = RollGiven(here[0], here[1], away, here[2 : 2 + tellers])
        record_roll(self.meeting.pk, self.version, seated, **self.by)
        self.here, self.roll = len(here), roll
        return self

    def result(self, item: Item, in_favour: int | None = None, **changes: Any) -> ResultGiven:
        """Everybody in favour, by show of cards, of what the standing committee is asked."""
        votes_for = self.here if in_favour is None else in_favour
        values = {"votes_for": votes_for, "votes_against": self.here - votes_for, "outcome": "admitted"}
        return ResultGiven(**{"item": item.pk, "result": "voted", "voting": "cards", **values, **changes})

    def record(self, *results: ResultGiven) -> Held:
        record_results(self.meeting.pk, self.version, results, **self.by)
        return self

    def voted(self, **changes: Any) -> Held:
        return self.record(*(self.result(item, **changes) for item in self.items))

    def closed(self) -> Held:
        close_meeting(self.meeting.pk, self.version, **self.by)
        self.meeting.refresh_from_db()
        return self
