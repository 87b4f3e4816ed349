"""The last day of a term by value: over Tết, over make-up Saturdays, with an extension, with time on hold."""

import datetime

import pytest

from admission_flow.rules.clock import Pause, count, last_day, may_extend
from admission_flow.rules.deadlines import DECIDE_ADMISSION, HOLD_CEREMONY
from admission_flow.rules.values import Parameters
from orgs.calendar import Calendar
from orgs.public_holidays import expected_days
from tests.rules.by import BY_2021, ROWS, by

D = datetime.date


def vietnam(year: int) -> Calendar:
    days = expected_days(year, year)
    return Calendar(
        off=frozenset(day for day, (works, _name) in days.items() if not works),
        worked=frozenset(day for day, (works, _name) in days.items() if works),
        names={day: name for day, (_works, name) in days.items()},
    )


Y2015, Y2026 = vietnam(2015), vietnam(2026)
TET_2026 = [D(2026, 2, day) for day in range(16, 21)]


def test_tet_in_the_middle_of_thirty_working_days_29_qd_tw_4_1_s2() -> None:
    found = count(D(2026, 2, 2), 30, Y2026)
    assert found.due_on == found.ends_on == D(2026, 3, 23)
    assert [day for day, _name in found.off] == TET_2026
    assert dict(found.off)[D(2026, 2, 17)] == "Tết Nguyên Đán"


@pytest.mark.parametrize(("counted", "due_on"), [(False, D(2026, 3, 23)), (True, D(2026, 3, 20))])
def test_the_day_of_the_event_counts_only_where_the_value_says_so_s1_s2_derived(counted: bool, due_on: D) -> None:
    assert count(D(2026, 2, 2), 30, Y2026, event_day_counted=counted).due_on == due_on


def test_a_make_up_saturday_counts() -> None:
    found = count(D(2015, 2, 12), 5, Y2015)
    assert found.due_on == D(2015, 2, 26)
    assert [day for day, _name in found.made_up] == [D(2015, 2, 14)]
    assert [day.day for day, _name in found.off] == [16, 17, 18, 19, 20, 23]


def test_an_extension_over_a_holiday_29_qd_tw_4_3_s1() -> None:
    found = count(D(2026, 4, 6), 10, Y2026, extended_by=30)
    assert (found.ends_on, found.due_on) == (D(2026, 4, 20), D(2026, 6, 4))
    assert [day for day, _name in found.off] == [D(2026, 4, 27), D(2026, 4, 30), D(2026, 5, 1)]


def test_a_hold_across_tet_keeps_back_the_working_days_it_lasted() -> None:
    pause = Pause(D(2026, 2, 11), D(2026, 2, 25))
    found = count(D(2026, 2, 2), 30, Y2026, pauses=[pause])
    assert found.due_on == D(2026, 3, 30)
    assert found.stood == ((pause, 5),)


@pytest.mark.parametrize(
    ("first", "until", "due_on"),
    [
        (D(2026, 3, 23), D(2026, 3, 24), D(2026, 3, 24)),  # held on the last day itself
        (D(2026, 3, 24), D(2026, 4, 24), D(2026, 3, 23)),  # late already
        (D(2026, 3, 10), D(2026, 3, 10), D(2026, 3, 23)),  # resumed the same day
        (D(2026, 2, 14), D(2026, 2, 21), D(2026, 3, 23)),  # only days off
        (D(2026, 1, 5), D(2026, 2, 3), D(2026, 3, 23)),  # over before the first day that counts
    ],
)
def test_the_edges_of_a_hold(first: D, until: D, due_on: D) -> None:
    assert count(D(2026, 2, 2), 30, Y2026, pauses=[Pause(first, until)]).due_on == due_on


def test_a_term_of_no_days_ends_on_the_first_day_that_counts() -> None:
    assert count(D(2026, 2, 14), 0, Y2026).due_on == D(2026, 2, 23)
    assert count(D(2026, 2, 13), 0, Y2026).due_on == D(2026, 2, 13)


@pytest.mark.parametrize(("rule", "days"), [(DECIDE_ADMISSION, 60), (HOLD_CEREMONY, 30)], ids=["29_4_3_S1", "24_S3_S4"])
def test_the_arithmetic_names_what_it_used(rule: str, days: int) -> None:
    found, told = last_day(rule, D(2026, 2, 2), BY_2021, Y2026)
    numbers = told["numbers"]
    assert (numbers["working_days"], numbers["due_on"]) == (days, found.due_on.isoformat())
    assert numbers["off"][:5] == [day.isoformat() for day in TET_2026]
    assert [row["name"] for row in told["used"]] == [f"{rule}_working_days".replace("hold_", ""), "event_day_counted"]
    assert told["regulation"] == "24-QĐ/TW"
    assert told["confidence"] != "sourced", "that the day of the event isn't counted is derived"


def test_a_correction_of_the_values_is_followed() -> None:
    values = by(ceremony_working_days=3, event_day_counted=True)
    assert last_day(HOLD_CEREMONY, D(2026, 3, 2), values, Y2026)[0].due_on == D(2026, 3, 4)


@pytest.mark.parametrize("code", ROWS)
def test_extended_once_29_qd_tw_4_3_s1(code: str) -> None:
    values = Parameters(code, ROWS[code])
    assert values["extension_working_days"].value == 30
    assert may_extend(values, 0)
    assert not may_extend(values, 1)
