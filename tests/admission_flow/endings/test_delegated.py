"""A committee with delegated authority decides itself; without it, it reports up. The day of the vote says which."""

import datetime

import pytest

from admission_flow.models import Case
from admission_flow.refusals import InvalidFacts
from orgs.models import DelegatedAuthority
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

ONE_DAY = datetime.timedelta(days=1)


def test_a_delegated_committee_does_not_report_up(bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "delegated_cell").to("grassroots_approval")
    with nothing_written(), pytest.raises(InvalidFacts, match="has delegated authority"):
        journey.grassroots_approval(outcome="reported")
    assert journey.grassroots_approval(outcome="admitted").outcome == "admitted"


@pytest.mark.parametrize("outcome", ["admitted", "not_admitted"])
def test_another_committee_does_not_decide(bloc: Bloc, outcome: str) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    with nothing_written(), pytest.raises(InvalidFacts, match="Without delegated authority"):
        journey.grassroots_approval(outcome=outcome, reason="-")


@pytest.mark.parametrize(("ended", "outcome", "route"), [(0, "admitted", "delegated"), (1, "reported", "ordinary")])
def test_authority_counts_on_the_day_of_the_vote(bloc: Bloc, ended: int, outcome: str, route: str) -> None:
    journey = Journey.in_unit(bloc, "delegated_cell").to("grassroots_approval")
    assert journey.case.route == Case.Route.DELEGATED
    DelegatedAuthority.objects.update(valid_to=journey.today - ended * ONE_DAY)
    journey.grassroots_approval(outcome=outcome)
    assert Case.objects.get(pk=journey.case.pk).route == route
    assert journey.open_steps() == [{"admitted": "ceremony", "reported": "bloc_appraisal"}[outcome]]


def test_authority_given_on_the_way_counts(bloc: Bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    DelegatedAuthority.objects.create(
        unit=bloc.committee, paper_number="7-QĐ/ĐUK", paper_date=journey.today, valid_from=journey.today
    )
    journey.grassroots_approval(outcome="admitted")
    assert Case.objects.get(pk=journey.case.pk).route == Case.Route.DELEGATED
    assert journey.open_steps() == ["ceremony"]
