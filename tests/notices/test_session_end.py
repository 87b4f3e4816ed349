"""An open socket ends with the session and the account that opened it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from websockets.exceptions import ConnectionClosed

from notices.tell import look_again
from orgs.models import User
from tests.people import Bloc, make_user
from tests.servers import browser, next_message, served, session_of

EndsSession = Callable[[User, str], object]

ENDINGS: dict[str, EndsSession] = {
    "signed out": lambda _person, session: Session.objects.filter(pk=session).delete(),
    "idle too long": lambda _person, session: Session.objects.filter(pk=session).update(
        expire_date=timezone.now() - datetime.timedelta(minutes=1)
    ),
    "account deactivated": lambda person, _session: User.objects.filter(pk=person.pk).update(is_active=False),
    "password changed": lambda person, _session: User.objects.filter(pk=person.pk).update(password="!other"),
}


@pytest.fixture(scope="module")
def watchful_server(office: Bloc) -> Iterator[int]:
    """It looks every second, so that the tests need not wait a minute."""
    with served(LIVE_CHECK_SECONDS="1") as port:
        yield port


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS.keys())
def test_the_socket_finds_out_by_itself(watchful_server: int, ending: EndsSession) -> None:
    person = make_user()
    session = session_of(person)
    with browser(watchful_server, session) as tab:
        ending(person, session)
        with pytest.raises(ConnectionClosed):
            next_message(tab, seconds=10)
    assert tab.close_code == 4401


def test_the_socket_is_told_at_once(office: Bloc, server: int) -> None:
    person = make_user()
    session, elsewhere = session_of(person), session_of(person)
    with browser(server, session) as tab, browser(server, elsewhere) as other:
        Session.objects.filter(pk=session).delete()
        look_again([person.pk])
        with pytest.raises(ConnectionClosed):
            next_message(tab)
        assert tab.close_code == 4401
        with pytest.raises(TimeoutError):
            next_message(other, seconds=0.3)


def test_an_open_socket_keeps_no_session_alive(watchful_server: int) -> None:
    session = session_of(make_user())
    ends = Session.objects.get(pk=session).expire_date
    with browser(watchful_server, session) as tab, pytest.raises(TimeoutError):
        next_message(tab, seconds=3)
    assert Session.objects.get(pk=session).expire_date == ends
