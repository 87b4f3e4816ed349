"""Two at once: one wins, and what a unit records while its resolution ends is either there before or refused."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from functools import partial

from planning.models import Reminder, Resolution, ResolutionUnit, RollOutSession
from planning.resolutions.refusals import AlreadyIssued, NobodyToRemind, NotInForce
from tests.databases import at_once, rounds
from tests.people import build_bloc
from tests.planning.resolutions.papers import Rolling


def calls_of(*calls: Callable[[], object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in at_once(*calls))


def test_one_issue_one_reminder_one_session(own_database: str) -> None:
    bloc = build_bloc()
    rolling = Rolling(bloc)
    for number in rounds(3):
        draft = partial(rolling.draft, number=f"{number}-NQ/ĐUK", asks_programme=False)
        first, second = (datetime.date(rolling.today.year - 1, 3, day) for day in (1, 2))
        one = partial(draft, dated=first)
        assert calls_of(one, partial(draft, dated=second, by=bloc.organisation_board)) == ["InvalidFacts", "Resolution"]
        rolling.found = Resolution.objects.get(number=f"{number}-NQ/ĐUK")
        issue = partial(rolling.issue, revision=0)
        assert calls_of(issue, partial(issue, by=bloc.bloc_secretary)) == [AlreadyIssued.__name__, "Resolution"]
        assert ResolutionUnit.objects.filter(resolution=rolling.found).count() == 5
        rolling.found = Resolution.objects.get(number=f"{number}-NQ/ĐUK")
        record = partial(rolling.record, once=uuid.uuid4())
        assert calls_of(record, record) == ["AlreadyRecorded", "RollOutSession"]
        assert calls_of(rolling.remind, rolling.remind) == sorted([NobodyToRemind.__name__, "list"])
        assert Reminder.objects.filter(of__resolution=rolling.found).count() == 5


def test_nothing_is_recorded_after_the_end(own_database: str) -> None:
    bloc = build_bloc()
    rolling = Rolling(bloc)
    for number in rounds(3):
        found = rolling.issued(number=f"{number}-NQ/ĐUK", asks_programme=False)
        outcomes = calls_of(rolling.record, rolling.end)
        recorded = RollOutSession.objects.filter(of__resolution=found).count()
        assert outcomes == (["Resolution", "RollOutSession"] if recorded else [NotInForce.__name__, "Resolution"])
