"""Somebody with two seats acts from one of them at a time."""

from __future__ import annotations

import datetime

from django.test import Client

from orgs.models import Seat
from tests.people import Bloc, make_seat

SWITCH = "/account/seat/"


def test_the_highest_first_and_another_on_request(client: Client, bloc: Bloc) -> None:
    person = bloc.cell_secretary.person
    assert person
    at_cell = Seat.objects.get(person=person)
    at_bloc = make_seat(bloc.unit, "office", person)
    client.force_login(bloc.cell_secretary)
    assert client.get("/account/").context["acting"] == at_bloc
    assert client.post(SWITCH, {"seat": at_cell.pk, "next": "/account/"}).headers["Location"] == "/account/"
    assert client.get("/account/").context["acting"] == at_cell


def test_nobody_takes_a_strangers_seat(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    for seat in (Seat.objects.get(person=bloc.auditor.person).pk, "", "x", "9" * 30):
        client.post(SWITCH, {"seat": seat, "next": "//example.org"})
    assert client.get("/account/").context["acting"].person_id == bloc.cell_secretary.person_id


def test_a_seat_that_ended_is_left(client: Client, bloc: Bloc) -> None:
    person = bloc.cell_secretary.person
    assert person
    over = make_seat(bloc.unit, "office", person)
    client.force_login(bloc.cell_secretary)
    client.post(SWITCH, {"seat": over.pk})
    Seat.objects.filter(pk=over.pk).update(ends=datetime.date(2015, 1, 1))
    assert client.get("/account/").context["acting"].unit == bloc.cell


def test_the_switch_leads_nowhere_else(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    assert client.post(SWITCH, {"seat": "1", "next": "https://example.org/"}).headers["Location"] == "/"
