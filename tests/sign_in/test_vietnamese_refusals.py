"""What the pages of sign-in, password and forms refuse, they refuse in Vietnamese, Django's and allauth's words too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.people import PASSWORD, Bloc
from tests.sign_in.doors import SIGN_IN, WRONG

pytestmark = pytest.mark.usefixtures("fresh_limits")
CHANGE = "/accounts/password/change/"
LONG = "x" * 500


def refusals(answer: Any) -> list[str]:
    """Every sentence that the forms of the page shown refuse with."""
    told = json.loads(answer.context["form"].errors.as_json())
    return [error["message"] for errors in told.values() for error in errors]


def in_english(sentences: list[str]) -> list[str]:
    """Vietnamese is not written without diacritics; English is."""
    return [sentence for sentence in sentences if sentence.isascii()]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"login": "nobody", "password": WRONG},
        {"login": "a\0b", "password": "a\0b"},
        {"login": LONG, "password": LONG},
        {"login": "a@b.vn", "password": WRONG},
    ],
    ids=["empty", "wrong", "null character", "too long", "an address"],
)
def test_sign_in(client: Client, bloc: Bloc, given: dict[str, str]) -> None:
    sentences = refusals(client.post(SIGN_IN, given))
    assert sentences
    assert in_english(sentences) == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"oldpassword": WRONG},
        {"password1": "ngắn"},
        {"password1": "password123"},
        {"password1": "8402957163840295"},
        {"password1": "cell.secretary"},
        {"password1": WRONG, "password2": WRONG + "x"},
        {"password1": PASSWORD, "password2": PASSWORD},
        {"password1": "a\0bcdefghijk"},
    ],
    ids=["empty", "wrong", "short", "common", "digits", "like the name", "two", "the same", "null character"],
)
def test_password_change(client: Client, bloc: Bloc, given: dict[str, str]) -> None:
    client.force_login(bloc.cell_secretary)
    new = given.get("password1", "")
    sentences = refusals(client.post(CHANGE, {"oldpassword": PASSWORD, "password2": new, **given} if given else {}))
    assert sentences
    assert in_english(sentences) == []


def test_how_long_a_password_must_be(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": "ngắn", "password2": "ngắn"})
    assert refusals(answer) == ["Mật khẩu này quá ngắn; phải có ít nhất 10 ký tự."]


@pytest.mark.parametrize("given", ["", "x", LONG, "a\0b", "31/02/2020", "-1"])
def test_a_nomination(client: Client, bloc: Bloc, given: str) -> None:
    client.force_login(bloc.cell_secretary)
    fields = client.get("/cases/nominate/").context["form"].fields
    sentences = refusals(client.post("/cases/nominate/", dict.fromkeys(fields, given)))
    assert sentences
    assert in_english(sentences) == []


@pytest.mark.parametrize("given", ["", "x", LONG, "a\0b", "password12"])
def test_accounts_units_and_seats(client: Client, bloc: Bloc, given: str) -> None:
    client.force_login(bloc.administrator)
    for page in ("user", "unit", "seat", "delegatedauthority", "dayoff"):
        url = f"/admin/orgs/{page}/add/"
        fields = client.get(url).context["adminform"].form.fields
        # Django's own widget can't draw again a person or a unit that is no number.
        answer = client.post(url, {name: "0" if hasattr(fields[name], "queryset") else given for name in fields})
        sentences = [str(error) for error in answer.context["errors"]]
        assert sentences
        assert in_english(sentences) == []
