"""The demo shows a class that is over and one to come, held by the verbs of its own training centre."""

from __future__ import annotations

from journal.verify import verify
from project.demo_classes import hold_demo_classes
from tests.people import Bloc
from tests.training.classes import Centre, waiting
from training.models import TrainingClass


def test_two_classes_once(bloc: Bloc) -> None:
    waiting(bloc, 4)
    hold_demo_classes()
    hold_demo_classes()
    over, coming = TrainingClass.objects.order_by("starts")
    assert [(one.state, one.enrolments.count()) for one in (over, coming)] == [("running", 2), ("planned", 1)]
    assert verify().failure is None
    centre = Centre(bloc)
    centre.found = over
    assert len(centre.close().certificates) == 1


def test_without_anybody_who_waits_or_holds_the_seat(bloc: Bloc) -> None:
    hold_demo_classes()
    assert TrainingClass.objects.filter(enrolments__isnull=True).count() == 2


def test_in_an_empty_database(db: None) -> None:
    hold_demo_classes()
    assert not TrainingClass.objects.exists()
