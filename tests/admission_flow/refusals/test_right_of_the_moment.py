"""The right is asked at the moment of acting: what was lost since the page was drawn gives nothing."""

import datetime
from collections.abc import Callable

import pytest

from admission_flow.refusals import NotYours
from orgs.models import Seat, UnitPermission
from orgs.seating import withdraw_seat
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

ONE_DAY = datetime.timedelta(days=1)


def seat(bloc: Bloc) -> Seat:
    return Seat.objects.get(person=bloc.cell_secretary.person)


def ended_yesterday(bloc: Bloc, today: datetime.date) -> None:
    Seat.objects.filter(pk=seat(bloc).pk).update(ends=today - ONE_DAY)


def begins_tomorrow(bloc: Bloc, today: datetime.date) -> None:
    Seat.objects.filter(pk=seat(bloc).pk).update(starts=today + ONE_DAY)


def withdrawn_today(bloc: Bloc, today: datetime.date) -> None:
    at = datetime.datetime.combine(today, datetime.time(8), datetime.UTC)
    withdraw_seat(seat(bloc), acting_user=bloc.organisation_board, at=at, reason="đình chỉ")


def row_taken_away(bloc: Bloc, today: datetime.date) -> None:
    UnitPermission.objects.filter(user=bloc.cell_secretary).delete()


def account_closed(bloc: Bloc, today: datetime.date) -> None:
    bloc.cell_secretary.is_active = False
    bloc.cell_secretary.save(update_fields=["is_active"])


def unit_wound_up(bloc: Bloc, today: datetime.date) -> None:
    bloc.cell.valid_to = today - ONE_DAY
    bloc.cell.save(update_fields=["valid_to"])


LOST = [ended_yesterday, begins_tomorrow, withdrawn_today, row_taken_away, account_closed, unit_wound_up]


@pytest.mark.parametrize("lose", LOST, ids=lambda lose: lose.__name__)
def test_lost_since_the_page_was_drawn(bloc: Bloc, lose: Callable[[Bloc, datetime.date], None]) -> None:
    journey = Journey(bloc).to("declaration")
    lose(bloc, journey.today)
    for act in (journey.declaration, journey.withdraw, journey.nominate):
        with nothing_written(), pytest.raises(NotYours):
            act()


def test_the_last_day_still_counts(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    Seat.objects.filter(pk=seat(bloc).pk).update(ends=journey.today)
    assert journey.declaration().decided_by == bloc.cell_secretary
