"""What is undelivered and why, for who sees to it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journal.models import Entry
from notices.delivery import why_words
from notices.models import Mail
from notices.routing import route_waiting
from notices.sending import send_due
from orgs.models import User
from tests.notices.acts import tell_of_an_act
from tests.notices.post_office import PostOffice, address_of, reachable
from tests.people import Bloc, make_user

PAGE, TRY = "/notices/delivery/", "/notices/delivery/try/"


@pytest.fixture
def board(client: Client, bloc: Bloc) -> Client:
    bloc.organisation_board.language = "en"
    bloc.organisation_board.save(update_fields=["language"])
    client.force_login(bloc.organisation_board)
    return client


def waiting_for(person: User, **columns: Any) -> Mail:
    now = timezone.now()
    given = {"key": f"test-{Mail.objects.count()}", "made_at": now, "due_at": now, "sort": Mail.Sort.NOTICES}
    return Mail.objects.create(recipient=person, **given | columns)


def given_up_for(person: User, why: str = "SMTPRecipientsRefused 550") -> Mail:
    return waiting_for(person, state=Mail.State.GIVEN_UP, ended_at=timezone.now(), why=why, attempts=1)


@pytest.mark.parametrize(
    ("who", "status"),
    [("administrator", 200), ("organisation_board", 200), ("office", 403), ("cell_secretary", 403), ("auditor", 403)],
)
def test_who_sees_it(client: Client, bloc: Bloc, who: str, status: int) -> None:
    client.force_login(getattr(bloc, who))
    assert client.get(PAGE).status_code == status
    letter = given_up_for(bloc.cell_secretary)
    assert client.post(TRY, {"letter": letter.pk}).status_code == (302 if status == 200 else 403)
    letter.refresh_from_db()
    assert (letter.state == Mail.State.WAITING) is (status == 200)


def test_the_place_shows_to_who_may_open_it(client: Client, bloc: Bloc) -> None:
    for who, shown in ((bloc.organisation_board, True), (bloc.administrator, True), (bloc.cell_secretary, False)):
        client.force_login(who)
        assert (f'href="{PAGE}"' in client.get("/account/").content.decode()) is shown


def test_it_says_for_whom_since_when_and_why(board: Client, bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    post_office.refused[address_of(bloc.cell_secretary)] = "550 unknown"
    tell_of_an_act(bloc.cell_secretary)
    route_waiting(at=timezone.now())
    send_due(at=timezone.now())
    page = board.get(f"{PAGE}?show=given_up").content.decode()
    assert "Trần Quốc Bảo" in page
    assert "The mail server refuses this address or letter. (SMTPRecipientsRefused 550)" in page
    assert "office.test" not in page
    post_office.refused.clear()
    board.post(TRY, {"letter": Mail.objects.get().pk, "show": "given_up"})
    assert send_due(at=timezone.now()) == 1
    entry = Entry.objects.get(verb="mail_tried_again")
    assert entry.refs == {"letters": [Mail.objects.get().pk]}


def test_all_that_wait_can_be_tried_at_once(board: Client, bloc: Bloc, post_office: PostOffice) -> None:
    later = timezone.now() + datetime.timedelta(hours=1)
    for person in (bloc.cell_secretary, bloc.cell_deputy):
        waiting_for(person, due_at=later, attempts=4, why="TimeoutError")
    given_up_for(bloc.auditor)
    board.post(TRY)
    assert Mail.objects.filter(due_at__lte=timezone.now(), state=Mail.State.WAITING).count() == 2
    board.post(TRY)
    assert Mail.objects.filter(state=Mail.State.GIVEN_UP).count() == 1


@pytest.mark.parametrize("letter", ["", "x", "9" * 30, "123456"])
def test_a_letter_that_is_none_changes_nothing(board: Client, bloc: Bloc, letter: str) -> None:
    given_up_for(bloc.cell_secretary)
    assert board.post(TRY, {"letter": letter}).status_code == 302
    assert Mail.objects.get().state == Mail.State.GIVEN_UP


def test_a_letter_that_has_left_is_not_sent_again(board: Client, bloc: Bloc) -> None:
    sent = waiting_for(bloc.cell_secretary, state=Mail.State.SENT, ended_at=timezone.now())
    board.post(TRY, {"letter": sent.pk})
    assert Mail.objects.get().state == Mail.State.SENT


def test_it_says_how_the_ways_out_are(board: Client, bloc: Bloc, post_office: PostOffice) -> None:
    assert b"No letter has left yet." in board.get(PAGE).content
    waiting_for(bloc.cell_deputy, state=Mail.State.SENT, ended_at=timezone.now(), tried_at=timezone.now())
    assert b"Takes letters." in board.get(PAGE).content
    past, now = timezone.now() - datetime.timedelta(minutes=20), timezone.now()
    waiting_for(bloc.cell_secretary, due_at=past, tried_at=now, attempts=1, why="ConnectionRefusedError")
    page = board.get(PAGE).content.decode()
    assert "The mail server does not answer, or breaks off." in page
    assert "the worker or beat may be down" in page


def test_with_redis_away_it_says_so(board: Client, bloc: Bloc, settings: Any) -> None:
    layer = {
        "BACKEND": "notices.layer.LiveLayer",
        "CONFIG": {"hosts": ["redis://127.0.0.1:1/0"], "prefix": "admission"},
    }
    settings.CHANNEL_LAYERS = {"default": layer}
    assert b"Redis does not answer" in board.get(PAGE).content


def test_empty_it_says_what_would_stand_there(board: Client, bloc: Bloc) -> None:
    assert b"Nothing waits" in board.get(PAGE).content
    assert b"Nothing was given up" in board.get(f"{PAGE}?show=given_up").content
    assert b"None is set; no letters are sent." in board.get(PAGE).content


def test_its_queries_do_not_grow_with_its_rows(board: Client, bloc: Bloc) -> None:
    waiting_for(bloc.cell_secretary)
    board.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        board.get(PAGE)
    for _ in range(60):
        waiting_for(make_user(), why="TimeoutError")
    with CaptureQueriesContext(connection) as many:
        page = board.get(PAGE)
    assert len(many) == len(few) <= 17
    assert len(page.context["rows"]) == 50
    assert len(board.get(f"{PAGE}?page=2").context["rows"]) == 11


@pytest.mark.parametrize(
    "why",
    ["SMTPAuthenticationError 535", "SMTPSenderRefused 553", "SSLCertVerificationError", "gaierror", "ValueError"],
)
def test_every_fault_has_its_words(why: str) -> None:
    assert why_words(why).endswith(f" ({why})")
