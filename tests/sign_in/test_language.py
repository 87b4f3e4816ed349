"""Vietnamese first; English for who chose it, on every browser they sign in from."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import Bloc
from tests.sign_in.doors import attempt

pytestmark = pytest.mark.usefixtures("fresh_limits")


def test_vietnamese_whatever_the_browser_asks_for(client: Client, db: None) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": "en-US,en"})
    assert b'<html lang="vi">' in page.content
    assert page.headers["Content-Language"] == "vi"


def test_before_sign_in_a_browser_may_choose(client: Client, db: None) -> None:
    client.post("/account/language/", {"language": "en", "next": "/accounts/login/"})
    assert b'<html lang="en">' in client.get("/accounts/login/").content


def test_the_choice_is_the_persons(client: Client, bloc: Bloc) -> None:
    attempt(client, "cell.secretary")
    assert client.post("/account/language/", {"language": "en", "next": "/account/"}).headers["Location"] == "/account/"
    other = Client()
    attempt(other, "cell.secretary")
    assert b'<html lang="en">' in other.get("/account/").content


def test_an_unknown_language_changes_nothing(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    client.post("/account/language/", {"language": "xx", "next": "https://example.org/"})
    bloc.cell_secretary.refresh_from_db()
    assert bloc.cell_secretary.language == "vi"
