"""Working days by value, and the table they are read from."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command

from orgs.calendar import Calendar, add_working_days, calendar_for, local_day, working_days_between
from orgs.models import DayOff
from orgs.public_holidays import seed_calendar

D = datetime.date
PLAIN = Calendar()
# Tết 2015 as it was: off from Monday 16 to Monday 23 February, Saturday 14 worked instead.
TET = Calendar(off=frozenset(D(2015, 2, day) for day in range(16, 24)), worked=frozenset({D(2015, 2, 14)}))


@pytest.mark.parametrize(
    ("start", "n", "calendar", "day"),
    [
        (D(2026, 11, 23), 1, PLAIN, D(2026, 11, 24)),
        (D(2026, 11, 20), 1, PLAIN, D(2026, 11, 23)),
        (D(2026, 11, 21), 1, PLAIN, D(2026, 11, 23)),
        (D(2026, 11, 20), 5, PLAIN, D(2026, 11, 27)),
        (D(2026, 11, 23), -1, PLAIN, D(2026, 11, 20)),
        (D(2026, 11, 20), 0, PLAIN, D(2026, 11, 20)),
        (D(2026, 11, 21), 0, PLAIN, D(2026, 11, 23)),
        (D(2015, 2, 13), 1, TET, D(2015, 2, 14)),
        (D(2015, 2, 13), 2, TET, D(2015, 2, 24)),
        (D(2015, 2, 24), -2, TET, D(2015, 2, 13)),
    ],
)
def test_the_nth_working_day(start: D, n: int, calendar: Calendar, day: D) -> None:
    assert add_working_days(start, n, calendar) == day


def test_sixty_working_days_are_twelve_weeks() -> None:
    assert add_working_days(D(2026, 3, 2), 60, PLAIN) == D(2026, 5, 25)


def test_counting_undoes_adding() -> None:
    for start in (D(2015, 2, 10) + datetime.timedelta(days=n) for n in range(20)):
        for n in (1, 2, 3, 10, 30):
            assert working_days_between(start, add_working_days(start, n, TET), TET) == n
            assert working_days_between(add_working_days(start, n, TET), start, TET) == -n
    assert working_days_between(D(2015, 2, 13), D(2015, 2, 13), TET) == 0


def test_the_local_day_is_vietnams() -> None:
    assert local_day(datetime.datetime(2015, 12, 31, 17, 0, tzinfo=datetime.UTC)) == D(2016, 1, 1)
    assert local_day(datetime.datetime(2015, 12, 31, 16, 59, tzinfo=datetime.UTC)) == D(2015, 12, 31)
    assert local_day(D(2015, 12, 31)) == D(2015, 12, 31)


@pytest.mark.django_db
def test_the_calendar_is_seeded_once_and_keeps_what_the_office_changes(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_calendar")
    days = DayOff.objects.count()
    DayOff.objects.filter(day=D(2015, 2, 19)).update(name="Tết Ất Mùi")
    call_command("load_calendar")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{days} days added, 0 known already")
    assert second.startswith(f"0 days added, {days} known already")
    assert DayOff.objects.get(day=D(2015, 2, 19)).name == "Tết Ất Mùi"


@pytest.mark.django_db
def test_every_year_has_its_holidays_and_future_ones_are_to_confirm() -> None:
    seed_calendar(D(2026, 11, 23))
    for year in range(2010, 2032):
        off = set(DayOff.objects.filter(day__year=year, works=False).values_list("day", flat=True))
        assert {D(year, 1, 1), D(year, 4, 30), D(year, 5, 1), D(year, 9, 2)} <= off
        assert len(off) >= 10
    assert not DayOff.objects.filter(day__year__lte=2026, to_confirm=True).exists()
    assert not DayOff.objects.filter(day__year__gt=2026, to_confirm=False).exists()


@pytest.mark.django_db
def test_the_calendar_is_read_in_one_statement(django_assert_num_queries: object) -> None:
    seed_calendar(D(2026, 1, 1))
    with django_assert_num_queries(1):  # type: ignore[operator]
        calendar = calendar_for(D(2015, 2, 1), D(2015, 3, 31))
    assert not calendar.works(D(2015, 2, 19))
    assert calendar.works(D(2015, 2, 14))
    assert calendar.works(D(2015, 2, 25))
