"""The password that the office set is good for one thing: choosing one's own."""

from __future__ import annotations

from django.test import Client

from orgs.models import User
from tests.people import PASSWORD, Bloc, make_user
from tests.sign_in.doors import WRONG, verbs

CHANGE = "/accounts/password/change/"


def newcomer() -> User:
    return make_user(must_change_password=True)


def test_every_page_leads_to_the_change(client: Client, bloc: Bloc) -> None:
    client.force_login(newcomer())
    for page in ("/account/", "/notices/", "/accounts/sessions/", "/admin/"):
        assert client.get(page).headers["Location"] == CHANGE
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
