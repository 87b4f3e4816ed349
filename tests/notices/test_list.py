from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notices.models import Notice
from notices.queries import notices_of, read
from orgs.pages import WholePages
from tests.notices.acts import tell_of_an_act
from tests.people import Bloc


def test_the_list_shows_ones_own_a_page_at_a_time(client: Client, bloc: Bloc) -> None:
    for _ in range(30):
        tell_of_an_act(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_deputy)
    client.force_login(bloc.cell_secretary)
    assert len(client.get("/notices/").context["lines"]) == 25
    assert len(client.get("/notices/?page=2").context["lines"]) == 5


def test_a_row_that_comes_between_count_and_page_pushes_none_off(bloc: Bloc) -> None:
    tell_of_an_act(bloc.cell_secretary)
    pages = WholePages(notices_of(bloc.cell_secretary), 25)
    assert pages.count == 1
    tell_of_an_act(bloc.cell_secretary)
    assert len(pages.page(1)) == 2


def test_the_newest_act_stands_first(client: Client, bloc: Bloc) -> None:
    tell_of_an_act(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    first, second = client.get("/notices/").context["lines"]
    assert first.at > second.at


def test_it_can_show_only_what_is_unread(client: Client, bloc: Bloc) -> None:
    tell_of_an_act(bloc.cell_secretary)
    read(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    assert len(client.get("/notices/").context["lines"]) == 2
    assert len(client.get("/notices/?unread=1").context["lines"]) == 1


def test_an_empty_list_says_what_will_come(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.training_centre)
    bloc.training_centre.language = "en"
    bloc.training_centre.save(update_fields=["language"])
    assert b"No notices yet" in client.get("/notices/").content
    assert b"Nothing unread" in client.get("/notices/?unread=1").content


def test_its_queries_do_not_grow_with_its_rows(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    client.get("/notices/")  # the first page of a session also writes to it
    with CaptureQueriesContext(connection) as few:
        client.get("/notices/")
    for _ in range(40):
        tell_of_an_act(bloc.cell_secretary)
    with CaptureQueriesContext(connection) as many:
        client.get("/notices/")
    assert len(many) == len(few) <= 10


def test_signed_out_one_is_sent_to_sign_in(client: Client, bloc: Bloc) -> None:
    tell_of_an_act(bloc.cell_secretary)
    for path in ("/notices/", f"/notices/{Notice.objects.get().pk}/open/"):
        assert client.get(path).status_code == 302
    assert Notice.objects.get().read_at is None
