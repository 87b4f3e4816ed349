"""Passwords of the tests: hashed as the product's are, with as little work as can be asked for.

A guess costs the product 0.3 s of processor and 100 MB on purpose; see `tests/sign_in/test_hashing.py`. Servers in
processes of their own hash as the product does, and take what was hashed here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import override_settings


class QuickArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 64  # KiB
    parallelism = 1


@pytest.fixture(scope="session", autouse=True)
def _hashed_quickly() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.QuickArgon2", *settings.PASSWORD_HASHERS]):
        yield
