"""Two at once: one closing wins, no class is overfilled, numbers have no gap, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from admission_flow.models import Task
from tests.databases import at_once, rounds
from tests.people import build_bloc
from tests.training.classes import Centre, waiting
from training.decisions import closing
from training.models import Certificate, Enrolment
from training.refusals import AlreadyEnrolled, ClassEnded, ClassFull


def calls_of(*calls: Callable[[], object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in at_once(*calls))


def test_two_closings_of_one_class(own_database: str) -> None:
    bloc = build_bloc()
    for number in rounds(3):
        centre = Centre(bloc)
        enrolled = centre.held(waiting(bloc, 3), number=f"{number}-2026")
        assert calls_of(centre.close, centre.close) == sorted([closing.Closed.__name__, ClassEnded.__name__])
        assert Certificate.objects.filter(enrolment__in=enrolled).count() == 3
    given = list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True))
    assert given == list(range(1, len(given) + 1))


def test_two_classes_closed_at_once_number_without_gap(own_database: str) -> None:
    bloc = build_bloc()
    for number in rounds(3):
        cases = waiting(bloc, 6)
        one, other = Centre(bloc), Centre(bloc)
        one.held(cases[::2], number=f"{number}a")
        other.held(cases[1::2], number=f"{number}b")
        assert calls_of(one.close, other.close) == [closing.Closed.__name__] * 2
        assert not Task.objects.filter(process__in=cases, step="course", status="NEW").exists()
    given = list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True))
    assert given == list(range(1, len(given) + 1))


def test_the_last_place_is_given_once(own_database: str) -> None:
    bloc = build_bloc()
    for number in rounds(3):
        centre = Centre(bloc)
        centre.plan(number=f"{number}-2026", capacity=1)
        one, other = waiting(bloc, 2)
        outcomes = calls_of(
            partial(centre.enrol, [one], by=bloc.cell_secretary), partial(centre.enrol, [other], by=bloc.cell_deputy)
        )
        assert outcomes == sorted([list.__name__, ClassFull.__name__])
        assert Enrolment.objects.filter(training_class=centre.found).count() == 1


def test_one_case_into_two_classes(own_database: str) -> None:
    bloc = build_bloc()
    first, second = Centre(bloc), Centre(bloc)
    first.plan()
    second.plan(number="02-2026")
    for _round in rounds(3):
        (case,) = waiting(bloc)
        outcomes = calls_of(*(partial(one.enrol, [case], by=bloc.cell_secretary) for one in (first, second)))
        assert outcomes == sorted([list.__name__, AlreadyEnrolled.__name__])
