"""One's own sessions: seen, and ended, here and elsewhere; an idle one ends by itself."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from orgs.middleware import ACTIVITY_KEY
from tests.people import PASSWORD, Bloc
from tests.sign_in.doors import attempt, verbs

pytestmark = pytest.mark.usefixtures("fresh_limits")
SESSIONS = "/accounts/sessions/"


def two_browsers() -> tuple[Client, Client]:
    here, elsewhere = Client(), Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/1 Firefox/140.0"})
    attempt(here, "cell.secretary")
    attempt(elsewhere, "cell.secretary")
    return here, elsewhere


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def test_both_are_listed(bloc: Bloc) -> None:
    here, _elsewhere = two_browsers()
    rows = here.get(SESSIONS).context["rows"]
    assert [row["device"] for row in rows if not row["here"]] == ["Firefox, Windows"]
    assert len([row for row in rows if row["here"]]) == 1


def test_ending_the_others_keeps_this_one(bloc: Bloc) -> None:
    here, elsewhere = two_browsers()
    here.post(SESSIONS, {"which": "others"})
    assert is_in(here)
    assert not is_in(elsewhere)
    assert verbs(bloc.cell_secretary) == ["signed_in", "signed_in", "sessions_ended"]


def test_ending_all_ends_this_one_too(bloc: Bloc) -> None:
    here, elsewhere = two_browsers()
    assert here.post(SESSIONS, {"which": "all"}).headers["Location"] == "/accounts/login/"
    assert not is_in(here)
    assert not is_in(elsewhere)
    assert verbs(bloc.cell_secretary)[2:] == ["sessions_ended", "signed_out"]


def test_nobody_elses_are_ended(bloc: Bloc) -> None:
    here, _ = two_browsers()
    colleague = Client()
    attempt(colleague, "cell.deputy")
    here.post(SESSIONS, {"which": "all"})
    assert is_in(colleague)


def test_a_new_password_ends_the_others(bloc: Bloc) -> None:
    here, elsewhere = two_browsers()
    new = "phuong-vi-truoc-cong-truong"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(here)
    assert not is_in(elsewhere)


def test_an_idle_session_ends(bloc: Bloc) -> None:
    here, _ = two_browsers()
    ends = Session.objects.get(pk=here.session.session_key).expire_date
    assert ends - timezone.now() <= datetime.timedelta(minutes=30)
    Session.objects.filter(pk=here.session.session_key).update(expire_date=timezone.now())
    assert not is_in(here)


def test_only_what_the_person_does_keeps_it_alive(client: Client, bloc: Bloc) -> None:
    attempt(client, "cell.secretary")
    client.get("/account/")
    session = client.session
    session[ACTIVITY_KEY] -= 600
    session.save()
    before = session[ACTIVITY_KEY]
    client.get("/notices/bell/", headers={"X-Live": "1"})
    assert client.session[ACTIVITY_KEY] == before
    client.get("/account/")
    assert client.session[ACTIVITY_KEY] > before


def test_a_part_of_a_page_after_the_end_sends_the_whole_page_to_sign_in(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/account/?a=1"}
    answer = client.get("/account/", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Faccount%2F%3Fa%3D1"
