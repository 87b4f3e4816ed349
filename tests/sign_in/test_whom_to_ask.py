"""Accounts, passwords and seats are entered by one: every page that sends somebody there says the same name."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import Bloc, make_user
from tests.sign_in.doors import attempt

WHO = "quản trị hệ thống"


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/password/reset/", "/accounts/inactive/"])
def test_before_sign_in(client: Client, db: None, page: str) -> None:
    assert WHO in client.get(page).content.decode()


@pytest.mark.parametrize("page", ["/account/", "/cases/", "/organisation/"])
def test_who_holds_no_seat(client: Client, bloc: Bloc, page: str) -> None:
    client.force_login(bloc.seatless)
    assert WHO in client.get(page).content.decode()


def test_with_a_first_password(client: Client, db: None) -> None:
    client.force_login(make_user(must_change_password=True))
    assert WHO in client.get("/accounts/password/change/").content.decode()


@pytest.mark.usefixtures("fresh_limits")
def test_who_guessed_too_often(client: Client, bloc: Bloc) -> None:
    for _ in range(6):
        answer = attempt(client, "cell.secretary", "x")
    assert WHO in answer.content.decode()
