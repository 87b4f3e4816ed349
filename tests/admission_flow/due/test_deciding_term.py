"""Sixty working days from the cell's resolution to the decision, by the regulation of the day of the resolution."""

import datetime

import pytest

from admission_flow.models import Deadline
from orgs.models import DayOff
from tests.admission_flow.journey import PROFILE, Journey
from tests.people import Bloc

D = datetime.date
HOLIDAYS = [D(2026, 4, 27), D(2026, 4, 30), D(2026, 5, 1)]  # Hùng Kings, 30 April, 1 May
MADE_UP = D(2026, 5, 9)  # a Saturday worked instead


def moment(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(3), datetime.UTC)


def sixtieth(start: datetime.date) -> datetime.date:
    """Counted day by day."""
    day, left = start, 60
    while left:
        day += datetime.timedelta(days=1)
        worked = (day.weekday() < 5 and day not in HOLIDAYS) or day == MADE_UP
        left -= worked
    return day


@pytest.fixture(autouse=True)
def _calendar(bloc: Bloc) -> None:
    DayOff.objects.all().delete()
    DayOff.objects.bulk_create(DayOff(day=day, name="lễ") for day in HOLIDAYS)
    DayOff.objects.create(day=MADE_UP, works=True, name="làm bù")


def term(journey: Journey) -> Deadline:
    return Deadline.objects.get(case=journey.case, rule="decide_admission")


@pytest.mark.parametrize("voted_on", [D(2026, 3, 2), D(2026, 3, 6), D(2026, 4, 26), D(2026, 5, 9), D(2026, 2, 14)])
def test_counted_over_holidays(bloc: Bloc, voted_on: datetime.date) -> None:
    journey = Journey(bloc, at=moment(voted_on)).to("grassroots_approval")
    found = term(journey)
    assert (found.runs_from, found.working_days, found.met_on) == (voted_on, 60, None)
    assert found.due_on == sixtieth(voted_on)


@pytest.mark.parametrize("late", [3, 45, 90, 300])
def test_runs_from_the_meeting_though_it_is_recorded_late(bloc: Bloc, late: int) -> None:
    journey = Journey(bloc, at=moment(D(2026, 3, 2))).to("cell_vote").wait(late)
    with journey.dating(-late):
        journey.cell_vote()
    assert (term(journey).runs_from, term(journey).due_on) == (D(2026, 3, 2), sixtieth(D(2026, 3, 2)))
    assert journey.to("bloc_decision").task("bloc_decision").due_on == sixtieth(D(2026, 3, 2))


@pytest.mark.parametrize(("unit", "step"), [("cell", "bloc_decision"), ("delegated_cell", "grassroots_approval")])
@pytest.mark.parametrize("outcome", ["admitted", "not_admitted"])
def test_met_on_the_day_of_the_decision(bloc: Bloc, unit: str, step: str, outcome: str) -> None:
    journey = Journey.in_unit(bloc, unit, moment(D(2026, 3, 2))).to(step).wait(10)
    with journey.dating(-2):
        getattr(journey, step)(outcome=outcome, reason="Chưa đủ thời gian rèn luyện")
    assert term(journey).met_on == D(2026, 3, 10)


def test_a_vote_held_again_begins_it_anew(bloc: Bloc) -> None:
    journey = Journey(bloc, at=moment(D(2026, 3, 2))).to("bloc_decision").wait(14)
    journey.send_back("bloc_decision")
    journey.supplement(profile=PROFILE | {"aliases": "Thanh"})
    assert term(journey).due_on == sixtieth(D(2026, 3, 2))
    journey.to("cell_vote").wait(5).cell_vote()
    assert (term(journey).runs_from, term(journey).due_on) == (D(2026, 3, 21), sixtieth(D(2026, 3, 21)))
    assert journey.to("bloc_decision").task("bloc_decision").due_on == sixtieth(D(2026, 3, 21))


@pytest.mark.parametrize(
    ("voted_on", "code", "decided_by"),
    [
        (D(2011, 10, 31), "trước 45-QĐ/TW", "45-QĐ/TW"),
        (D(2016, 7, 24), "45-QĐ/TW", "29-QĐ/TW"),
        (D(2021, 7, 29), "29-QĐ/TW", "24-QĐ/TW"),
        (D(2025, 1, 19), "24-QĐ/TW", "232-QĐ/TW"),
        (D(2025, 6, 30), "232-QĐ/TW", "294-QĐ/TW"),
        (D(2025, 7, 1), "294-QĐ/TW", "294-QĐ/TW"),
    ],
)
def test_keeps_the_regulation_of_the_vote(bloc: Bloc, voted_on: datetime.date, code: str, decided_by: str) -> None:
    journey = Journey(bloc, at=moment(voted_on)).to("bloc_decision", birth_date=D(1990, 1, 1)).wait(30)
    assert journey.bloc_decision().regulation.code == decided_by
    assert term(journey).regulation.code == code
