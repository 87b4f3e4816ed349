"""A notice reaches the open browser of the person it is for: real server, real Valkey, real socket."""

from __future__ import annotations

import pytest
from django.db import transaction
from websockets.exceptions import ConnectionClosed, InvalidStatus

from notices.models import Notice
from notices.tell import changed
from tests.notices.acts import UndoneError, tell_of_an_act, tell_of_an_act_and_fail
from tests.people import Bloc
from tests.servers import browser, next_message, session_of


def test_a_notice_arrives_after_the_commit(office: Bloc, server: int) -> None:
    with browser(server, session_of(office.cell_secretary)) as tab:
        with transaction.atomic():
            tell_of_an_act(office.cell_secretary)
            with pytest.raises(TimeoutError):
                next_message(tab, seconds=0.3)
        assert next_message(tab) == {"type": "notice", "id": Notice.objects.latest("pk").pk}
    assert Notice.objects.latest("pk").delivered_at is not None


def test_it_says_what_changed_and_nothing_of_what_it_says(office: Bloc, server: int) -> None:
    with browser(server, session_of(office.cell_secretary)) as tab:
        with transaction.atomic():
            changed([office.cell_secretary.pk, office.cell_deputy.pk], "case:12")
        assert next_message(tab) == {"type": "changed", "subject": "case:12"}


def test_nobody_else_hears_it(office: Bloc, server: int) -> None:
    with browser(server, session_of(office.sibling_secretary)) as other:
        with transaction.atomic():
            tell_of_an_act(office.cell_secretary)
        with transaction.atomic():
            changed([office.sibling_secretary.pk], "case:99")
        assert next_message(other) == {"type": "changed", "subject": "case:99"}


def test_nothing_is_told_of_an_act_that_was_rolled_back(office: Bloc, server: int) -> None:
    with browser(server, session_of(office.cell_secretary)) as tab:
        with pytest.raises(UndoneError):
            tell_of_an_act_and_fail(office.cell_secretary)
        with transaction.atomic():
            changed([office.cell_secretary.pk], "case:12")
        assert next_message(tab) == {"type": "changed", "subject": "case:12"}


def test_every_tab_of_the_person_hears_it(office: Bloc, server: int) -> None:
    session = session_of(office.cell_secretary)
    with browser(server, session) as first, browser(server, session) as second:
        with transaction.atomic():
            tell_of_an_act(office.cell_secretary)
        assert next_message(first) == next_message(second)


def test_one_who_is_signed_out_is_told_so(office: Bloc, server: int) -> None:
    with browser(server, "") as tab, pytest.raises(ConnectionClosed):
        next_message(tab)
    assert tab.close_code == 4401


def test_a_page_of_another_site_is_refused(office: Bloc, server: int) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        browser(server, session_of(office.cell_secretary), origin="https://elsewhere.vn")


def test_a_browser_may_ask_whether_the_line_is_alive(office: Bloc, server: int) -> None:
    with browser(server, session_of(office.cell_secretary)) as tab:
        tab.send('{"type":"ping"}')
        assert next_message(tab) == {"type": "pong"}


@pytest.mark.parametrize("command", ['{"type":"join","group":"user.1"}', '{"type":"live.recheck"}', "", b"\x00"])
def test_a_browser_may_ask_nothing_else(office: Bloc, server: int, command: str | bytes) -> None:
    with browser(server, session_of(office.cell_secretary)) as tab:
        tab.send(command)
        with pytest.raises(ConnectionClosed):
            next_message(tab)
    assert tab.close_code == 4400
