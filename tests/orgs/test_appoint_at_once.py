"""Two keepers who give the same seat at once: one winner, one sentence, no trace of the other."""

from __future__ import annotations

import datetime

from django.utils import timezone

from journal.models import Entry
from orgs.models import Grant, Person, Seat
from orgs.refusals import SeatRefused
from orgs.seating import appoint, end_seat
from tests.databases import at_once, own_copy, rounds
from tests.people import build_bloc, make_members


def test_the_secretarys_seat_has_one_winner(own_database: None) -> None:
    bloc, today, now = build_bloc(), timezone.localdate(), timezone.now()
    held = Seat.objects.get(person=bloc.cell_secretary.person)
    end_seat(held, today - datetime.timedelta(days=1), acting_user=bloc.administrator, at=now, reason="-")
    first, second = (member.person for member in make_members(bloc.cell, 2))

    def give(person: Person) -> Seat:
        keeper = bloc.organisation_board if person == first else bloc.organisation_board_2
        return appoint(person, bloc.cell, "secretary", today, None, acting_user=keeper, at=now, reason="-")

    for _round in rounds():
        with own_copy():
            outcomes = at_once(lambda: give(first), lambda: give(second))
            assert {type(outcome) for outcome in outcomes} == {Seat, SeatRefused}
            (seat,) = Seat.objects.filter(unit=bloc.cell, role="secretary", starts=today)
            assert Grant.objects.filter(seat__starts=today).exclude(seat=seat).count() == 0
            assert Entry.objects.filter(verb="appoint").count() == 1
