"""Several things told by one act: one statement, whatever their number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from notices.models import Notice
from notices.tell import Told, tell_each
from tests.people import Bloc


def test_each_to_its_own_people(bloc: Bloc, django_assert_num_queries: Callable[[int], Any]) -> None:
    secretary, deputy, officer = bloc.cell_secretary.pk, bloc.cell_deputy.pk, bloc.committee_officer.pk
    told = [
        Told([secretary, deputy, secretary], "test_step", {"case": "1", "step": "opinions"}, "/cases/1/", "task:1"),
        Told([officer], "test_step", {"case": "1", "step": "verification"}, "/cases/1/", "task:2"),
        Told([], "test_step", {}, "/cases/1/", "task:3"),
    ]
    with django_assert_num_queries(1):
        tell_each(told, at=timezone.now())
    rows = Notice.objects.order_by("source", "recipient").values_list("recipient", "params__step", "source")
    assert list(rows) == [
        (secretary, "opinions", "task:1"),
        (deputy, "opinions", "task:1"),
        (officer, "verification", "task:2"),
    ]


def test_one_that_is_not_plain_tells_nothing(bloc: Bloc) -> None:
    good = Told([bloc.cell_secretary.pk], "test_step", {}, "/", "task:1")
    bad = Told([bloc.cell_deputy.pk], "test_step", {"relatives": ["…"]}, "/", "task:2")  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="relatives"):
        tell_each([good, bad], at=timezone.now())
    assert not Notice.objects.exists()
