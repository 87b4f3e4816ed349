"""Who introduces and who helps: official members of the candidate's organisation, each named once."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone

from admission_flow.decisions.given import UnionGiven
from admission_flow.models import Introduction
from admission_flow.refusals import InvalidFacts, RuleNotMet
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc, make_person


def person(bloc: Bloc, who: str) -> int:
    people: dict[str, Callable[[], int | None]] = {
        "official": lambda: bloc.cell_deputy.person_id,
        "official in the sibling cell": lambda: bloc.sibling_secretary.person_id,
        "probationary": lambda: bloc.cell.members.get(official_on=None).person_id,
        "member elsewhere": lambda: bloc.delegated_secretary.person_id,
        "no member": lambda: make_person().pk,
        "nobody": lambda: 10**9,
    }
    found = people[who]()
    assert found is not None
    return found


BARRED = ["probationary", "member elsewhere", "no member", "nobody"]


@pytest.mark.parametrize("who", BARRED)
def test_an_introducer_who_may_not(bloc: Bloc, who: str) -> None:
    journey = Journey(bloc)
    named = (person(bloc, "official"), person(bloc, who))
    with nothing_written(), pytest.raises(RuleNotMet, match="1 person who is not an official member"):
        journey.nominate(introducers=named)


@pytest.mark.parametrize("who", BARRED)
def test_a_helper_who_may_not(bloc: Bloc, who: str) -> None:
    journey = Journey(bloc)
    helper = person(bloc, who)
    with nothing_written(), pytest.raises(InvalidFacts, match="helper must be an official member") as refused:
        journey.nominate(helper=helper)
    assert set(refused.value.errors) == {"helper"}


def test_the_same_introducer_twice(bloc: Bloc) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts, match="named twice"):
        journey.nominate(introducers=(person(bloc, "official"),) * 2)


@pytest.mark.parametrize("count", [0, 1])
def test_too_few(bloc: Bloc, count: int) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(RuleNotMet, match="Not enough introducers"):
        journey.nominate(introducers=(person(bloc, "official"),) * count)


def test_from_the_sibling_cell_of_the_same_organisation(bloc: Bloc) -> None:
    named = (person(bloc, "official"), person(bloc, "official in the sibling cell"))
    case = Journey(bloc).nominate(introducers=named, helper=named[1])
    assert {row.introducer_id for row in case.introductions.all()} == set(named)


@pytest.mark.parametrize("kind", ["youth_union", "trade_union"])
def test_a_unions_resolution_stands_for_one_of_two(bloc: Bloc, kind: str) -> None:
    journey = Journey(bloc)
    union = UnionGiven(kind, "Đoàn cơ sở Sở Nội vụ", "5-NQ/ĐTN", journey.today)
    with nothing_written(), pytest.raises(RuleNotMet):
        journey.nominate(introducers=(), union=union)
    case = journey.nominate(introducers=(person(bloc, "official"),), union=union)
    kinds = Introduction.objects.filter(case=case).order_by("kind").values_list("kind", flat=True)
    assert sorted(kinds) == sorted(["member", kind])
    assert case.papers.filter(code={"youth_union": "4-KNĐ", "trade_union": "4A-KNĐ"}[kind]).exists()


def test_a_unions_resolution_comes_before_the_cells_own(bloc: Bloc) -> None:
    journey = Journey(bloc, at=timezone.now() + datetime.timedelta(days=1))
    union = UnionGiven("youth_union", "Đoàn cơ sở Sở Nội vụ", "5-NQ/ĐTN", journey.today)
    resolution = replace(journey.paper("NQ-CB"), dated=journey.today - datetime.timedelta(days=1))
    named = (person(bloc, "official"),)
    with nothing_written(), pytest.raises(InvalidFacts, match="lies after the cell's own") as refused:
        journey.nominate(introducers=named, union=union, resolution=resolution)
    assert set(refused.value.errors) == {"union_dated"}
