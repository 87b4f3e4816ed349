"""What is told at the nomination and can't be so, or hides what the register knows, is refused with its sentence."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from admission_flow.decisions.given import EligibilityGiven, UnionGiven
from admission_flow.refusals import InvalidFacts, RuleNotMet
from orgs.models import Member
from tests.admission_flow.journey import ELIGIBLE, TOGETHER_SINCE, IntroducerGiven, Journey
from tests.admission_flow.recognising import end_membership, recognising
from tests.admission_flow.untouched import JOURNAL, nothing_written
from tests.people import Bloc

D = datetime.date
LEFT = {"left_on": D(2015, 5, 1), "left_because": "other"}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"readmitted_before": 3}, "left_on", "the day on which the person left"),
        ({"expunged_on": D(2020, 1, 1)}, "left_on", "the day on which the person left"),
        ({"generations": 2}, "ethnic_chinese", "for this case only"),
        ({"left_on": D(1990, 1, 1), "left_because": "other"}, "left_on", "before the candidate was born"),
        (LEFT | {"expunged_on": D(2014, 1, 1)}, "expunged_on", "expunged after the person left"),
        ({"child": "third", "child_born_on": D(1980, 12, 24)}, "child_born_on", "before the candidate was born"),
    ],
)
def test_facts_that_contradict_each_other(bloc: Bloc, changes: dict, field: str, sentence: str) -> None:
    given: EligibilityGiven = replace(ELIGIBLE, **changes)
    with nothing_written(), pytest.raises(InvalidFacts, match=sentence) as refused:
        Journey(bloc).nominate(eligibility=given)
    assert field in refused.value.errors


@pytest.mark.parametrize("born", [D(1, 1, 1), D(1899, 12, 31)])
def test_nobody_is_that_old(bloc: Bloc, born: D) -> None:
    with nothing_written(), pytest.raises(InvalidFacts, match="Check the birth date"):
        Journey(bloc).nominate(birth_date=born)


def test_together_since_before_birth(bloc: Bloc) -> None:
    people = [IntroducerGiven(bloc.person("cell_secretary").pk, TOGETHER_SINCE)]
    people.append(IntroducerGiven(bloc.person("cell_deputy").pk, D(1950, 1, 1)))
    with nothing_written(), pytest.raises(InvalidFacts, match="before the candidate was born"):
        Journey(bloc).nominate(introducers=tuple(people))


def test_who_left_by_the_register_says_so(bloc: Bloc) -> None:
    journey = recognising(bloc)
    person = journey.case.candidate.person
    end_membership(journey, "left")
    again = Journey(bloc).wait(1)
    told = {"citizen_id": person.citizen_id, "full_name": person.full_name}
    with nothing_written(but=JOURNAL), pytest.raises(InvalidFacts, match="this person left the Party on") as refused:
        again.nominate(**told)
    assert set(refused.value.errors) == {"left_on"}
    until = Member.objects.get(person=person).until
    with nothing_written(), pytest.raises(RuleNotMet, match="36"):
        again.nominate(**told, eligibility=replace(ELIGIBLE, left_on=until, left_because="other"))


def test_a_unions_resolution_that_has_expired(bloc: Bloc) -> None:
    journey = Journey(bloc)
    old = UnionGiven("youth_union", "Chi đoàn Sở", "05", journey.today - datetime.timedelta(days=500))
    with nothing_written(), pytest.raises(RuleNotMet, match="no longer"):
        journey.nominate(union=old)
    journey.nominate(union=replace(old, dated=journey.today))
