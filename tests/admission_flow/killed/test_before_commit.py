"""Killed when all is written but for the journal, the last of it: nothing is left half done, and it can be done."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections, transaction

from admission_flow.models import Case, Decision
from journal.verify import verify
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import until_alone, until_somebody_waits
from tests.admission_flow.untouched import nothing_written
from tests.people import build_bloc


@contextmanager
def journal_held(case_id: int) -> Iterator[None]:
    """Whoever writes this case's journal waits until the end of the block."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_head (stream, seq, hash) VALUES (%s, 0, '') "
            "ON CONFLICT (stream) DO UPDATE SET seq = journal_head.seq",
            [f"case:{case_id}"],
        )
        yield
        transaction.set_rollback(True)


def kill_within(act: Callable[[], Any], case_id: int) -> None:
    """The act begins in a process of its own, which dies where it would write the journal."""
    context = multiprocessing.get_context("fork")
    begin = context.Event()
    child = context.Process(target=lambda: (begin.wait(), act()), daemon=True)
    connections.close_all()  # the child must not share ours
    child.start()
    with journal_held(case_id):
        begin.set()
        until_somebody_waits("journal_head")
        child.kill()
        child.join(10)
    until_alone()
    assert child.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("step", ["verification", "cell_vote", "bloc_decision", "ceremony"])
def test_a_step(own_database: str, step: str) -> None:
    journey = Journey.in_unit(build_bloc(), "grassroots_cell").to(step)
    if step == "verification":
        journey.opinions()
    with nothing_written():
        kill_within(getattr(journey, step), journey.case.pk)
    assert journey.open_steps() == [step]
    assert isinstance(getattr(journey, step)(), Decision)
    assert verify().holds


def test_a_withdrawal_with_both_branches_open(own_database: str) -> None:
    journey = Journey(build_bloc()).to("verification")
    with nothing_written():
        kill_within(journey.withdraw, journey.case.pk)
    assert journey.open_steps() == ["opinions", "verification"]
    journey.withdraw()
    assert journey.open_steps() == []


def test_a_nomination(own_database: str) -> None:
    journey = Journey(build_bloc()).to("course")
    given = journey.nomination()
    with nothing_written():
        kill_within(lambda: journey.nominate(given), journey.case.pk + 1)
    case = journey.nominate(given)
    assert case.number.endswith("-0002")
    assert Case.objects.count() == 2
