"""While the database or Redis is away: a page that says so, and the site is whole again when they are back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from django.db import DataError, InterfaceError, OperationalError, connection

from project.errors import missing_server
from tests.people import PASSWORD, Bloc
from tests.servers import served, session_of
from tests.tabs import Tab

OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture(scope="module")
def no_database(office: Bloc) -> Iterator[int]:
    with served(DATABASE_URL="postgres://a:b@127.0.0.1:1/a") as port:
        yield port


@pytest.fixture(scope="module")
def no_redis(office: Bloc) -> Iterator[int]:
    with served(REDIS_URL="redis://127.0.0.1:1/0") as port:
        yield port


@pytest.mark.parametrize(("path", "status"), [("/no-such-place/", 404), ("/cases/1/", 404), ("/organisation/", 403)])
def test_error_pages_outlive_a_restart_of_the_database(office: Bloc, port: int, path: str, status: int) -> None:
    tab = Tab(port, session_of(office.seatless))
    for _ in range(8):  # through the threads that draw them
        assert tab.ask(path)[0] == status
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(pg_terminate_backend(pid)) {OTHERS}")
    assert [tab.ask(path)[0] for _ in range(8)] == [status] * 8


def test_error_pages_leave_no_connection_behind(office: Bloc, port: int) -> None:
    tab = Tab(port, session_of(office.seatless))
    for _ in range(8):
        tab.ask("/no-such-place/")
    # A backend is listed for a moment after its client has closed the connection.
    deadline = time.monotonic() + 10
    while open_connections() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert open_connections() == 0


def open_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {OTHERS}")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/cases/1/", "/no-such-place/", "/organisation/?on=x"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_without_a_database_a_page_says_so(no_database: int, path: str, headers: dict[str, str]) -> None:
    status, page = Tab(no_database, "a" * 32).ask(path, headers=headers)
    assert status == 503
    assert "<h1>Cơ sở dữ liệu không trả lời</h1>" in page or "<h1>The database does not answer</h1>" in page


def test_what_is_sent_without_a_database_is_not_recorded_and_told_so(no_database: int) -> None:
    form = {"login": "cell.secretary", "password": PASSWORD}
    for language, words in (("en", "Nothing of what you sent was recorded."), ("vi", 'lang="vi"')):
        status, page = Tab(no_database, language=language).ask("/accounts/login/", form=form)
        assert status == 503
        assert words in page


def test_without_redis_nobody_guesses_passwords(office: Bloc, no_redis: int) -> None:
    form = {"login": "cell.secretary", "password": PASSWORD}
    status, page = Tab(no_redis, language="en").ask("/accounts/login/", form=form)
    assert status == 503
    assert "<h1>Sign-ins cannot be checked now</h1>" in page


def test_without_redis_who_is_signed_in_goes_on(office: Bloc, no_redis: int) -> None:
    tab = Tab(no_redis, session_of(office.cell_secretary))
    assert tab.ask("/")[0] == 200
    assert tab.ask("/account/language/", form={"language": "en"})[0] == 302
    assert re.search(r'<html lang="en">', tab.ask("/cases/")[1])
    assert tab.ask("/accounts/logout/", form={"sure": "1"})[0] == 302


def test_an_answer_that_displeases_is_an_answer() -> None:
    class FromServerError(Exception):
        pgcode = "55P03"

    refused = OperationalError("canceling statement due to lock timeout")
    refused.__cause__ = FromServerError()
    assert [missing_server(one) for one in (refused, DataError("too long"), InterfaceError("cursor"), None)] == [""] * 4
