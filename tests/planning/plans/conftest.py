from __future__ import annotations

import pytest

from orgs.models import Member
from tests.people import JOINED, Bloc


@pytest.fixture
def all_joined_long_ago(bloc: Bloc) -> None:
    """So that nobody counts as admitted of late but whom a test admits."""
    Member.objects.filter(official_on=None).update(since=JOINED, joined_on=JOINED)
