"""Forecasts of open cases, tried on months that they were not made from."""

from __future__ import annotations

import datetime
import os
import random
from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from admission_flow.models import Task
from admission_flow.simulation.simulate import simulate
from insights.models import DaysTally, Stay
from insights.waits import paces
from insights.waits.forecasts import (
    ENOUGH,
    Forecasts,
    bloc_of,
    breaking,
    coverage_of,
    deadlines_that_will_break,
    forecasts_for,
    next_to_break,
    pace_of_steps,
)
from insights.waits.scope import BoardFilters, Scope, scope_of
from insights.waits.standing import standing
from insights.waits.survival import curve
from insights.waits.tallying import roll_up_all
from insights.waits.ways import months_after
from orgs.calendar import local_day
from tests.admission_flow.journey import Journey
from tests.people import Bloc, build_bloc

TODAY = datetime.date(2026, 11, 20)


def scope(bloc: Bloc) -> Scope:
    found = scope_of(bloc.standing_deputy, BoardFilters(), at=timezone.now())
    assert found is not None
    return found


def remembered(bloc: Bloc, step: str, months: range, *, number: int, median: float, seed: int = 1) -> None:
    """Past cases whose decision came so many days after this step, log-normal around the median; `months` ago."""
    chance = random.Random(seed)
    this_month = local_day(timezone.now()).replace(day=1)
    rows: dict[tuple[datetime.date, int], int] = {}
    for ago in months:
        for _ in range(number):
            key = (months_after(this_month, -ago), round(chance.lognormvariate(0, 0.4) * median))
            rows[key] = rows.get(key, 0) + 1
    DaysTally.objects.bulk_create(
        DaysTally(unit=bloc.unit, step=step, route="ordinary", generation="g", month=month, to_decision=True,
                  days=days, ended=ended)
        for (month, days), ended in rows.items()
    )  # fmt: skip


def test_the_past_of_those_that_waited_as_long(bloc: Bloc) -> None:
    past = curve({10: 50, 40: 40, 100: 10}, {})
    known = Forecasts({("cell_vote", "ordinary"): past}, TODAY)
    fresh = known.of("cell_vote", "ordinary", TODAY)
    assert fresh is not None
    assert (fresh.earliest, fresh.latest) == (TODAY + datetime.timedelta(10), TODAY + datetime.timedelta(40))
    old = known.of("cell_vote", "ordinary", TODAY - datetime.timedelta(50))
    assert old is not None
    assert (old.earliest, old.latest) == (TODAY + datetime.timedelta(50), TODAY + datetime.timedelta(50))
    assert known.of("cell_vote", "ordinary", TODAY - datetime.timedelta(200)) is None, "nobody waited so long"
    assert known.of("course", "ordinary", TODAY) is None


def test_too_few_cases_make_no_forecast() -> None:
    few = Forecasts({("cell_vote", "ordinary"): curve({10: ENOUGH - 1}, {})}, TODAY)
    assert few.of("cell_vote", "ordinary", TODAY) is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_intervals_hold_for_months_they_were_not_made_from(bloc: Bloc, seed: int) -> None:
    for step, median in (("verification", 120.0), ("cell_vote", 70.0)):
        remembered(bloc, step, range(13, 40), number=12, median=median, seed=seed)
        remembered(bloc, step, range(12), number=12, median=median, seed=seed + 100)
    found = coverage_of(scope(bloc))
    assert found is not None
    assert found.cases > 250
    assert 75 <= found.percent <= 95


def test_where_the_pace_changed_the_coverage_says_so(bloc: Bloc) -> None:
    remembered(bloc, "verification", range(13, 40), number=12, median=60)
    remembered(bloc, "verification", range(12), number=12, median=240)
    found = coverage_of(scope(bloc))
    assert found is not None
    assert found.percent < 50


def test_without_a_past_there_is_no_coverage(bloc: Bloc) -> None:
    assert coverage_of(scope(bloc)) is None


def test_every_open_case_gets_its_interval(bloc: Bloc, django_assert_max_num_queries: Any) -> None:
    Journey(bloc).to("cell_vote")
    sum(roll_up_all(at=timezone.now()))
    remembered(bloc, "cell_vote", range(1, 20), number=5, median=60)
    with django_assert_max_num_queries(8):
        known = forecasts_for(scope(bloc))
    stay = Stay.objects.get(ended_on=None)
    found = known.of(stay.step, stay.route, stay.opened_on)
    assert found is not None
    assert found.latest is not None
    assert local_day(timezone.now()) < found.earliest < found.latest


def test_deadlines_that_will_break(bloc: Bloc) -> None:
    Journey(bloc).to("cell_vote")
    sum(roll_up_all(at=timezone.now()))
    today = local_day(timezone.now())
    task = Task.objects.filter(status="NEW", step="cell_vote")
    DaysTally.objects.create(unit=bloc.unit, step="cell_vote", route="ordinary", generation="g",
                             month=today.replace(day=1), to_decision=False, days=30, ended=ENOUGH)  # fmt: skip
    paces.put_together(today)
    for due_in, breaks in ((10, 1), (29, 1), (31, 0), (-1, 0)):
        task.update(due_on=today + datetime.timedelta(days=due_in))
        sum(roll_up_all(at=timezone.now()))
        asked = scope(bloc)
        pace = pace_of_steps(asked)
        assert len(deadlines_that_will_break(asked, pace)) == breaks, due_in
        assert breaking(standing(asked), pace).total() == breaks, due_in
    assert bloc_of(bloc.cell) == bloc.unit


def test_the_next_to_break_are_those_due_first(bloc: Bloc) -> None:
    for _case in range(4):
        Journey(bloc).to("cell_vote")
    today = local_day(timezone.now())
    DaysTally.objects.create(unit=bloc.unit, step="cell_vote", route="ordinary", generation="g",
                             month=today.replace(day=1), to_decision=False, days=30, ended=ENOUGH)  # fmt: skip
    paces.put_together(today)
    tasks = Task.objects.filter(status="NEW", step="cell_vote").order_by("-pk")
    for task, due_in in zip(tasks, (9, 9, 40, 3), strict=True):
        Task.objects.filter(pk=task.pk).update(due_on=today + datetime.timedelta(days=due_in))
    sum(roll_up_all(at=timezone.now()))
    asked = scope(bloc)
    pace = pace_of_steps(asked)
    found = breaking(standing(asked), pace)
    soonest = [tasks[3].pk, *sorted((tasks[0].pk, tasks[1].pk))]
    assert [one.task_id for one in deadlines_that_will_break(asked, pace)] == soonest
    assert [one.task_id for one in next_to_break(asked, pace, found, 3)] == soonest
    assert [one.task_id for one in next_to_break(asked, pace, found, 2)] == soonest[:2]
    assert next_to_break(asked, pace, Counter(), 3) == []


@pytest.mark.skipif("not os.environ.get('SOAK')", reason="four years of cases take minutes: make soak")
def test_intervals_hold_on_a_simulated_history(module_database: str) -> None:
    assert os.environ["SOAK"]
    bloc = build_bloc()
    today = local_day(timezone.now())
    simulate(500, today - datetime.timedelta(days=4 * 365), today, 9, now=timezone.now())
    sum(roll_up_all(at=timezone.now()))
    found = coverage_of(scope(bloc))
    assert found is not None
    print(f"{found.cases} stays held out, {found.percent} % within intervals of 80 %")
    assert 75 <= found.percent <= 95
