"""The awareness certificate: from its date to the last day before 60 months are complete."""

import datetime

import pytest

from admission_flow.rules.ages import months_between
from admission_flow.rules.validity import certificate, certificate_valid_to
from tests.rules.by import BY_2021, by

D = datetime.date
ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("dated", "last"),
    [
        (D(2016, 8, 15), D(2021, 8, 14)),
        (D(2016, 8, 31), D(2021, 8, 30)),
        (D(2016, 3, 1), D(2021, 2, 28)),
        (D(2016, 2, 29), D(2021, 2, 28)),
        (D(2019, 3, 1), D(2024, 2, 29)),
        (D(2016, 1, 1), D(2020, 12, 31)),
    ],
)
def test_valid_from_its_date_to_its_last_day(dated: datetime.date, last: datetime.date) -> None:
    assert certificate_valid_to(dated, BY_2021) == last
    days = {dated - ONE_DAY: False, dated: True, last: True, last + ONE_DAY: False}
    assert {day: certificate(dated, day, BY_2021).met for day in days} == days


def test_the_last_day_is_the_last_on_which_the_months_are_not_complete() -> None:
    for offset in range(366):
        dated = D(2016, 1, 1) + offset * ONE_DAY
        for months in (1, 12, 60):
            last = certificate_valid_to(dated, by(certificate_months=months))
            assert months_between(dated, last) == months - 1
            assert months_between(dated, last + ONE_DAY) == months
