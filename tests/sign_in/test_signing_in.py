"""Who comes in, who doesn't, and what the journal keeps of it."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from journal.models import Entry
from tests.people import Bloc, make_user
from tests.sign_in.doors import WRONG, attempt, signed_in, verbs

pytestmark = pytest.mark.usefixtures("fresh_limits")


def test_a_secretary_comes_in_and_goes(client: Client, bloc: Bloc) -> None:
    answer = attempt(client, "cell.secretary", next="/account/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")
    assert client.get("/account/").context["user"] == bloc.cell_secretary
    client.post("/accounts/logout/")
    assert client.get("/account/").status_code == 302
    assert verbs(bloc.cell_secretary) == ["signed_in", "signed_out"]


def test_a_wrong_password_is_refused_and_recorded(client: Client, bloc: Bloc) -> None:
    answer = attempt(client, "cell.secretary", WRONG)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not signed_in(client)
    assert verbs(bloc.cell_secretary) == ["sign_in_failed"]
    assert Entry.objects.get(stream=f"user:{bloc.cell_secretary.pk}").actor is None


def test_an_unknown_name_is_counted_without_the_name(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        attempt(client, "mat-khau-go-nham-o-1", WRONG)
    assert "no such user name" in caplog.text
    assert "mat-khau-go-nham-o-1" not in caplog.text
    assert not Entry.objects.filter(verb="sign_in_failed").exists()


def test_the_same_answer_whether_the_name_exists(client: Client, bloc: Bloc) -> None:
    known, unknown = (attempt(client, name, WRONG).context["form"] for name in ("cell.secretary", "nobody.here"))
    assert known.non_field_errors() == unknown.non_field_errors()


def test_a_closed_account_stays_out(client: Client, db: None) -> None:
    user = make_user(is_active=False)
    assert attempt(client, user.username).headers["Location"] == "/accounts/inactive/"
    assert not signed_in(client)
    assert verbs(user) == ["sign_in_refused"]


def test_nobody_signs_up_and_no_password_goes_by_mail(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    page = client.get("/accounts/password/reset/")
    assert page.status_code == 200
    assert b"<form" not in page.content.split(b"</main>")[0].split(b'class="foot"')[0]
    assert client.post("/accounts/password/reset/", {"email": "a@b.vn"}).status_code == 405


def test_next_does_not_lead_off_the_site(client: Client, bloc: Bloc) -> None:
    assert attempt(client, "cell.secretary", next="https://example.org/").headers["Location"] == "/"


def test_the_administration_has_the_same_door(client: Client, bloc: Bloc) -> None:
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/accounts/login/?next=/admin/"
