from __future__ import annotations

import pytest

from tests import people


@pytest.fixture
def all_joined_long_ago(bloc: people.Bloc) -> None:
    people.all_joined_long_ago()
