"""A simulated history judges the rules of the bloc's own."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from admission_flow.models import Decision, Judgement
from admission_flow.simulation.simulate import simulate
from journal.verify import verify
from tests.admission_flow.local.asked import TITLE, judged
from tests.people import Bloc


@pytest.mark.parametrize("where", ["nomination", "consideration"])
def test_each_is_judged_where_it_is_asked(bloc: Bloc, where: str) -> None:
    judged(bloc, where=where)
    simulate(8, datetime.date(2024, 1, 2), datetime.date(2024, 9, 30), 7, now=timezone.now())
    step = {"nomination": "nominate", "consideration": "file_check"}[where]
    asked = set(Decision.objects.filter(step=step).exclude(outcome="returned").values_list("case", flat=True))
    assert asked
    assert set(Judgement.objects.filter(check_name=TITLE, met=True).values_list("case", flat=True)) == asked
    assert verify().failure is None
