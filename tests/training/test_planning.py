"""The training centre plans a class, changes it, cancels it; whom it concerns is told."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from admission_flow.refusals import InvalidFacts, NotYours
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs.models import DayOff, User
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc
from tests.training.classes import A_DAY, Centre, waiting
from training.given import SessionGiven
from training.models import Session, TrainingClass
from training.programmes import draft
from training.refusals import AlreadyHappened, ClassEnded


@pytest.fixture
def centre(bloc: Bloc) -> Centre:
    return Centre(bloc)


def told(person: User, kind: str) -> int:
    return Notice.objects.filter(recipient=person, kind=kind).count()


def test_cells_whose_candidates_wait_are_told(bloc: Bloc, centre: Centre) -> None:
    waiting(bloc, 2)
    found = centre.plan()
    assert [told(one, "class_planned") for one in (bloc.cell_secretary, bloc.cell_deputy)] == [1, 1]
    assert [told(one, "class_planned") for one in (bloc.sibling_secretary, bloc.training_centre)] == [0, 0]
    assert Entry.objects.get(stream=f"class:{found.pk}").verb == "plan_class"
    assert verify().failure is None


def test_only_the_training_centre(bloc: Bloc, centre: Centre) -> None:
    for stranger in (bloc.cell_secretary, bloc.bloc_secretary, bloc.administrator, bloc.seatless):
        with nothing_written(), pytest.raises(NotYours):
            centre.plan(by=stranger)
    centre.plan()
    for stranger in (bloc.cell_secretary, bloc.organisation_board):
        with nothing_written(), pytest.raises(NotYours):
            centre.change(by=stranger)
        with nothing_written(), pytest.raises(NotYours):
            centre.cancel(by=stranger)


def test_the_second_click_plans_nothing_twice(centre: Centre) -> None:
    centre.plan()
    with nothing_written(), pytest.raises(AlreadyHappened, match="01-2026 already"):
        centre.plan()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts": datetime.date(2026, 5, 2), "ends": datetime.date(2026, 5, 1)}, "ends"),
        ({"ends": datetime.date.max}, "ends"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 501}, "capacity"),
        ({"asks_percent": 101}, "asks_percent"),
        ({"name": " "}, "name"),
        ({"place": ""}, "place"),
        ({"number": ""}, "number"),
        ({"kind": "other"}, "kind"),
        ({"sessions": ()}, "sessions"),
        ({"sessions": (SessionGiven("Bài 1", 0),)}, "sessions"),
        ({"sessions": (SessionGiven("Bài 1", 5, datetime.date(2020, 1, 1)),)}, "sessions"),
    ],
)
def test_bad_facts(centre: Centre, changes: dict[str, Any], field: str) -> None:
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        centre.plan(**changes)
    assert list(refused.value.errors) == [field]


def test_two_sessions_on_one_half_day(centre: Centre) -> None:
    twice = tuple(SessionGiven("Bài", 5, centre.today, "morning") for _number in range(2))
    with nothing_written(), pytest.raises(InvalidFacts, match="same half-day"):
        centre.plan(sessions=twice)


def test_the_draft_lies_on_working_days(centre: Centre) -> None:
    """Ten half-days of the guideline, over a weekend and a day off."""
    friday, tuesday = datetime.date(2026, 5, 8), datetime.date(2026, 5, 12)
    DayOff.objects.filter(day__range=(friday, friday + 10 * A_DAY)).delete()
    DayOff.objects.create(day=tuesday, name="Nghỉ do bão")
    programme = draft("awareness")
    assert sum(periods for _title, periods in programme) == 50
    centre.plan(
        starts=friday,
        ends=datetime.date(2026, 5, 15),
        sessions=tuple(SessionGiven(title, periods) for title, periods in programme),
    )
    assert [(one.day.day, one.half[0]) for one in centre.sessions()] == [
        (day, half) for day in (8, 11, 13, 14, 15) for half in "ma"
    ]


def test_a_change_of_day_or_place_is_told_to_the_enrolled(bloc: Bloc, centre: Centre) -> None:
    centre.plan()
    centre.enrol(waiting(bloc))
    centre.change(name="Lớp khóa I")
    assert told(bloc.cell_secretary, "class_changed") == 0
    centre.change(place="Hội trường tỉnh")
    centre.change(place="Hội trường huyện")
    assert told(bloc.cell_secretary, "class_changed") == 2
    centre.change(place="Hội trường huyện", sessions=centre.given().sessions[:3])
    assert told(bloc.cell_secretary, "class_changed") == 3
    assert told(bloc.sibling_secretary, "class_changed") == 0
    assert verify().failure is None


def test_sessions_may_change_but_for_those_attended(bloc: Bloc, centre: Centre) -> None:
    centre.plan()
    centre.enrol(waiting(bloc))
    sessions = centre.given().sessions
    first, *rest = centre.sessions()
    centre.change(sessions=sessions[:3])
    assert [one.pk for one in centre.sessions()] == [first.pk, *(one.pk for one in rest[:2])]
    centre.attend(sessions=[first])
    with nothing_written(), pytest.raises(InvalidFacts, match="keeps its day"):
        centre.change(sessions=sessions[1:])
    centre.change(sessions=(SessionGiven("Khai giảng", 4, first.day, first.half), *sessions[3:]))
    assert [one.title for one in centre.sessions()] == ["Khai giảng", "Bài 4"]
    assert verify().failure is None


def test_no_fewer_places_than_enrolled(bloc: Bloc, centre: Centre) -> None:
    centre.plan()
    centre.enrol(waiting(bloc, 2))
    with nothing_written(), pytest.raises(InvalidFacts, match="2 candidates"):
        centre.change(capacity=1)
    assert centre.change(capacity=2).capacity == 2


def test_cancelled_the_enrolled_wait_again(bloc: Bloc, centre: Centre) -> None:
    cases = waiting(bloc, 2)
    centre.plan()
    centre.enrol(cases)
    with nothing_written(), pytest.raises(InvalidFacts, match="why"):
        centre.cancel(" ")
    centre.cancel()
    assert told(bloc.cell_secretary, "class_cancelled") == 1
    for act in (centre.cancel, centre.change):
        with nothing_written(), pytest.raises(ClassEnded):
            act()
    centre.plan(number="02-2026")
    assert len(centre.enrol(cases)) == 2
    assert verify().failure is None


def test_the_database_holds_sessions_within_the_class(centre: Centre) -> None:
    centre.plan()
    outside = centre.today + 9 * A_DAY
    moves: list[Callable[[], object]] = [
        lambda: Session.objects.filter(training_class=centre.found).update(day=outside),
        lambda: TrainingClass.objects.update(starts=outside, ends=outside),
    ]
    for move in moves:
        with pytest.raises(IntegrityError):
            moved_at_once(move)


def moved_at_once(move: Callable[[], object]) -> None:
    with transaction.atomic():
        move()
        connection.check_constraints()
