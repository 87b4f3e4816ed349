"""What a password costs whoever guesses it, with the hashers of the product and not the quick one of the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from orgs.models import User
from project import settings as product
from tests.people import Bloc, make_user
from tests.sign_in.doors import WRONG, attempt, signed_in

pytestmark = pytest.mark.usefixtures("fresh_limits", "_products_own")


@pytest.fixture
def _products_own() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=product.PASSWORD_HASHERS):
        yield


def work(user: User) -> tuple[int, int]:
    """KiB of memory, and how often they are gone through, of the password's hash."""
    found = re.match(r"argon2\$argon2id\$v=19\$m=(\d+),t=(\d+),", User.objects.get(pk=user.pk).password)
    assert found, "no Argon2id"
    return int(found[1]), int(found[2])


def test_a_new_password_costs_memory_and_time(client: Client, db: None) -> None:
    user = make_user(username="van.thu")
    user.set_password("bang-lang-tim-2026")
    user.save()
    memory, times = work(user)
    assert memory >= 64 * 1024
    assert times >= 2
    attempt(client, "van.thu", WRONG)
    assert not signed_in(client)
    attempt(client, "van.thu", "bang-lang-tim-2026")
    assert signed_in(client)


def test_a_cheaper_hash_is_made_anew_at_the_next_sign_in(client: Client, bloc: Bloc) -> None:
    assert work(bloc.cell_secretary)[0] < 1024
    attempt(client, "cell.secretary")
    assert signed_in(client)
    assert work(bloc.cell_secretary)[0] >= 64 * 1024
