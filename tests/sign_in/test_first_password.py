"""The password that the office set is good for one thing: choosing one's own."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from orgs.models import User
from tests.people import PASSWORD, Bloc, make_user
from tests.sign_in.doors import WRONG, attempt, verbs

CHANGE = "/accounts/password/change/"


def newcomer() -> User:
    return make_user(must_change_password=True)


def test_every_page_leads_to_the_change(client: Client, bloc: Bloc) -> None:
    client.force_login(newcomer())
    for page in ("/account/", "/notices/", "/accounts/sessions/", "/admin/"):
        assert client.get(page).headers["Location"] == f"{CHANGE}?{urlencode({'next': page})}"
    assert client.get("/").headers["Location"] == CHANGE
    assert client.get("/notices/bell/", headers={"HX-Request": "true"}).headers["Location"] == CHANGE
    assert client.get(CHANGE).status_code == 200
    assert client.post("/account/seat/", {"seat": "1"}).headers["Location"] == CHANGE


def test_one_may_leave_or_read_it_in_english(client: Client, db: None) -> None:
    client.force_login(newcomer())
    client.post("/account/language/", {"language": "en", "next": CHANGE})
    assert b"Choose your own password" in client.get(CHANGE).content
    client.post("/accounts/logout/")
    assert client.get("/account/").headers["Location"].startswith("/accounts/login/")


def test_once_changed_the_way_is_free(client: Client, db: None) -> None:
    user = newcomer()
    client.force_login(user)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": WRONG, "password2": WRONG})
    user.refresh_from_db()
    assert not user.must_change_password
    assert user.check_password(WRONG)
    assert client.get("/account/").status_code == 200
    assert verbs(user) == ["password_changed"]


@pytest.mark.usefixtures("fresh_limits")
@pytest.mark.parametrize(
    ("wanted", "reached"),
    [("", "/"), ("/cases/?q=a&year=2026", "/cases/?q=a&year=2026"), ("https://example.org/", "/"), (CHANGE, "/")],
    ids=["nothing", "a page", "another site", "the change itself"],
)
def test_once_changed_one_arrives_where_one_wanted(client: Client, db: None, wanted: str, reached: str) -> None:
    user = newcomer()
    after_sign_in = attempt(client, user.username, next=wanted).headers["Location"]
    change = after_sign_in if after_sign_in == CHANGE else client.get(after_sign_in).headers["Location"]
    refused = client.post(change, {"oldpassword": WRONG, "password1": WRONG, "password2": WRONG})
    given = {"oldpassword": PASSWORD, "password1": WRONG, "password2": WRONG}
    if refused.context["redirect_field_value"]:
        given["next"] = refused.context["redirect_field_value"]
    assert client.post(CHANGE, given).headers["Location"] == reached


def test_who_changes_it_later_comes_back_to_the_account(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    assert f'href="{CHANGE}?next=/account/"' in client.get("/account/").content.decode()
    given = {"oldpassword": PASSWORD, "password1": WRONG, "password2": WRONG}
    assert client.post(f"{CHANGE}?next=/account/", given).headers["Location"] == "/account/"


def test_the_same_password_again_is_refused(client: Client, db: None) -> None:
    user = newcomer()
    client.force_login(user)
    answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
    assert "password1" in answer.context["form"].errors
    user.refresh_from_db()
    assert user.must_change_password


def test_a_wrong_present_password_changes_nothing(client: Client, db: None) -> None:
    user = newcomer()
    client.force_login(user)
    answer = client.post(CHANGE, {"oldpassword": WRONG, "password1": WRONG, "password2": WRONG})
    assert "oldpassword" in answer.context["form"].errors
    assert verbs(user) == []
