"""Papers that expire: from their date to the last day before their months are complete."""

import datetime

import pytest

from admission_flow.rules.ages import months_between
from admission_flow.rules.validity import certificate, certificate_valid_to, expires_before, paper_valid, paper_valid_to
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


def met(code: str, dated: datetime.date, day: datetime.date) -> bool | None:
    found = paper_valid(code, dated, day, BY_2021)
    return found.met if found else None


LISTED = ["3-KNĐ", "4-KNĐ", "4A-KNĐ"]


def test_a_certificate_of_60_months_and_of_61_s46() -> None:
    dated = D(2021, 11, 20)
    days = (D(2026, 11, 19), D(2026, 11, 20), D(2026, 12, 20))
    assert [met("CN-NTVĐ", dated, day) for day in days] == [True, False, False]


@pytest.mark.parametrize("code", LISTED)
def test_12_months_for_those_listed_s45(code: str) -> None:
    dated, last = D(2025, 1, 15), D(2026, 1, 14)
    assert paper_valid_to(code, dated, BY_2021) == last
    assert met(code, dated, last)
    after = paper_valid(code, dated, last + ONE_DAY, BY_2021)
    assert after
    assert not after.met
    assert {one.name for one in after.used} == {"stale_paper_months", "stale_papers"}
    assert after.numbers | {"day": ""} == {
        "code": code, "dated": "2025-01-15", "day": "", "valid_to": "2026-01-14", "months": 12,
    }  # fmt: skip


@pytest.mark.parametrize("code", ["1-KNĐ", "2-KNĐ", "5-KNĐ", "NQ-CB", "BC-TTLL", "6-KNĐ", "BS"])
def test_no_other_expires_until_an_edition_lists_it_s45_s47(code: str) -> None:
    assert paper_valid_to(code, D(2010, 1, 1), BY_2021) is None
    assert paper_valid(code, D(2010, 1, 1), D(2026, 1, 1), BY_2021) is None
    local = by(stale_papers=[code], stale_paper_months=6)
    assert paper_valid_to(code, D(2026, 1, 1), local) == D(2026, 6, 30)


def test_flagged_where_it_expires_before_the_step_is_due() -> None:
    due = D(2026, 3, 10)
    assert expires_before(due - ONE_DAY, due)
    assert not expires_before(due, due)
    assert not expires_before(None, due)
    assert not expires_before(due, None)
