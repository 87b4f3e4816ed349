"""The work of a unit on the page, and the steps, cases and meetings that a change of hands lists."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from admission_flow.models import Task
from meetings.calling import MeetingGiven, call_meeting
from orgs.models import Seat
from tests.admission_flow.journey import Journey
from tests.orgs.test_handing_over import address, asked

WORK = "/organisation/SNV-01/work/"


@pytest.fixture
def task(bloc) -> Task:
    journey = Journey(bloc).to("declaration")
    journey.take(journey.task("declaration"))
    return journey.task("declaration")


def test_the_head_gives_steps_on_the_page(client, bloc, task) -> None:
    client.force_login(bloc.cell_secretary)
    page = client.get(WORK)
    assert task.process.number in page.content.decode()
    assert 'href="/organisation/SNV-01/work/"' in client.get("/").content.decode()
    answer = client.post(WORK, {"tasks": [task.pk], "to": bloc.cell_deputy.pk}, follow=True)
    assert "Lê Thị Hồng Nhung" in answer.content.decode()
    task.refresh_from_db()
    assert task.owner == bloc.cell_deputy


@pytest.mark.parametrize(
    "posted", [{}, {"tasks": ["x"], "to": "nobody"}, {"tasks": "TASK"}, {"tasks": "TASK", "to": "999999"}]
)
def test_what_is_missing_is_said_and_nothing_changed(client, bloc, task, posted) -> None:
    client.force_login(bloc.cell_secretary)
    answer = client.post(WORK, {name: task.pk if value == "TASK" else value for name, value in posted.items()})
    assert answer.status_code == 422
    assert answer.context["problem"]
    task.refresh_from_db()
    assert task.owner == bloc.cell_secretary


def test_others_are_told_whom_to_ask(client, bloc, task) -> None:
    for user in (bloc.cell_deputy, bloc.committee_secretary, bloc.seatless, bloc.auditor):
        client.force_login(user)
        assert client.get(WORK).status_code == 403
        assert client.post(WORK, {"tasks": [task.pk], "to": "nobody"}).status_code == 403


def test_an_administrator_sees_numbers_and_no_names(client, bloc, task) -> None:
    client.force_login(bloc.administrator)
    name = task.process.candidate.person.full_name
    seat = Seat.objects.get(person=bloc.person("cell_secretary"))
    for page in (WORK, address(seat)):
        shown = client.get(page).content.decode()
        assert task.process.number in shown
        assert name not in shown


def test_an_empty_unit_says_so(client, bloc) -> None:
    client.force_login(bloc.sibling_secretary)
    page = client.get("/organisation/SNV-02/work/")
    assert page.context["rows"] == []
    assert client.get("/organisation/KHONG-CO/work/").status_code == 404


def test_a_change_of_hands_lists_steps_cases_and_meetings(client, bloc, task) -> None:
    soon = timezone.now() + datetime.timedelta(days=2)
    call_meeting(
        bloc.cell, MeetingGiven(soon, "Phòng họp 2", "cards", ()), acting_user=bloc.cell_secretary, at=timezone.now()
    )
    client.force_login(bloc.organisation_board)
    seat = Seat.objects.get(person=bloc.person("cell_secretary"))
    page = client.get(address(seat))
    steps, cases, meetings = page.context["loads"]
    assert [(load.number, len(load.lines)) for load in (steps, cases, meetings)] == [(1, 1)] * 3
    assert steps.lines[0].theirs
    shown = page.content.decode()
    assert task.process.number in shown
    assert "Phòng họp 2" in shown


def test_what_the_holder_was_on_goes_to_who_follows(client, bloc, task) -> None:
    client.force_login(bloc.organisation_board)
    seat = Seat.objects.get(person=bloc.person("cell_secretary"))
    posted = asked(successor=bloc.person("seatless").citizen_id)
    seen = client.post(address(seat), posted).context["seen"]
    assert client.post(address(seat), posted | {"seen": seen, "confirm": "1"}).status_code == 302
    task.refresh_from_db()
    assert task.owner == bloc.seatless


def test_and_stays_where_the_last_day_is_to_come(client, bloc, task) -> None:
    client.force_login(bloc.organisation_board)
    seat = Seat.objects.get(person=bloc.person("cell_secretary"))
    later = timezone.localdate() + datetime.timedelta(days=20)
    posted = asked(successor=bloc.person("seatless").citizen_id, last_day=f"{later:%d/%m/%Y}")
    seen = client.post(address(seat), posted).context["seen"]
    assert client.post(address(seat), posted | {"seen": seen, "confirm": "1"}).status_code == 302
    task.refresh_from_db()
    assert task.owner == bloc.cell_secretary


def test_a_step_taken_meanwhile_is_looked_at_again(client, bloc) -> None:
    journey = Journey(bloc).to("declaration")
    client.force_login(bloc.organisation_board)
    seat = Seat.objects.get(person=bloc.person("cell_secretary"))
    seen = client.post(address(seat), asked()).context["seen"]
    journey.take(journey.task("declaration"))
    assert client.post(address(seat), asked() | {"seen": seen, "confirm": "1"}).status_code == 409
