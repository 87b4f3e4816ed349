"""Any sequence of legal verbs leaves a case with exactly one set of open steps, or ended; hypothesis chooses them, and
shortens the sequence that doesn't."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admission_flow.models import Case
from admission_flow.soundness.examine import examine
from admission_flow.soundness.places import together
from tests.admission_flow.walks.walker import Walker
from tests.databases import rounds
from tests.people import Bloc

pytestmark = pytest.mark.django_db
TURNS = 15


@settings(
    max_examples=len(rounds()),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(rng=st.randoms(use_true_random=False))
def test_one_set_of_open_steps_or_an_end(bloc: Bloc, rng: Random) -> None:
    with transaction.atomic():
        walker = Walker(bloc, rng)
        for _act in islice(walker.turns(), TURNS):
            case = Case.objects.get(pk=walker.journey.case.pk)
            steps = walker.journey.open_steps()
            assert bool(steps) == case.is_open
            assert together(steps, case.flow_class.instance)
            assert list(examine([case.pk], at=walker.journey.at)) == []
        transaction.set_rollback(True)
