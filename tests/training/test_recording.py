"""Attendance by session and results, recorded by the training centre for everybody at once."""

from __future__ import annotations

import pytest

from admission_flow.refusals import InvalidFacts, NotYours
from journal.models import Entry
from journal.verify import verify
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc
from tests.training.classes import A_DAY, Centre, waiting
from training.decisions import recording
from training.given import AttendanceGiven, ResultGiven
from training.models import Attendance, Enrolment, TrainingClass
from training.refusals import ClassEnded, RowsChanged


@pytest.fixture
def centre(bloc: Bloc) -> Centre:
    centre = Centre(bloc)
    centre.plan()
    centre.enrol(waiting(bloc, 2))
    return centre


def test_the_first_attendance_sets_the_class_running(centre: Centre) -> None:
    one, other = centre.live()
    first = centre.sessions()[0]
    centre.attend(other, sessions=[first])
    assert TrainingClass.objects.get().state == "running"
    found = {row.enrolment_id: (row.present, row.reason) for row in Attendance.objects.filter(session=first)}
    assert found == {one.pk: (True, ""), other.pk: (False, "ốm")}
    assert Entry.objects.get(verb="record_attendance").refs["present"] == 1
    assert verify().failure is None


def test_recorded_anew_and_never_twice(centre: Centre) -> None:
    one, _other = centre.live()
    first = centre.sessions()[0]
    centre.attend(sessions=[first])
    with nothing_written():
        centre.attend(sessions=[first])
    centre.attend(one, sessions=[first])
    assert not Attendance.objects.get(session=first, enrolment=one).present
    centre.grade()
    with nothing_written():
        centre.grade()
    centre.grade(one)
    assert Enrolment.objects.get(pk=one.pk).grade == "failed"
    assert verify().failure is None


def test_only_the_training_centre(bloc: Bloc, centre: Centre) -> None:
    for stranger in (bloc.cell_secretary, bloc.organisation_board, bloc.administrator):
        with nothing_written(), pytest.raises(NotYours):
            centre.attend(by=stranger)
        with nothing_written(), pytest.raises(NotYours):
            centre.grade(by=stranger)


def test_not_before_it_took_place(bloc: Bloc) -> None:
    centre = Centre(bloc)
    later = centre.today + 3 * A_DAY
    given = centre.given()
    sessions = tuple(type(one)(one.title, one.periods, later, one.half) for one in given.sessions[:2])
    centre.plan(starts=later, ends=later, sessions=sessions)
    centre.enrol(waiting(bloc))
    with nothing_written(), pytest.raises(InvalidFacts, match="future"):
        centre.attend()
    with nothing_written(), pytest.raises(InvalidFacts, match="not begun"):
        centre.grade()


def test_for_exactly_those_who_are_enrolled(bloc: Bloc, centre: Centre) -> None:
    one, other = centre.live()
    session = centre.sessions()[0]
    for keys in ([one.pk], [one.pk, other.pk, 0]):
        with nothing_written(), pytest.raises(RowsChanged):
            recording.record_attendance(
                session.pk, {key: AttendanceGiven(True) for key in keys}, acting_user=centre.by, at=centre.at
            )
        with nothing_written(), pytest.raises(RowsChanged):
            recording.record_results(
                centre.found.pk, {key: ResultGiven("good") for key in keys}, acting_user=centre.by, at=centre.at
            )
    with nothing_written(), pytest.raises(InvalidFacts, match="one of the grades"):
        recording.record_results(
            centre.found.pk,
            {key: ResultGiven("brilliant") for key in (one.pk, other.pk)},
            acting_user=centre.by,
            at=centre.at,
        )


def test_not_after_the_class_was_closed(centre: Centre) -> None:
    centre.attend()
    centre.grade()
    session = centre.sessions()[0]
    given = {one.pk: AttendanceGiven(False) for one in centre.live()}
    centre.close()
    with nothing_written(), pytest.raises(ClassEnded):
        recording.record_attendance(session.pk, given, acting_user=centre.by, at=centre.at)
    with nothing_written(), pytest.raises(ClassEnded):
        centre.grade()
