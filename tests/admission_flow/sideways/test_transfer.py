"""A candidate who moves: the case follows to the new cell, with what stands; or it ends where the bloc does."""

from __future__ import annotations

import pytest
from django.http import Http404

from admission_flow.access import actions_for, case_for
from admission_flow.models import Case, Decision, Paper, Task
from admission_flow.refusals import AlreadyDone, CaseClosed, InvalidFacts, NotYours
from notices.models import Notice
from tests.admission_flow.journey import Journey
from tests.admission_flow.sideways.whereabouts import assert_not_stranded
from tests.admission_flow.untouched import nothing_written

STEPS = ["course", "declaration", "verification", "file_check", "cell_vote", "departmental_appraisal",
         "grassroots_approval", "bloc_appraisal", "bloc_decision"]  # fmt: skip
TO = ["cell", "grassroots_cell", "delegated_cell"]
AFTER = {"course": ["course"], "declaration": ["declaration"], "verification": ["opinions", "verification"]}


@pytest.mark.parametrize("to", TO)
@pytest.mark.parametrize("step", STEPS)
def test_from_every_step_to_every_route(bloc, step: str, to: str) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell").to(step)
    before = set(journey.open_steps())
    decision = journey.transfer(to)
    assert (decision.outcome, decision.number) == ("moved", "01")
    assert journey.open_steps() == AFTER.get(step, ["opinions"])
    assert_not_stranded(journey.case)
    assert journey.case.unit == getattr(bloc, to)
    assert journey.case.helper_id == journey.transferred(to).helper
    cancelled = Task.objects.filter(process=journey.case, status="CANCELED").values_list("step", flat=True)
    assert set(cancelled) == before
    assert journey.to_the_end()[-1] == "ceremony"
    assert Case.objects.get(pk=journey.case.pk).outcome == "admitted"


@pytest.mark.parametrize("from_", ["cell", "grassroots_cell", "delegated_cell"])
def test_after_the_decision_only_the_ceremony_moves(bloc, from_: str) -> None:
    journey = Journey.in_unit(bloc, from_).to("ceremony")
    standing = journey.case.standing
    journey.transfer("departmental_cell")
    assert journey.open_steps() == ["ceremony"]
    assert journey.task("ceremony").unit == bloc.departmental_cell
    assert journey.case.standing == standing
    assert_not_stranded(journey.case)
    assert journey.ceremony().outcome == "held"
    assert bloc.departmental_cell.members.filter(person=journey.case.candidate.person).exists()


@pytest.mark.parametrize("beside", ["supplement", "consultation", "one branch"])
def test_from_beside_the_way(bloc, beside: str) -> None:
    journey = Journey(bloc)
    if beside == "supplement":
        journey.to("bloc_appraisal").send_back("bloc_appraisal")
    elif beside == "consultation":
        journey.to("bloc_decision").ask_opinion()
    else:
        journey.to("verification").verification()
    journey.transfer()
    assert journey.open_steps() == ["opinions"]
    assert_not_stranded(journey.case)
    assert journey.case.returned_from == ""
    assert journey.to_the_end()[-1] == "ceremony"


def test_what_stands_and_what_is_done_again(bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    decision = journey.transfer()
    assert journey.case.standing == ["nominate", "course", "declaration", "verification"]
    assert decision.facts["again"] == [
        *("opinions", "file_check", "cell_vote", "grassroots_approval", "bloc_appraisal"),
    ]
    assert Paper.objects.get(case=journey.case, code="GXN-GĐ").signed_by == "Bí thư"


def test_the_right_goes_with_the_case_at_once(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    task = journey.task("file_check")
    journey.transfer("delegated_cell")
    for user in (bloc.cell_secretary, bloc.committee_secretary, bloc.committee_officer):
        with pytest.raises(Http404):
            case_for(user, journey.case.pk, at=journey.at)
        with nothing_written(), pytest.raises(NotYours):
            journey.withdraw(by=user)
    with nothing_written(), pytest.raises(AlreadyDone, match="gone another way"):
        journey.take(task)
    for user, verb in ((bloc.delegated_cell_secretary, "record_opinions"), (bloc.delegated_secretary, "transfer")):
        case = case_for(user, journey.case.pk, at=journey.at)
        offered, _bars = actions_for(user, case, list(Task.objects.filter(process=case, status="NEW")), at=journey.at)
        assert verb in {action.verb for action in offered}


def test_both_places_are_told(bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    journey.transfer("delegated_cell")
    kinds = {user: set(Notice.objects.filter(recipient=user).values_list("kind", flat=True)) for user in (
        bloc.cell_secretary, bloc.delegated_cell_secretary, bloc.delegated_secretary, bloc.hospital_secretary
    )}  # fmt: skip
    assert "case_moved_away" in kinds[bloc.cell_secretary]
    assert {"case_moved_here", "step_arrived"} <= kinds[bloc.delegated_cell_secretary]
    assert "case_moved_here" in kinds[bloc.delegated_secretary]
    assert not kinds[bloc.hospital_secretary]


def test_out_of_the_bloc_ends_the_case(bloc) -> None:
    journey = Journey(bloc).to("verification")
    decision = journey.transfer(unit=None, helper=None, outside="Đảng bộ thành phố Huế")
    assert (journey.case.outcome, decision.outcome, decision.facts) == (
        *("transferred", "transferred"), {"outside": "Đảng bộ thành phố Huế"},
    )  # fmt: skip
    assert_not_stranded(journey.case)
    with nothing_written(), pytest.raises(CaseClosed):
        journey.transfer(by=bloc.committee_secretary)


STRANGERS = ["cell_secretary", "sibling_secretary", "committee_officer", "committee_member", "hospital_secretary",
             "organisation_board", "bloc_secretary", "auditor", "administrator", "seatless"]  # fmt: skip


@pytest.mark.parametrize("who", STRANGERS)
def test_of_a_committee_only_its_secretaries_transfer(bloc, who: str) -> None:
    journey = Journey(bloc).to("course")
    with nothing_written(), pytest.raises(NotYours):
        journey.transfer(by=getattr(bloc, who))
    journey.transfer(by=bloc.committee_deputy)


def test_a_grassroots_cell_lets_go_itself(bloc) -> None:
    journey = Journey.in_unit(bloc, "grassroots_cell").to("course")
    with nothing_written(), pytest.raises(NotYours):
        journey.transfer("cell", by=bloc.organisation_board)
    assert journey.transfer("cell").decided_by == bloc.grassroots_cell_secretary


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"unit": None}, "unit"),
        ({"outside": "Nơi khác"}, "unit"),
        ({"helper": None}, "helper"),
    ],
)
def test_wrong_facts(bloc, changes: dict, field: str) -> None:
    journey = Journey(bloc).to("course")
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        journey.transfer(**changes)
    assert set(refused.value.errors) == {field}


def test_not_to_the_cell_where_it_is_nor_to_a_committee_nor_with_a_helper_from_elsewhere(bloc) -> None:
    journey = Journey(bloc).to("course")
    for unit in (bloc.cell, bloc.committee, bloc.unit):
        with nothing_written(), pytest.raises(InvalidFacts, match="another cell of the same bloc"):
            journey.transfer(unit=unit.pk)
    stranger = bloc.cell_secretary.person_id
    with nothing_written(), pytest.raises(InvalidFacts, match="official member of the new organisation"):
        journey.transfer("delegated_cell", helper=stranger)


def test_twice_and_back_again(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    journey.transfer("delegated_cell")
    journey.to("grassroots_approval").transfer("grassroots_cell")
    journey.to("bloc_appraisal").transfer("cell")
    assert_not_stranded(journey.case)
    assert journey.to_the_end()[-1] == "ceremony"
    assert Decision.objects.filter(case=journey.case, outcome="moved").count() == 3
