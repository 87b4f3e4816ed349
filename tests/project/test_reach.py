"""A command that finds no server says which, and what to do, in one sentence without the password."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.project.conftest import Machine


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Taken, and not listened at: every connection is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Listened at by something that never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield silent.getsockname()[1]


def sentence(machine: Machine, **environment: str) -> str:
    """What a command that needs the database says; it must be one line."""
    failed = machine.manage("migrate", "--check", **environment)
    assert failed.returncode == 1
    assert len(failed.stderr.splitlines()) == 1, failed.stderr
    assert "hush" not in failed.stderr
    return failed.stderr.strip()


def test_the_embedded_servers_are_down(machine: Machine) -> None:
    assert sentence(machine) == "The embedded PostgreSQL is not running: `make services` starts it."


def test_nothing_listens(machine: Machine, closed_port: int) -> None:
    said = sentence(machine, DATABASE_URL=f"postgres://ad:hush@127.0.0.1:{closed_port}/hoso")
    assert said == f"DATABASE_URL: no PostgreSQL listens at 127.0.0.1:{closed_port}; start it or correct DATABASE_URL."


def test_nothing_answers(machine: Machine, silent_port: int) -> None:
    said = sentence(machine, DATABASE_URL=f"postgres://ad:hush@127.0.0.1:{silent_port}/hoso?connect_timeout=2")
    assert said.startswith(f"DATABASE_URL: 127.0.0.1:{silent_port} does not answer")


def test_no_such_machine(machine: Machine) -> None:
    said = sentence(machine, DATABASE_URL="postgres://ad:hush@db.invalid/hoso")
    assert said == "DATABASE_URL: no machine is called db.invalid; correct DATABASE_URL."


def test_no_such_database_or_user(machine: Machine) -> None:
    machine.services("start")
    where = f"%2F{str(machine.data_dir / 'run')[1:].replace('/', '%2F')}"
    assert "has no database 'hoso'" in sentence(machine, DATABASE_URL=f"postgres://admission:hush@{where}/hoso")
    assert "knows no user 'ad'" in sentence(machine, DATABASE_URL=f"postgres://ad:hush@{where}/admission")


def test_no_redis(machine: Machine, closed_port: int) -> None:
    machine.services("start")
    ask = "from django.core.cache import cache; cache.get('a')"
    failed = machine.manage("shell", "--no-imports", "-c", ask, REDIS_URL=f"redis://:hush@127.0.0.1:{closed_port}/0")
    wanted = f"REDIS_URL: no Redis or Valkey answers at 127.0.0.1:{closed_port}; start it or correct REDIS_URL.\n"
    assert (failed.returncode, failed.stderr) == (1, wanted)


def test_another_error_of_the_database_keeps_its_traceback(machine: Machine) -> None:
    machine.services("start")
    time_out = (
        "from django.db import connection as c; c.cursor().execute('SET statement_timeout=1; SELECT pg_sleep(1)')"
    )
    failed = machine.manage("shell", "--no-imports", "-c", time_out)
    assert "Traceback" in failed.stderr
    assert "statement timeout" in failed.stderr
