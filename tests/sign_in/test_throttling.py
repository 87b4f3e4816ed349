"""Guessing is slow: by account from wherever it comes, and by address whoever it tries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from orgs.adapters import AccountAdapter
from tests.people import Bloc
from tests.sign_in.doors import WRONG, attempt, signed_in, verbs

pytestmark = pytest.mark.usefixtures("fresh_limits")


def test_by_account_even_from_other_addresses_and_with_the_right_password(client: Client, bloc: Bloc) -> None:
    for n in range(5):
        attempt(client, "cell.secretary", WRONG, address=f"10.0.1.{n}")
    answer = attempt(client, "Cell.Secretary", address="10.0.1.99")
    assert not signed_in(client)
    with override("vi"):
        assert answer.context["form"].non_field_errors() == [AccountAdapter.error_messages["too_many_login_attempts"]]
    assert verbs(bloc.cell_secretary) == ["sign_in_failed"] * 5
    attempt(client, "cell.deputy", address="10.0.1.99")
    assert signed_in(client)


def test_by_address_whoever_is_tried(client: Client, bloc: Bloc) -> None:
    for n in range(20):
        attempt(client, f"nobody{n}", WRONG)
    attempt(client, "cell.secretary")
    assert not signed_in(client)
    attempt(client, "cell.secretary", address="10.0.0.2")
    assert signed_in(client)


def test_coming_in_does_not_count_as_guessing(client: Client, bloc: Bloc) -> None:
    for _ in range(7):
        attempt(client, "cell.secretary")
        client.post("/accounts/logout/")
    attempt(client, "cell.secretary")
    assert signed_in(client)


def test_too_many_requests_get_a_page_with_a_sentence(client: Client, db: None) -> None:
    answers = [attempt(client, "", "") for _ in range(61)]
    assert answers[59].status_code == 200
    assert answers[60].status_code == 429
    assert b"<h1>" in answers[60].content
