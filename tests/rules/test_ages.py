"""Age counted by completed months, on the day the cell considers the admission."""

import datetime

import pytest

from admission_flow.rules.ages import add_months, age, complete_on, is_over, months_between
from admission_flow.rules.values import Parameters
from tests.rules.by import BY_2021, ROWS, by

D = datetime.date
ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "day", "met"),
    [
        # On the day before the birthday, and from the birthday on.
        (D(2004, 6, 15), D(2022, 6, 14), False),
        (D(2004, 6, 15), D(2022, 6, 15), True),
        # Born on 29 February: in a common year full on 1 March.
        (D(2004, 2, 29), D(2022, 2, 28), False),
        (D(2004, 2, 29), D(2022, 3, 1), True),
        (D(2004, 2, 29), D(2024, 2, 29), True),
        (D(2003, 12, 31), D(2021, 12, 30), False),
        (D(2003, 12, 31), D(2021, 12, 31), True),
        (D(2004, 1, 1), D(2021, 12, 31), False),
    ],
)
@pytest.mark.parametrize("code", ["45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW"])
def test_from_18_full_years_on_s33b_s15_s16_s17_s27(born: D, day: D, met: bool, code: str) -> None:
    found = age(born, day, Parameters(code, ROWS[code]))
    assert (found.rule, found.met) == ("age", met)
    assert found.numbers == {
        "birth_date": born.isoformat(),
        "day": day.isoformat(),
        "months": months_between(born, day),
        "least": 18,
        "most": 60,
        "of_age_on": complete_on(born, 216).isoformat(),
    }


@pytest.mark.parametrize(
    ("born", "day", "over"),
    [
        # 60 years and no full month more is still in, up to the last day before 60 years and one month.
        (D(1962, 6, 15), D(2022, 6, 15), False),
        (D(1962, 6, 15), D(2022, 7, 14), False),
        (D(1962, 6, 15), D(2022, 7, 15), True),
        (D(1962, 1, 31), D(2022, 2, 28), False),
        (D(1962, 1, 31), D(2022, 3, 1), True),
        (D(1964, 2, 29), D(2024, 3, 28), False),
        (D(1964, 2, 29), D(2024, 3, 29), True),
    ],
)
def test_60_years_and_one_month_needs_the_province_levels_consent_before_the_decision_s18_s19_s20(
    born: D, day: D, over: bool
) -> None:
    found = age(born, day, BY_2021)
    assert is_over(born, day, BY_2021) is over
    if not over:
        assert (found.rule, found.answer) == ("age", "passed")
        return
    assert (found.rule, found.answer, found.paper, found.before) == (
        "over_age",
        "needs_paper",
        "VB-ĐY",
        "bloc_decision",
    )
    assert found.numbers["months"] == 721
    assert found.source == "24-QĐ/TW, S15, S16; 01-HD/TW 2021, S18, S19"
    assert age(born, day, BY_2021, consented=True).answer == "passed"


def test_without_that_path_who_is_over_fails() -> None:
    values = by(min_age_years=18, max_age_years=60, over_age_with_consent=False)
    found = age(D(1962, 6, 15), D(2022, 7, 15), values, consented=True)
    assert (found.rule, found.answer) == ("age_limit", "failed")
    assert not is_over(D(1962, 6, 15), D(2022, 7, 15), values)


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
