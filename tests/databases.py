"""A database of its own for a test that commits: races with threads, live sockets, browser journeys.

Why: the journal refuses TRUNCATE, so Django's way of cleaning up after such tests (`transactional_db`,
`django_db(transaction=True)`, `live_server`) cannot work here. Instead the migrated test database is copied once and
set aside, and each test gets a copy of that copy (a tenth of a second, with dropping it afterwards).

    def test_two_secretaries_vote_at_once(own_database):
        case = people.a_case()
        outcomes = at_once(lambda: vote(case), lambda: vote(case))
        assert sum(isinstance(outcome, AlreadyDone) for outcome in outcomes) == 1

- `own_database`: one for this test. Commits are real, `on_commit` runs, every thread and every server started in this
  process opens its own connection to it. A connection opened before, in a thread that lives on, is not moved: threads
  that a test uses are started in the test, as `at_once` does.
- `module_database`: one for all tests of a module, where setting up is dear. They see each other's rows.
- `own_copy()`: the same as a context manager, several in turn within one `module_database` or `own_database`:
  `with own_copy():` copies the database as it is now, points at the copy, and comes back. For the rounds of a race that
  each start from the same rows.
- `at_once(...)`: calls released together, each in a thread of its own.
- `rounds()`: how often a race is run, as a range: 20 times, and 400 times under `make soak`.

None of these goes with `db` or the `django_db` mark in one test, whose transaction is on another database.
"""

from __future__ import annotations

import itertools
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any, TypeVar

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

T = TypeVar("T")
_numbers = itertools.count(1)
_PRISTINE, _OWN = "_pristine", "_own_"
KEPT = "_kept_"
_real_name = pytest.StashKey[str]()


def pytest_collection_finish(session: pytest.Session) -> None:
    session.config.stash[_real_name] = connection.settings_dict["NAME"]


@pytest.fixture(scope="session")
def pristine_database(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[str]:
    """The name of the untouched copy of the migrated test database; nobody may connect to it."""
    made = None
    with django_db_blocker.unblock():
        # pytest-django makes the test database only where a collected test names one of its own fixtures.
        if connection.settings_dict["NAME"] == request.config.stash[_real_name]:
            keep = django_db_keepdb and not django_db_createdb
            made = setup_databases(
                request.config.option.verbose, interactive=False, aliases={"default": None}, keepdb=keep
            )
        migrated = connection.settings_dict["NAME"]
        name = f"{migrated}{_PRISTINE}"
        _drop_leftovers(migrated)
        _copy(migrated, name)
        on_server("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
    yield name
    with django_db_blocker.unblock():
        on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        if made is not None and not django_db_keepdb:
            teardown_databases(made, verbosity=request.config.option.verbose)


@pytest.fixture
def own_database(request: pytest.FixtureRequest, pristine_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A fresh copy of the migrated test database for this test alone; its name."""
    _refuse_with_db(request)
    with django_db_blocker.unblock(), _pointed_at_copy_of(pristine_database) as name:
        yield name


@pytest.fixture(scope="module")
def module_database(pristine_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A fresh copy of the migrated test database for all tests of the module; its name."""
    with django_db_blocker.unblock(), _pointed_at_copy_of(pristine_database) as name:
        yield name


@contextmanager
def own_copy() -> Iterator[str]:
    """Within `own_database` or `module_database`: a copy of it as it is now, pointed at until the block ends.

    No other thread may be connected meanwhile; one that is, is cut off.
    """
    with _pointed_at_copy_of(connection.settings_dict["NAME"]) as name:
        yield name


def rounds(usual: int = 20) -> range:
    return range(usual * 20 if os.environ.get("SOAK") else usual)


def at_once(*calls: Callable[[], T], timeout: float = 30) -> list[T | BaseException]:
    """Run each call in its own thread and connection, all released together; what each returned or raised, in order.

    A call that has not come back after `timeout` seconds fails the test by its number.
    """
    outcomes: list[T | BaseException | None] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], T]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout)
            outcomes[place] = call()
        except BaseException as error:  # handed to the test, which says what is right
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i, call), daemon=True) for i, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout)
    hung = [i for i, thread in enumerate(threads) if thread.is_alive()]
    assert not hung, f"calls {hung} did not come back within {timeout} s"
    return outcomes  # type: ignore[return-value]  # every thread has written its place


@contextmanager
def _pointed_at_copy_of(template: str) -> Iterator[str]:
    # Django hands every thread's connection this one dict, so that all of them follow.
    target = connection.settings_dict
    before = {"NAME": target["NAME"], "CONN_MAX_AGE": target["CONN_MAX_AGE"]}
    name = f"{template.split(_OWN, maxsplit=1)[0].removesuffix(_PRISTINE)}{_OWN}{os.getpid()}_{next(_numbers)}"
    _copy(template, name)
    target.update(NAME=name, CONN_MAX_AGE=0)
    ContentType.objects.clear_cache()
    try:
        yield name
    finally:
        connections.close_all()
        target.update(before)
        ContentType.objects.clear_cache()
        on_server("DROP DATABASE {} WITH (FORCE)", name)


def _copy(template: str, name: str) -> None:
    connections.close_all()
    # Our own connections only: the server's own workers may be looking in, and it sends those away itself.
    cut_off = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()"
    )
    on_server(cut_off, values=[template])
    create_from(template, name)


def create_from(template: str, name: str) -> None:
    """A copy of a database that nobody is connected to."""
    on_server("CREATE DATABASE {} TEMPLATE {}" + _file_by_file(), name, template)


@cache
def _file_by_file() -> str:
    """From version 15 on the server copies page by page, through its memory and its log, unless told not to."""
    [[version]] = on_server("SHOW server_version_num")
    return " STRATEGY FILE_COPY" if int(version) >= 150000 else ""


def _drop_leftovers(migrated: str) -> None:
    """Copies of a session that was killed; two sessions never share a test database."""
    for (name,) in on_server("SELECT datname FROM pg_database"):
        if re.fullmatch(rf"{re.escape(migrated)}({_PRISTINE}|{_OWN}\d+_\d+|{_PRISTINE}{KEPT}\d+_\d+)", name):
            on_server("DROP DATABASE {} WITH (FORCE)", name)


def on_server(statement: str, *names: str, values: list[str] | None = None) -> list[tuple[str, ...]]:
    """Run one statement outside any transaction, connected to the server's own database."""
    server = connection.copy()
    server.settings_dict["NAME"] = "postgres"
    with closing(server), server.cursor() as cursor:
        cursor.execute(statement.format(*map(server.ops.quote_name, names)), values)
        return cursor.fetchall() if cursor.description else []


def _refuse_with_db(request: pytest.FixtureRequest) -> None:
    taken = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if taken or request.node.get_closest_marker("django_db"):
        pytest.fail(
            f"own_database does not go with {', '.join(sorted(taken)) or 'the django_db mark'}: "
            "it is a database of its own, and the other's transaction is elsewhere.",
            pytrace=False,
        )
