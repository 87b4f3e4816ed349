"""The process that closes a meeting is killed at random points: closed with everything, or not at all."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable

import pytest
from django.db import connections

from admission_flow.models import Decision, Task
from documents.models import Outgoing
from journal.verify import verify
from meetings.models import Ballot, BallotPaper, Meeting
from tests.admission_flow.races.pages import until_alone
from tests.databases import own_copy
from tests.meetings.ballots.polled import Polled
from tests.meetings.sittings import Held
from tests.people import build_bloc

CASES = 5
KILLS = 100 if os.environ.get("SOAK") else 8


def in_a_child(act: Callable[[], object], *, killed_after: float | None) -> tuple[float, int | None]:
    """The act in a process of its own, killed after so many seconds, not at all for None: how long it took, and how it
    ended."""
    context = multiprocessing.get_context("fork")
    begun = context.Event()

    def live() -> None:
        begun.set()
        act()

    child = context.Process(target=live, daemon=True)
    connections.close_all()  # the child must not share ours
    child.start()
    assert begun.wait(30)
    began = time.perf_counter()
    if killed_after is not None:
        time.sleep(killed_after)
        child.kill()
    child.join(60)
    took = time.perf_counter() - began
    until_alone()
    return took, child.exitcode


def all_or_nothing(held: Held) -> bool:
    """Whether the meeting is closed; with every decision, number and step if so, with none of them if not."""
    closed = Meeting.objects.get(pk=held.meeting.pk).status == Meeting.Status.CLOSED
    expected = CASES if closed else 0
    assert Decision.objects.filter(step="bloc_decision").count() == expected
    assert Outgoing.objects.filter(register__kind="QĐ").count() == expected
    assert Outgoing.objects.filter(register__kind="BB").count() == int(closed)
    assert Task.objects.filter(step="bloc_decision", status="NEW").count() == CASES - expected
    assert Task.objects.filter(step="ceremony", status="NEW").count() == expected
    assert verify().holds
    return closed


def test_closing_killed_at_random_points(own_database: str) -> None:
    held = Held(build_bloc()).with_cases(CASES).seated().voted()
    with own_copy():
        usual, how = in_a_child(held.closed, killed_after=None)
        assert how == 0
        assert all_or_nothing(held)
    rng = random.Random(20261126)
    ended = {True: 0, False: 0}
    for _kill in range(KILLS):
        with own_copy():
            _took, how = in_a_child(held.closed, killed_after=rng.uniform(0, usual * 1.1))
            closed = all_or_nothing(held)
            assert closed or how == -signal.SIGKILL
            ended[closed] += 1
            if not closed:
                held.closed()  # and it can be done after that
                assert all_or_nothing(held)
    print(f"{KILLS} closings killed: {ended[False]} left nothing, {ended[True]} had ended")
    assert ended[False] > 0


@pytest.mark.parametrize("voting", ["sealed", "open"])
def test_counting_killed_at_random_points(own_database: str, voting: str) -> None:
    held: Polled = Polled(build_bloc()).with_cases(1).seated()  # type: ignore[assignment]
    held.polled(voting=voting).cast_by("fffffffao")
    with own_copy():
        usual, how = in_a_child(held.counted, killed_after=None)
        assert how == 0
    rng = random.Random(4)
    for _kill in range(max(3, KILLS // 4)):
        with own_copy():
            in_a_child(held.counted, killed_after=rng.uniform(0, usual))
            ballot = Ballot.objects.get()
            assert (ballot.status == "closed") == (ballot.votes_for == 7)
            assert BallotPaper.objects.count() == (9 if voting == "sealed" else 0)
            assert verify().holds
            if ballot.status == "open":
                assert held.counted().votes_for == 7
