"""After an act beside the steps a case is as sound as before it."""

from collections.abc import Callable

import pytest

from admission_flow.soundness.examine import examine
from tests.admission_flow.eligibility import paths
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising

pytestmark = pytest.mark.django_db


def faults(journey: Journey) -> list[str]:
    return [one.kind for one in examine([journey.case.pk], at=journey.at)]


def replace_introducer(journey: Journey) -> None:
    journey.replace_introducer(journey.bloc.person("committee_member").pk)


def hold_and_resume(journey: Journey) -> None:
    journey.hold()
    assert faults(journey) == []
    journey.wait(10).resume()


@pytest.mark.parametrize(
    ("step", "act"),
    [
        ("course", replace_introducer),
        ("file_check", replace_introducer),
        ("cell_vote", replace_introducer),
        ("verification", hold_and_resume),
        ("bloc_decision", hold_and_resume),
        ("ceremony", hold_and_resume),
        ("bloc_decision", Journey.extend),
    ],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_sound(bloc, step: str, act: Callable[[Journey], object]) -> None:
    journey = paths.journey(bloc).to(step)
    act(journey)
    assert faults(journey) == []
    journey.case.refresh_from_db()
    journey.to_the_end()
    assert journey.case.outcome == "admitted"


def test_a_recognition_at_every_step(bloc) -> None:
    journey = recognising(bloc, "departmental_cell")
    while steps := journey.open_steps():
        assert faults(journey) == [], steps
        getattr(journey, steps[0])()
    assert faults(journey) == []


def test_a_recognition_voted_again_and_sent_back(bloc) -> None:
    journey = recognising(bloc).to("recognition_vote")
    journey.recognition_vote(in_favour=5)
    assert (journey.open_steps(), faults(journey)) == (["recognition_vote"], [])
    journey.send_back("recognition_vote")
    assert (journey.open_steps(), faults(journey)) == (["recognition_supplement"], [])
    journey.recognition_supplement()
    assert faults(journey) == []
