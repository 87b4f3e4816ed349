"""Whoever may see less than before hears nothing more of it, also on an open socket, and the page is drawn anew."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, expect
from websockets.exceptions import ConnectionClosed

from admission_flow.decisions.telling import refresh_open_pages
from notices.models import Notice
from orgs import roles, seating
from orgs.delegating import end_delegation_of_seat
from orgs.models import Seat, User
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.browsers import tab
from tests.people import Bloc, add_members, make_person, make_user
from tests.servers import browser, next_message, served, session_of

CELL = (roles.PREPARE_FILE, roles.RECORD_VOTE)


@pytest.fixture(scope="module")
def watchful_server(office: Bloc) -> Iterator[int]:
    """It looks every second, so that the tests need not wait a minute."""
    with served(LIVE_CHECK_SECONDS="1") as port:
        yield port


@pytest.fixture
def member(office: Bloc) -> User:
    """Of the cell, with an account and without a seat; another one for each test."""
    person = make_person("Lâm Thị Bích Vân")
    add_members(office.cell, [person])
    return make_user(person)


def listen(socket, *, seconds: float) -> None:
    """Until nothing more comes (TimeoutError) or it is closed (ConnectionClosed)."""
    while True:
        next_message(socket, seconds=seconds)


def closed_with(socket) -> int | None:
    with pytest.raises(ConnectionClosed):
        listen(socket, seconds=10)
    return socket.close_code


def test_a_seat_taken_away_closes_the_socket_at_once(office: Bloc, server: int, member: User) -> None:
    assert member.person is not None
    now = timezone.now()
    seat = seating.appoint(
        member.person, office.cell, Seat.Role.DEPUTY, timezone.localdate(), None,
        acting_user=office.administrator, at=now, reason="Bầu bổ sung",
    )  # fmt: skip
    with browser(server, session_of(member)) as socket:
        seating.withdraw_seat(seat, acting_user=office.administrator, at=timezone.now(), reason="Thôi")
        assert closed_with(socket) == 4403
    assert list(Notice.objects.filter(recipient=member).order_by("pk").values_list("kind", flat=True)) == [
        "seated", "seat_ended"
    ]  # fmt: skip


def test_a_delegation_ended_by_hand_closes_the_delegates_socket_only(office: Bloc, server: int, member: User) -> None:
    delegation = lend(office.cell_secretary, member, *CELL, at=timezone.now())
    with browser(server, session_of(member)) as socket, browser(server, session_of(office.cell_secretary)) as holder:
        end_delegation_of_seat(delegation, "Về", acting_user=office.cell_secretary, at=timezone.now())
        assert closed_with(socket) == 4403
        with pytest.raises(TimeoutError):
            listen(holder, seconds=0.5)


def test_a_delegation_that_runs_out_closes_it_too(office: Bloc, watchful_server: int, member: User) -> None:
    lend(office.cell_secretary, member, *CELL, at=timezone.now(), lasts=datetime.timedelta(seconds=3))
    with browser(watchful_server, session_of(member)) as socket:
        assert closed_with(socket) == 4403
    with browser(watchful_server, session_of(member)) as again, pytest.raises(TimeoutError):
        next_message(again, seconds=2)


def test_who_wins_a_right_stays(office: Bloc, watchful_server: int, member: User) -> None:
    with browser(watchful_server, session_of(member)) as socket:
        delegation = lend(office.cell_secretary, member, *CELL, at=timezone.now())
        with pytest.raises(TimeoutError):
            listen(socket, seconds=2)
        end_delegation_of_seat(delegation, "Về", acting_user=member, at=timezone.now())
        assert closed_with(socket) == 4403


def test_after_its_end_nothing_of_the_case_is_heard(office: Bloc, server: int, member: User) -> None:
    """The socket that comes back is the person's own and hears only what is theirs."""
    case = Journey(office).nominate()
    delegation = lend(office.cell_secretary, member, *CELL, at=timezone.now())
    with browser(server, session_of(member)) as socket, browser(server, session_of(office.cell_secretary)) as holder:
        with transaction.atomic():
            refresh_open_pages(case, office.cell_secretary, timezone.now())
        assert next_message(socket)["subject"] == f"case:{case.pk}"
        assert next_message(holder)["subject"] == f"case:{case.pk}"
        end_delegation_of_seat(delegation, "Về", acting_user=office.cell_secretary, at=timezone.now())
        closed_with(socket)
    with browser(server, session_of(member)) as again, browser(server, session_of(office.cell_secretary)) as holder:
        with transaction.atomic():
            refresh_open_pages(case, office.cell_secretary, timezone.now())
        assert next_message(holder)["subject"] == f"case:{case.pk}"
        with pytest.raises(TimeoutError):
            next_message(again, seconds=0.5)


@pytest.mark.browser
def test_the_page_of_the_case_is_left(chromium: Browser, office: Bloc, server: int, member: User) -> None:
    case = Journey(office).nominate()
    delegation = lend(office.cell_secretary, member, *CELL, at=timezone.now())
    name = case.candidate.person.full_name
    with tab(chromium, server, member) as page:
        page.goto(f"/cases/{case.pk}/")
        expect(page.locator("[data-live-when=on]").first).to_be_attached()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        end_delegation_of_seat(delegation, "Về", acting_user=office.cell_secretary, at=timezone.now())
        expect(page.get_by_text(name)).to_have_count(0, timeout=10_000)
        assert page.url.endswith(f"/cases/{case.pk}/")
