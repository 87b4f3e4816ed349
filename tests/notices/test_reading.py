from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from notices.models import Notice
from notices.queries import settle_before
from tests.notices.acts import tell_of_an_act
from tests.people import Bloc


@pytest.fixture
def notice(bloc: Bloc) -> Notice:
    tell_of_an_act(bloc.cell_secretary, bloc.cell_deputy)
    return Notice.objects.get(recipient=bloc.cell_secretary)


def unread() -> set[int]:
    return set(Notice.objects.filter(read_at=None).values_list("recipient", flat=True))


def test_opening_a_notice_reads_it_and_goes_where_it_points(client: Client, bloc: Bloc, notice: Notice) -> None:
    client.force_login(bloc.cell_secretary)
    answer = client.get(f"/notices/{notice.pk}/open/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cases/12/")
    assert unread() == {bloc.cell_deputy.pk}


def test_opening_it_again_keeps_the_first_time(client: Client, bloc: Bloc, notice: Notice) -> None:
    client.force_login(bloc.cell_secretary)
    client.get(f"/notices/{notice.pk}/open/")
    first = Notice.objects.get(pk=notice.pk).read_at
    client.get(f"/notices/{notice.pk}/open/")
    assert Notice.objects.get(pk=notice.pk).read_at == first


def test_it_can_be_marked_without_opening_it(client: Client, bloc: Bloc, notice: Notice) -> None:
    client.force_login(bloc.cell_secretary)
    assert client.get(f"/notices/{notice.pk}/read/").status_code == 405
    assert client.post(f"/notices/{notice.pk}/read/").status_code == 302
    assert unread() == {bloc.cell_deputy.pk}


def test_somebody_elses_notice_does_not_exist(client: Client, bloc: Bloc, notice: Notice) -> None:
    client.force_login(bloc.sibling_secretary)
    assert client.get(f"/notices/{notice.pk}/open/").status_code == 404
    assert client.post(f"/notices/{notice.pk}/read/").status_code == 404
    assert unread() == {bloc.cell_secretary.pk, bloc.cell_deputy.pk}


def test_all_can_be_marked_at_once_and_only_ones_own(client: Client, bloc: Bloc, notice: Notice) -> None:
    tell_of_an_act(bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    assert client.post("/notices/read/").headers["Location"] == "/notices/"
    assert unread() == {bloc.cell_deputy.pk}


def test_marked_from_the_bell_it_answers_with_the_bell(client: Client, bloc: Bloc, notice: Notice) -> None:
    client.force_login(bloc.cell_secretary)
    answer = client.post("/notices/read/", headers={"HX-Request": "true", "HX-Target": "bell"})
    assert answer.status_code == 200
    assert b"data-unread" not in answer.content


def test_a_simulated_history_has_long_been_read(bloc: Bloc, notice: Notice) -> None:
    Notice.objects.filter(recipient=bloc.cell_deputy).update(at=timezone.now() - datetime.timedelta(days=30))
    assert settle_before(timezone.now() - datetime.timedelta(days=7)) == 1
    assert unread() == {bloc.cell_secretary.pk}
