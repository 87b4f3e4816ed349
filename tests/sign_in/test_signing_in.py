"""The door: who comes in, and what the journal keeps of it."""

from __future__ import annotations

import pytest
from django.test import Client

from journal.models import Entry
from orgs.models import User
from tests.people import PASSWORD, Bloc

SIGN_IN = "/accounts/login/"


def attempt(client: Client, username: str, password: str = PASSWORD, **extra: str):  # type: ignore[no-untyped-def]
    return client.post(SIGN_IN, {"login": username, "password": password, **extra})


def verbs(user: User) -> list[str]:
    return list(Entry.objects.filter(stream=f"user:{user.pk}").order_by("seq").values_list("verb", flat=True))


def test_a_secretary_comes_in_and_goes(client: Client, bloc: Bloc) -> None:
    answer = attempt(client, "cell.secretary", next="/account/")
    assert answer.status_code == 302
    assert answer.url == "/account/"
    assert client.get("/account/").context["user"] == bloc.cell_secretary
    client.post("/accounts/logout/")
    assert client.get("/account/").status_code == 302
    assert verbs(bloc.cell_secretary) == ["signed_in", "signed_out"]
