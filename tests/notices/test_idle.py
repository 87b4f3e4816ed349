"""An open page that renews itself does not stand for a person who is there."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.test import Client

from tests.people import Bloc

LIVE = {"HX-Request": "true", "X-Live": "1"}


def test_renewing_itself_keeps_no_session_alive(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    before = Session.objects.get().expire_date
    for path in ("/notices/bell/", "/notices/"):
        assert client.get(path, headers=LIVE).status_code == 200
    assert Session.objects.get().expire_date == before
    client.get("/notices/")
    assert Session.objects.get().expire_date > before


def test_after_the_session_the_page_is_not_taken_away_from_one_who_types(client: Client, db: None) -> None:
    for path, status in (("/notices/bell/", 401), ("/notices/", 302)):
        answer = client.get(path, headers=LIVE)
        assert (answer.status_code, "HX-Redirect" in answer.headers) == (status, False)
