"""`manage.py simulate`: what it prints, what it refuses, and how it fails."""

import datetime
import random
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from admission_flow.models import Case, Task
from admission_flow.simulation.clock import DAY, WorkingTime
from admission_flow.simulation.fates import Fate
from admission_flow.simulation.history import History, PlanFailedError
from admission_flow.simulation.pace import Pace
from admission_flow.simulation.planner import Plan
from admission_flow.simulation.roster import Roster
from admission_flow.simulation.scene import World
from orgs.models import Seat
from tests.people import Bloc, make_seat

PERIOD = ("--from", "2024-01-02", "--to", "31/08/2024")


def run(*arguments: str, **options: Any) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("simulate", *arguments, stdout=out, **options)
    return out.getvalue()


def test_it_ends_with_a_line_that_counts(bloc: Bloc) -> None:
    said = run("--cases", "5", *PERIOD)
    still_open = Case.objects.filter(outcome="", admission=None).count()
    assert said.startswith("5 cases: ")
    assert f"{still_open} open" in said
    assert Case.objects.filter(admission=None).count() == 5


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--cases", "0", *PERIOD], "at least one"),
        (["--cases", "5", "--from", "2024-02-01", "--to", "2024-01-01"], "after the last"),
        (["--cases", "5", "--from", "2009-12-31", "--to", "2010-03-01"], "01/01/2010"),
        (["--cases", "5", "--from", "2024-01-06", "--to", "2024-01-07"], "No working day"),
        (["--cases", "5", "--from", "2024-01-02", "--to", "2100-12-31"], "31/12/2100, has not come"),
        (["--cases", "5", "--from", "yesterday"], "not a date"),
        *(
            (["--cases", "5", *PERIOD, "--slow-step", "cell_vote", f"--slow-times={times}"], "from 0.1 to 100")
            for times in ("nan", "inf", "-inf", "1e308", "0", "-4", "0.09", "100.5")
        ),
        (["--cases", "5", *PERIOD, "--slow-times", "4"], "--slow-unit or --slow-step"),
        (["--cases", "5", *PERIOD, "--slow-unit", "nowhere", "--slow-times", "4"], "No unit has the code"),
    ],
)
def test_refused_in_a_sentence(bloc: Bloc, arguments: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        run(*arguments)
    assert not Case.objects.exists()


@pytest.mark.parametrize("times", ["0.1", "100"])
def test_as_slow_and_as_quick_as_may_be(bloc: Bloc, times: str) -> None:
    slow = ("--slow-unit", bloc.committee.code, "--slow-step", "course", "--slow-times", times)
    assert run("--cases", "3", *PERIOD, *slow).startswith("3 cases: ")


def test_refused_where_no_bloc_is_loaded(db: None) -> None:
    with pytest.raises(CommandError, match="load_bloc"):
        run("--cases", "5", *PERIOD)


def test_refused_in_production(bloc: Bloc, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="real ones"):
        run("--cases", "5", *PERIOD)
    assert not Case.objects.exists()


@pytest.fixture
def world(bloc: Bloc) -> World:
    clock = WorkingTime(datetime.date(2024, 1, 2), datetime.date(2024, 12, 31))
    return World(1, Roster(), clock, Pace(1, clock), len(clock.days) * DAY - 1)


def plan(world: World, bloc: Bloc, **columns: Any) -> Plan:
    cell = next(cell for cell in world.roster.cells if cell.unit == bloc.cell)
    return Plan(**{"number": 1, "cell": cell, "start": DAY, "fate": Fate("given"), **columns})


def test_a_refused_act_ends_it_all_and_is_named(world: World, bloc: Bloc) -> None:
    already_a_member = plan(world, bloc, person=bloc.seatless.person)
    with pytest.raises(PlanFailedError, match="plan 1, nominate on 03/01/2024"):
        History(world).run([already_a_member], lambda second: None)


def test_a_step_waits_while_its_seat_is_vacant(world: World, bloc: Bloc) -> None:
    vacant = (datetime.date(2024, 1, 4), datetime.date(2024, 9, 2))
    for seat in Seat.objects.filter(unit=bloc.cell, ends=None):
        Seat.objects.filter(pk=seat.pk).update(ends=vacant[0] - datetime.timedelta(days=1))
        make_seat(bloc.cell, seat.role, seat.person, starts=vacant[1])
    world.roster = Roster()
    History(world).run([plan(world, bloc)], lambda second: None)
    declared = Task.objects.get(step="declaration")
    assert declared.done_at is not None
    assert timezone.localdate(declared.done_at) >= vacant[1]


def test_working_time_there_and_back(db: None) -> None:
    clock, rng = WorkingTime(datetime.date(2024, 1, 5), datetime.date(2024, 2, 29)), random.Random(1)
    for second in [0, DAY - 1, DAY, *(rng.randrange(30 * DAY) for _ in range(50))]:
        assert clock.elapsed(clock.moment(second)) == second
    friday_night = datetime.datetime(2024, 1, 5, 23, tzinfo=timezone.get_current_timezone())
    assert clock.elapsed(friday_night) == DAY - 1
    assert clock.elapsed(friday_night + datetime.timedelta(days=2)) == DAY - 1
    assert clock.day(DAY) == datetime.date(2024, 1, 8)
