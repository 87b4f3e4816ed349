"""Cells put their own candidates into a class while it has places; the training centre may do it for any."""

from __future__ import annotations

import pytest

from admission_flow.refusals import InvalidFacts, NotYours
from journal.verify import verify
from notices.models import Notice
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc
from tests.training.classes import Centre, waiting
from training.decisions import enrolling
from training.refusals import AlreadyEnrolled, AlreadyTakenOut, ClassEnded, ClassFull, NotEnrollable


@pytest.fixture
def centre(bloc: Bloc) -> Centre:
    centre = Centre(bloc)
    centre.plan(capacity=3)
    return centre


def test_a_cell_enrols_its_own(bloc: Bloc, centre: Centre) -> None:
    cases = waiting(bloc, 2)
    enrolled = centre.enrol(cases, by=bloc.cell_deputy)
    assert [(one.case, one.task.step, one.enrolled_by) for one in enrolled] == [
        (case, "course", bloc.cell_deputy) for case in cases
    ]
    told = Notice.objects.filter(kind="class_enrolled")
    assert {one.recipient for one in told} == {bloc.training_centre, bloc.cell_secretary}
    assert told[0].params["number"] == 2
    assert verify().failure is None


def test_not_those_of_another_cell(bloc: Bloc, centre: Centre) -> None:
    own, other = waiting(bloc), waiting(bloc, unit="departmental_cell")
    for stranger in (bloc.cell_secretary, bloc.committee_secretary, bloc.seatless, bloc.administrator):
        with nothing_written(), pytest.raises(NotYours):
            centre.enrol([*own, *other], by=stranger)
    assert len(centre.enrol([*own, *other])) == 2


def test_a_case_is_enrolled_once(bloc: Bloc, centre: Centre) -> None:
    (case,) = waiting(bloc)
    first = centre.found
    centre.enrol([case])
    centre.plan(number="02-2026")
    for found in (first, centre.found):
        with nothing_written(), pytest.raises(AlreadyEnrolled, match="in the class 01-2026"):
            enrolling.enrol(found.pk, [case.pk], acting_user=bloc.cell_secretary, at=centre.at)


def test_only_who_waits_for_this_class(bloc: Bloc, centre: Centre) -> None:
    (fit,) = waiting(bloc)
    elsewhere, held, closed = Journey(bloc).to("declaration"), Journey(bloc).to("course"), Journey(bloc).to("course")
    held.hold()
    closed.withdraw()
    probationary = recognising(bloc)
    for case, words in (
        (elsewhere.case, "does not wait"),
        (held.case, "on hold since"),
        (closed.case, "is closed"),
        (probationary.case, "does not wait"),
    ):
        with nothing_written(), pytest.raises(NotEnrollable, match=words):
            centre.enrol([fit, case])
    centre.plan(number="02-2026", kind="new_member")
    with nothing_written(), pytest.raises(NotEnrollable, match="does not wait"):
        centre.enrol([fit])
    assert centre.enrol([probationary.case], by=bloc.cell_secretary)[0].task.step == "new_member_class"


def test_as_many_as_there_are_places(bloc: Bloc, centre: Centre) -> None:
    cases = waiting(bloc, 5)
    with nothing_written(), pytest.raises(ClassFull, match="3 places left, and 4"):
        centre.enrol(cases[:4])
    centre.enrol(cases[:3])
    with nothing_written(), pytest.raises(ClassFull, match="is full"):
        centre.enrol(cases[3:4])
    centre.take_out(centre.live()[0])
    assert len(centre.enrol(cases[3:4])) == 1


def test_nobody_ticked(centre: Centre) -> None:
    with nothing_written(), pytest.raises(InvalidFacts, match="Tick"):
        centre.enrol([])


def test_taken_out_by_the_cell_or_the_centre(bloc: Bloc, centre: Centre) -> None:
    one, other = centre.enrol(waiting(bloc, 2))
    for stranger in (bloc.sibling_secretary, bloc.organisation_board):
        with nothing_written(), pytest.raises(NotYours):
            centre.take_out(one, by=stranger)
    with nothing_written(), pytest.raises(InvalidFacts, match="why"):
        centre.take_out(one, "")
    centre.take_out(one, by=bloc.cell_secretary)
    assert Notice.objects.filter(kind="class_taken_out", recipient=bloc.training_centre).count() == 1
    with nothing_written(), pytest.raises(AlreadyTakenOut):
        centre.take_out(one, by=bloc.cell_secretary)
    centre.take_out(other)
    assert centre.live() == []
    assert verify().failure is None


def test_an_ended_class_takes_nobody(bloc: Bloc, centre: Centre) -> None:
    (one,) = centre.enrol(waiting(bloc))
    other = waiting(bloc)
    centre.cancel()
    with nothing_written(), pytest.raises(ClassEnded):
        centre.enrol(other)
    with nothing_written(), pytest.raises(ClassEnded):
        centre.take_out(one)
