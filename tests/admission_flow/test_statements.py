"""What a step costs: statements from the lock to the commit, whatever the number of people told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.people import Bloc, make_seat, make_user, new_person

BAR, JOINING_BAR = 20, 24
STEPS = ["nominate", "course", "declaration", "opinions", "verification", "file_check", "cell_vote",
         "departmental_appraisal", "grassroots_approval", "bloc_appraisal", "bloc_decision", "ceremony"]  # fmt: skip


@dataclass
class Counted:
    """Statements of an act, from its lock to its commit."""

    on_commit: DjangoCaptureOnCommitCallbacks

    def __call__(self, act: Callable[..., Any], *given: Any, **more: Any) -> int:
        with CaptureQueriesContext(connection) as captured, self.on_commit():
            act(*given, **more)
        statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        lock = next(place for place, sql in enumerate(statements) if "FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql)
        return len(statements) - lock


@pytest.fixture
def counted(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Counted:
    return Counted(django_capture_on_commit_callbacks)


@pytest.mark.parametrize("more_people", [0, 30])
def test_each_step(bloc: Bloc, more_people: int, counted: Counted) -> None:
    for number in range(more_people):
        person = new_person(f"Trần Văn Năm {number}")
        person.save()
        make_user(person)
        make_seat(bloc.unit, "organisation_board", person)
    journey = Journey.in_unit(bloc, "departmental_cell")
    for step in STEPS:
        number = counted(getattr(journey, step))
        assert number <= (JOINING_BAR if step == "verification" else BAR), (step, number)


def test_steps_beside_the_way(bloc: Bloc, counted: Counted) -> None:
    """With as much in them as there can be: everything changed, both inquiries again, another conclusion."""
    journey = Journey(bloc).to("bloc_decision")
    assert counted(journey.take, journey.task("bloc_decision")) <= BAR
    assert counted(journey.ask_opinion) <= BAR
    assert counted(journey.consultation) <= BAR
    assert counted(journey.send_back, "bloc_decision", again=("opinions", "verification")) <= BAR
    changes = {"profile": PROFILE | {"aliases": "Thanh"}, "relatives": RELATIVES[:2], "papers": (journey.paper("BS"),)}
    assert counted(journey.supplement, **changes) <= BAR
    assert counted(journey.opinions, "disagrees") <= BAR
    assert counted(journey.verification, "not_clear") <= JOINING_BAR
    assert counted(journey.withdraw) <= BAR


def test_steps_sideways(bloc: Bloc, counted: Counted) -> None:
    journey = Journey(bloc).to("bloc_decision")
    paper = journey.case.papers.get(code="6-KNĐ")
    correction = journey.propose(f"paper.{paper.pk}.number", "17")
    assert counted(journey.decide, correction) <= BAR
    assert counted(journey.propose, f"candidate.{journey.case.candidate_id}.aliases", "Thanh") <= BAR
    assert counted(journey.decide, journey.case.corrections.latest("pk")) <= JOINING_BAR
    journey.case.refresh_from_db()
    journey.to("bloc_decision")
    assert counted(journey.send_back, "bloc_decision", again=("cell_vote", "course"), items=()) <= BAR
    assert counted(journey.transfer, "delegated_cell") <= BAR
    journey.to_the_end()
    assert counted(journey.cancel_admission) <= BAR
