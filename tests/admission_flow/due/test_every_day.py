"""Every day since 01/01/2010 has exactly one regulation: the newest edition of the newest generation in force."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from admission_flow.models import Regulation
from admission_flow.rules.generations import GENERATIONS

ONE_DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def add(code: str, in_force_from: datetime.date, edition: int = 1, from_day: datetime.date | None = None) -> Regulation:
    return Regulation.objects.create(
        code=code,
        name="-",
        in_force_from=in_force_from,
        edition=edition,
        from_day=from_day or in_force_from,
        parameters={},
    )


def test_one_a_day() -> None:
    rows = sorted(Regulation.objects.values_list("in_force_from", "code"))
    assert [code for _day, code in rows] == [code for code, *_rest in GENERATIONS]
    for (first, code), (following, _code) in zip(rows, [*rows[1:], (datetime.date(2040, 1, 1), "")], strict=True):
        for day in (first, first + ONE_DAY, following - ONE_DAY):
            assert Regulation.on(day).code == code
    with pytest.raises(Regulation.DoesNotExist):
        Regulation.on(datetime.date(2009, 12, 31))


@pytest.mark.parametrize(
    "columns",
    [
        {"code": "1-QĐ/TW", "in_force_from": datetime.date(2016, 7, 25)},
        {"code": "29-QĐ/TW", "in_force_from": datetime.date(2017, 1, 1), "edition": 2},
        {"code": "29-QĐ/TW", "in_force_from": datetime.date(2016, 7, 25), "edition": 1},
        {"code": "2-QĐ/TW", "in_force_from": datetime.date(2026, 9, 1), "from_day": datetime.date(2026, 9, 2)},
        {
            "code": "29-QĐ/TW",
            "in_force_from": datetime.date(2016, 7, 25),
            "edition": 2,
            "from_day": datetime.date(2016, 7, 24),
        },
    ],
    ids=["two a day", "two days of one", "twice one edition", "begins later", "edition before its generation"],
)
def test_the_table_refuses_what_would_leave_a_day_in_doubt(columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add(**columns)


def test_a_new_generation_ends_the_one_before() -> None:
    """The office may add one; what was decided before keeps its own."""
    new = add("20-QĐ/TW", datetime.date(2026, 9, 1))
    assert Regulation.on(datetime.date(2026, 8, 31)).code == "294-QĐ/TW"
    assert Regulation.on(datetime.date(2026, 9, 1)) == new


def test_a_further_edition_counts_from_its_day_and_the_newest_of_all_wins() -> None:
    began = datetime.date(2025, 7, 1)
    second = add("294-QĐ/TW", began, 2, datetime.date(2026, 3, 1))
    assert Regulation.on(datetime.date(2026, 2, 28)).edition == 1
    assert Regulation.on(datetime.date(2026, 3, 1)) == second
    third = add("294-QĐ/TW", began, 3, began)
    assert Regulation.on(began) == Regulation.on(datetime.date(2026, 3, 1)) == third
    assert Regulation.on(began - ONE_DAY).code == "232-QĐ/TW"
