"""Age counted by completed months, on the day the cell considers the admission."""

import datetime

import pytest

from admission_flow.rules.ages import add_months, age, months_between
from tests.rules.by import BY_2021

D = datetime.date
ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "day", "met"),
    [
        # 18 full years: not on the day before the birthday, from the birthday on.
        (D(2004, 6, 15), D(2022, 6, 14), False),
        (D(2004, 6, 15), D(2022, 6, 15), True),
        # Born on 29 February: in a common year full on 1 March.
        (D(2004, 2, 29), D(2022, 2, 28), False),
        (D(2004, 2, 29), D(2022, 3, 1), True),
        (D(2004, 2, 29), D(2024, 2, 29), True),
        (D(2003, 12, 31), D(2021, 12, 30), False),
        (D(2003, 12, 31), D(2021, 12, 31), True),
        (D(2004, 1, 1), D(2021, 12, 31), False),
        # 60 years and no full month more: met up to the last day before 60 years and one month.
        (D(1962, 6, 15), D(2022, 6, 15), True),
        (D(1962, 6, 15), D(2022, 7, 14), True),
        (D(1962, 6, 15), D(2022, 7, 15), False),
        (D(1962, 1, 31), D(2022, 2, 28), True),
        (D(1962, 1, 31), D(2022, 3, 1), False),
        (D(1964, 2, 29), D(2024, 3, 28), True),
        (D(1964, 2, 29), D(2024, 3, 29), False),
    ],
)
def test_of_age(born: datetime.date, day: datetime.date, met: bool) -> None:
    found = age(born, day, BY_2021)
    assert found.met is met
    assert found.numbers == {
        "birth_date": born.isoformat(),
        "day": day.isoformat(),
        "months": months_between(born, day),
        "least": 18,
        "most": 60,
    }


def test_months_are_complete_on_their_day_or_on_the_first_after_it() -> None:
    """Against counting the monthly anniversaries one by one, over days around a leap year."""
    for start in (D(2019, 10, 30), D(2019, 12, 31), D(2020, 1, 29), D(2020, 2, 29), D(2020, 3, 1)):
        months, day = 0, start
        while day < D(2022, 3, 5):
            day += ONE_DAY
            missing = day.day == 1 and start.day > (day - ONE_DAY).day
            months += day.day == start.day or missing
            assert months_between(start, day) == months, (start, day)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (D(2020, 1, 15), 0, D(2020, 1, 15)),
        (D(2020, 1, 31), 1, D(2020, 2, 29)),
        (D(2021, 1, 31), 1, D(2021, 2, 28)),
        (D(2020, 10, 31), 2, D(2020, 12, 31)),
        (D(2020, 12, 1), 1, D(2021, 1, 1)),
        (D(2020, 2, 29), 12, D(2021, 2, 28)),
        (D(2020, 2, 29), 48, D(2024, 2, 29)),
        (D(2020, 8, 31), 60, D(2025, 8, 31)),
        (D(9999, 12, 31), 0, D(9999, 12, 31)),
        (D(9998, 12, 30), 60, D(9999, 12, 31)),
    ],
)
def test_months_later(day: datetime.date, months: int, later: datetime.date) -> None:
    assert add_months(day, months) == later
