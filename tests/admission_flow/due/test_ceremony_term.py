"""Thirty working days from the receipt of the decision to the ceremony."""

import datetime

import pytest

from admission_flow.models import Deadline
from orgs.calendar import Calendar, add_working_days
from orgs.models import DayOff
from tests.admission_flow.journey import Journey
from tests.people import Bloc

AT = datetime.datetime(2026, 3, 2, 3, tzinfo=datetime.UTC)
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_holidays(bloc: Bloc) -> None:
    DayOff.objects.all().delete()


def term(journey: Journey) -> Deadline:
    return Deadline.objects.get(case=journey.case, rule="hold_ceremony")


def test_runs_from_the_day_of_recording_until_the_receipt_is_known(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision").wait(9)
    with journey.dating(-4):
        journey.bloc_decision()
    expected = add_working_days(journey.today, 30, Calendar())
    assert (term(journey).runs_from, term(journey).due_on, term(journey).met_on) == (journey.today, expected, None)
    assert journey.task("ceremony").due_on == expected


def test_told_by_the_receipt_and_met_by_the_ceremony(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("ceremony")
    received = journey.today + 3 * ONE_DAY
    journey.wait(20).ceremony(received, journey.today - ONE_DAY)
    found = term(journey)
    assert (found.runs_from, found.met_on) == (received, journey.today - ONE_DAY)
    assert found.due_on == add_working_days(received, 30, Calendar())


def test_keeps_the_regulation_of_the_receipt(bloc: Bloc) -> None:
    journey = Journey(bloc, at=datetime.datetime(2025, 6, 27, 3, tzinfo=datetime.UTC)).to("ceremony")
    received = journey.today + ONE_DAY
    held = journey.wait(10).ceremony(received)
    assert (held.regulation.code, term(journey).regulation.code) == ("294-QĐ/TW", "232-QĐ/TW")
