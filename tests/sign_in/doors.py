"""Trying the door of the site, and what the journal kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from journal.models import Entry
from orgs.models import User
from tests.people import PASSWORD

SIGN_IN = "/accounts/login/"
WRONG = "sen-trang-ho-tay-1010"


@pytest.fixture
def fresh_limits() -> Iterator[None]:
    """Nobody has tried to sign in lately."""
    cache.clear()
    yield
    cache.clear()


def attempt(client: Client, username: str, password: str = PASSWORD, address: str = "10.0.0.1", **more: str) -> Any:
    return client.post(SIGN_IN, {"login": username, "password": password, **more}, REMOTE_ADDR=address)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def verbs(user: User) -> list[str]:
    """What stands in the person's stream, oldest first."""
    return list(Entry.objects.filter(stream=f"user:{user.pk}").order_by("seq").values_list("verb", flat=True))
