"""An admission found wrong is cancelled by who decided it; the name is struck, a new case may be opened."""

from __future__ import annotations

import pytest

from admission_flow.decisions import holds
from admission_flow.models import Case, Paper
from admission_flow.refusals import AlreadyHappened, InvalidFacts, NotYours
from admission_flow.soundness.examine import examine
from notices.models import Notice
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.admission_flow.sideways.whereabouts import assert_not_stranded
from tests.admission_flow.untouched import nothing_written


def admitted(bloc, unit: str = "cell") -> Journey:
    journey = Journey.in_unit(bloc, unit).to("ceremony")
    journey.to_the_end()
    journey.case = Case.objects.get(pk=journey.case.pk)
    return journey


@pytest.mark.parametrize("ground", ["condition", "procedure"])
def test_struck_and_free_to_be_nominated_again(bloc, ground: str) -> None:
    journey = admitted(bloc)
    person = journey.case.candidate.person
    decision = journey.cancel_admission(ground=ground)
    case = Case.objects.get(pk=journey.case.pk)
    assert (case.status, case.outcome) == ("CANCELED", "cancelled")
    assert (decision.number, decision.signed_by, decision.facts["ground"]) == ("01", "Bí thư", ground)
    stay = Member.objects.get(person=person)
    assert (stay.until, stay.ending) == (journey.today, "left")
    assert "01" in stay.ending_detail
    assert Paper.objects.get(case=case, code="QĐ-HKN").task is None
    assert_not_stranded(case)
    assert "case_closed" in Notice.objects.filter(recipient=bloc.cell_deputy).values_list("kind", flat=True)
    again = Journey(bloc)
    again.nominate(again.nomination(citizen_id=person.citizen_id, full_name=person.full_name))
    assert again.open_steps() == ["course"]


def test_a_delegated_committee_cancels_its_own(bloc) -> None:
    journey = admitted(bloc, "delegated_cell")
    with nothing_written(), pytest.raises(NotYours):
        journey.cancel_admission(by=bloc.standing_deputy)
    assert journey.cancel_admission().decided_by == bloc.delegated_secretary


def test_the_bloc_cancels_where_who_decided_is_no_longer_above(bloc) -> None:
    journey = Journey.in_unit(bloc, "delegated_cell").to("ceremony")
    journey.transfer("cell")
    journey.to_the_end()
    with nothing_written(), pytest.raises(NotYours):
        journey.cancel_admission(by=bloc.delegated_secretary)
    journey.cancel_admission(by=bloc.bloc_secretary)


@pytest.mark.parametrize("who", ["cell_secretary", "committee_secretary", "organisation_board", "auditor", "seatless"])
def test_nobody_else(bloc, who: str) -> None:
    journey = admitted(bloc)
    with nothing_written(), pytest.raises(NotYours):
        journey.cancel_admission(by=getattr(bloc, who))


def test_not_twice_nor_while_it_runs_nor_one_withdrawn(bloc) -> None:
    running = Journey(bloc).to("ceremony")
    with nothing_written(), pytest.raises(AlreadyHappened):
        running.cancel_admission()
    running.withdraw()
    with nothing_written(), pytest.raises(AlreadyHappened):
        running.cancel_admission()
    journey = admitted(bloc, "sibling_cell")
    journey.cancel_admission()
    with nothing_written(), pytest.raises(AlreadyHappened):
        journey.cancel_admission()


@pytest.mark.parametrize(("changes", "field"), [({"reason": " "}, "reason"), ({"ground": "whim"}, "ground")])
def test_wrong_facts(bloc, changes: dict, field: str) -> None:
    journey = admitted(bloc)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        journey.cancel_admission(**changes)
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize("on_hold", [False, True])
def test_the_recognition_that_rests_on_it_ends_with_it(bloc, on_hold: bool) -> None:
    journey = admitted(bloc)
    later = Case.objects.get(admission=journey.case)
    if on_hold:
        holds.hold(later.pk, "Chờ thẩm tra chính trị", acting_user=bloc.organisation_board, at=journey.at)
    journey.cancel_admission()
    later.refresh_from_db()
    assert (later.status, later.outcome, later.held_since) == ("CANCELED", "cancelled", None)
    assert_not_stranded(later)
    assert later.decisions.latest("pk").facts["with"] == journey.case.number
    assert not list(examine([journey.case.pk, later.pk], at=journey.at))
