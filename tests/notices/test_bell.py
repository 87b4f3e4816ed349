from __future__ import annotations

import re

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from notices.kinds import Group, Kind, Rendered
from notices.models import Notice
from notices.queries import bell_of
from orgs.models import User
from tests.notices.acts import tell_of_an_act
from tests.people import Bloc


def titles(page: bytes) -> list[str]:
    return re.findall(r'data-notice="\d+".*?<b>(.*?)</b>', page.decode(), re.DOTALL)


def test_it_counts_what_is_unread_and_shows_the_last_ten(client: Client, bloc: Bloc) -> None:
    for _ in range(12):
        tell_of_an_act(bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    bell = client.get("/notices/bell/").content
    assert b'data-unread="12"' in bell
    assert titles(bell) == ["Case 2026-0147"] * 10


def test_a_thousandth_notice_is_numbered_as_the_script_expects(client: Client, bloc: Bloc) -> None:
    tell_of_an_act(bloc.cell_secretary)
    Notice.objects.update(id=1234567)
    client.force_login(bloc.cell_secretary)
    assert b'data-notice="1234567"' in client.get("/notices/bell/").content


def test_it_shows_nobody_elses(client: Client, bloc: Bloc) -> None:
    tell_of_an_act(bloc.cell_secretary)
    client.force_login(bloc.cell_deputy)
    bell = client.get("/notices/bell/").content
    assert titles(bell) == []
    assert b"data-unread" not in bell


def test_it_stands_on_every_page_for_one_query(bloc: Bloc, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(30):
        tell_of_an_act(bloc.cell_secretary)
    request = RequestFactory().get("/")
    request.user = bloc.cell_secretary
    page = engines["django"].from_string("{% load live %}{% bell %}")
    with django_assert_num_queries(1):
        drawn = page.render({}, request)
    assert 'data-unread="30"' in drawn


def test_its_words_cannot_become_markup(bloc: Bloc, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = Kind("test_step", lambda _params: Rendered("<b>x</b>", "<script>"), "Evil")
    monkeypatch.setattr("notices.kinds._kinds", {"test_step": (Group("Evil", lambda *_asked: {}), evil)})
    tell_of_an_act(bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    assert b"<script>" not in client.get("/notices/bell/").content


def test_signed_out_it_is_refused_without_a_detour(client: Client, db: None) -> None:
    assert client.get("/notices/bell/").status_code == 401


def test_it_is_empty_for_somebody_new(bloc: Bloc) -> None:
    assert isinstance(bloc.administrator, User)
    assert bell_of(bloc.administrator) == (0, [])
