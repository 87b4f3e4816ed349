"""What a case waited for at a step that a vote or a class ends."""

from __future__ import annotations

import datetime

import pytest

from admission_flow.models import Task
from insights.models import Stay
from insights.waits.measuring import measure
from orgs.calendar import LOCAL_ZONE
from tests.admission_flow.journey import Journey
from tests.people import Bloc

pytestmark = pytest.mark.django_db

DAY = 86_400


def march(day: int, hour: int = 9) -> datetime.datetime:
    """In 2025: the 3rd is a Monday, and nothing is off from then to the 7th."""
    return datetime.datetime(2025, 3, day, hour, tzinfo=LOCAL_ZONE)


def seen(journey: Journey, step: str, at: datetime.datetime) -> None:
    Task.objects.filter(process=journey.case, step=step).update(first_seen_at=at)


def days_at(journey: Journey, step: str, at: datetime.datetime) -> dict[str, float]:
    """Of the parts of this stay, those that are not nothing."""
    (stay,) = [one for one in measure([journey.case.pk], at=at).stays if one.step == step]
    parts = ("held", "off", "outside", "sitting", "unseen", "untaken", "hands")
    return {part: length / DAY for part in parts if (length := getattr(stay, part))}


def test_whoever_has_seen_a_case_for_the_vote_waits_for_the_sitting(bloc: Bloc) -> None:
    journey = Journey(bloc, at=march(3)).to("cell_vote")
    assert days_at(journey, "cell_vote", march(4)) == {"unseen": 1}
    seen(journey, "cell_vote", march(4))
    assert days_at(journey, "cell_vote", march(5)) == {"unseen": 1, "sitting": 1}
    with journey.wait(4).dating(-1):
        journey.cell_vote()
    # The cell sat on Thursday; on Friday morning its result was entered.
    found = days_at(journey, "cell_vote", march(20))
    assert found == {"unseen": 1, "sitting": 2 + 15 / 24, "untaken": 9 / 24}


def test_a_vote_that_nobody_is_known_to_have_looked_at_before(bloc: Bloc) -> None:
    journey = Journey(bloc, at=march(3)).to("cell_vote")
    journey.wait(2).cell_vote()
    assert days_at(journey, "cell_vote", march(20)) == {"sitting": 2}


def test_what_was_sent_back_waited_for_no_sitting(bloc: Bloc) -> None:
    journey = Journey(bloc, at=march(3)).to("cell_vote")
    seen(journey, "cell_vote", march(3))
    journey.wait(2).send_back("cell_vote")
    assert days_at(journey, "cell_vote", march(20)) == {"untaken": 2}


def test_a_class_is_waited_for_until_the_certificate(bloc: Bloc) -> None:
    journey = Journey(bloc, at=march(3)).to("course")
    seen(journey, "course", march(3))
    journey.wait(3)
    with journey.dating(-1):
        journey.course()
    assert days_at(journey, "course", march(20)) == {"sitting": 2 + 15 / 24, "untaken": 9 / 24}


def test_a_certificate_from_before_was_waited_for_by_nobody(bloc: Bloc) -> None:
    journey = Journey(bloc, at=march(3)).to("course")
    seen(journey, "course", march(3))
    journey.wait(3)
    with journey.dating(-30):
        journey.course()
    assert days_at(journey, "course", march(20)) == {"untaken": 3}


def test_other_steps_wait_for_nobody_but_their_own(bloc: Bloc) -> None:
    journey = Journey(bloc, at=march(3)).to("file_check")
    seen(journey, "file_check", march(3))
    journey.wait(2).file_check()
    assert days_at(journey, "file_check", march(20)) == {"untaken": 2}
    assert not Stay.objects.exists()
