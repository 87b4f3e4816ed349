"""The same person nominated twice at once: one case, and the other is told as much as they may know."""

import datetime

import pytest
from django.utils import timezone

from admission_flow.models import Case, Introduction
from admission_flow.refusals import OpenElsewhere
from orgs.models import Person
from tests.admission_flow.journey import Journey
from tests.databases import at_once, rounds
from tests.people import build_bloc

AN_HOUR = datetime.timedelta(hours=1, minutes=1)


@pytest.mark.parametrize("other_cell", ["delegated_cell", "cell"])
def test_one_case_is_opened(own_database: str, other_cell: str) -> None:
    bloc = build_bloc()
    for number in rounds():
        at = timezone.now() + number * AN_HOUR  # nobody may look about so often in one
        here, there = Journey(bloc, at=at), Journey.in_unit(bloc, other_cell, at)
        mine = here.nomination()
        theirs = there.nomination(citizen_id=mine.citizen_id)
        outcomes = at_once(lambda: here.nominate(mine), lambda: there.nominate(theirs))  # noqa: B023  (called here)
        assert {type(outcome) for outcome in outcomes} == {Case, OpenElsewhere}
        (case,) = Case.objects.filter(candidate__person=Person.objects.get(citizen_id=mine.citizen_id))
        (refusal,) = (outcome for outcome in outcomes if isinstance(outcome, OpenElsewhere))
        assert (case.number in refusal.sentence) is (other_cell == "cell")
        assert Introduction.objects.filter(case=case).count() == 2
