"""Every day since 01/01/2010 has exactly one regulation, and it is the newest that was in force."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from admission_flow.models import Regulation
from admission_flow.rules.generations import GENERATIONS

ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.django_db
def test_one_a_day() -> None:
    rows = sorted(Regulation.objects.values_list("in_force_from", "code"))
    assert [code for _day, code in rows] == [code for code, *_rest in GENERATIONS]
    for (first, code), (following, _code) in zip(rows, [*rows[1:], (datetime.date(2040, 1, 1), "")], strict=True):
        for day in (first, first + ONE_DAY, following - ONE_DAY):
            assert Regulation.on(day).code == code
    with pytest.raises(Regulation.DoesNotExist):
        Regulation.on(datetime.date(2009, 12, 31))


@pytest.mark.django_db
def test_two_never_begin_on_one_day() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Regulation.objects.create(code="1-QĐ/TW", name="-", in_force_from=datetime.date(2016, 7, 25), parameters={})


@pytest.mark.django_db
def test_a_new_generation_ends_the_one_before() -> None:
    """The office may add one; what was decided before keeps its own."""
    new = Regulation.objects.create(code="20-QĐ/TW", name="-", in_force_from=datetime.date(2026, 9, 1), parameters={})
    assert Regulation.on(datetime.date(2026, 8, 31)).code == "294-QĐ/TW"
    assert Regulation.on(datetime.date(2026, 9, 1)) == new
