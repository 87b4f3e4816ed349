"""The databases that committing tests get: empty each time, shared by threads, and gone afterwards."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from orgs.models import DayOff
from tests.databases import at_once, own_copy

names: list[str] = []


@pytest.mark.parametrize("_round", [1, 2])
def test_each_test_starts_empty_and_commits(own_database: str, _round: int) -> None:
    assert not DayOff.objects.exists()
    DayOff.objects.create(day="2026-04-30", name="30/4")
    seen = []
    with transaction.atomic():
        transaction.on_commit(lambda: seen.append("committed"))

    assert seen == ["committed"]
    names.append(own_database)


def test_a_copy_is_gone_after_its_test(own_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = ANY(%s)", [[*names, own_database]])
        assert cursor.fetchall() == [(own_database,)]


def test_threads_see_what_the_test_committed(own_database: str) -> None:
    DayOff.objects.create(day="2026-04-30", name="30/4")

    assert at_once(*[DayOff.objects.count] * 3) == [1, 1, 1]


def test_what_a_thread_raises_is_its_outcome(own_database: str) -> None:
    fine, failed = at_once(DayOff.objects.count, lambda: DayOff.objects.get().name)

    assert fine == 0
    assert isinstance(failed, DayOff.DoesNotExist)


def test_a_thread_that_hangs_fails_the_test(own_database: str) -> None:
    def wait() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")

    with pytest.raises(AssertionError, match=r"calls \[1\] did not come back"):
        at_once(DayOff.objects.count, wait, timeout=0.5)


def test_a_copy_within_starts_from_the_rows_so_far_and_leaves_them(own_database: str) -> None:
    DayOff.objects.create(day="2026-04-30", name="30/4")
    for _round in range(2):
        with own_copy():
            DayOff.objects.create(day="2026-05-01", name="1/5")
            assert at_once(DayOff.objects.count) == [2]

    assert DayOff.objects.count() == 1
