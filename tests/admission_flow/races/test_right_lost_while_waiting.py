"""Who waits for a case while their seat is taken away finds it gone: the right is asked once the wait is over."""

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction

from admission_flow import engine
from admission_flow.models import Decision
from admission_flow.refusals import NotYours
from orgs.models import Seat
from orgs.seating import end_seat, withdraw_seat
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import press, until_somebody_waits
from tests.databases import rounds
from tests.people import build_bloc, make_person, make_seat, make_user

ONE_DAY = datetime.timedelta(days=1)


def revoked(seat: Seat, journey: Journey) -> None:
    withdraw_seat(seat, acting_user=journey.bloc.organisation_board, at=journey.at, reason="đình chỉ")


def last_day_has_passed(seat: Seat, journey: Journey) -> None:
    end_seat(seat, journey.today - ONE_DAY, acting_user=journey.bloc.organisation_board, at=journey.at, reason="-")


@pytest.mark.parametrize("lose", [revoked, last_day_has_passed], ids=lambda lose: lose.__name__)
def test_the_wait_gives_no_right(own_database: str, lose: Callable[[Seat, Journey], None]) -> None:
    bloc = build_bloc()
    journey = Journey(bloc).to("course")
    for _round in rounds():
        person = make_person()
        user, seat = make_user(person), make_seat(bloc.unit, "training_centre", person)
        outcomes: list[Any] = []
        thread = threading.Thread(target=_tried, args=(press(journey, "course", by=user), outcomes))
        with transaction.atomic():
            engine.lock(journey.case.pk)
            thread.start()
            until_somebody_waits()
            lose(seat, journey)
        thread.join(10)
        assert [type(outcome) for outcome in outcomes] == [NotYours]
    assert journey.open_steps() == ["course"]
    assert not Decision.objects.filter(case=journey.case, step="course").exists()


def _tried(act: Callable[[], Any], outcomes: list[Any]) -> None:
    try:
        outcomes.append(act())
    except Exception as error:
        outcomes.append(error)
    finally:
        connections.close_all()
