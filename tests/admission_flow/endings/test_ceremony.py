"""The ceremony ends the case: party age runs from the decision, probation from the day it was held."""

import datetime

import pytest

from admission_flow.models import Case
from admission_flow.refusals import InvalidFacts
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc, make_members

ONE_DAY = datetime.timedelta(days=1)


def test_both_dates_are_kept(bloc: Bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    decided_on = journey.today
    journey.wait(20).ceremony()
    member = Member.objects.get(person=journey.case.candidate.person)
    assert (member.joined_on, member.since, member.official_on) == (decided_on, journey.today, None)
    assert Case.objects.get(pk=journey.case.pk).admitted_on == decided_on


@pytest.mark.parametrize(
    ("received", "held", "place", "sentence"),
    [
        (-1, 3, "Hội trường", "received before its own date"),
        (2, 1, "Hội trường", "held before the decision was received"),
        (1, 2, " ", "where the ceremony was held"),
        (1, 6, "Hội trường", "future"),
    ],
)
def test_dates_in_their_order(bloc: Bloc, received: int, held: int, place: str, sentence: str) -> None:
    journey = Journey(bloc).to("ceremony")
    decided_on = journey.today
    journey.wait(5)
    with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
        journey.ceremony(decided_on + received * ONE_DAY, decided_on + held * ONE_DAY, place)


@pytest.mark.parametrize("who", ["nobody", "a probationary member", "a member elsewhere"])
def test_the_helper_is_an_official_member_of_the_organisation(bloc: Bloc, who: str) -> None:
    journey = Journey(bloc).to("ceremony")
    helpers = {
        "nobody": 10**9,
        "a probationary member": bloc.cell.members.get(official_on=None).person_id,
        "a member elsewhere": bloc.delegated_secretary.person_id,
    }
    with nothing_written(), pytest.raises(InvalidFacts, match="official member"):
        journey.ceremony(helper=helpers[who])
    (other,) = make_members(bloc.sibling_cell, 1)
    journey.ceremony(helper=other.person_id)
    assert Case.objects.get(pk=journey.case.pk).helper == other.person
