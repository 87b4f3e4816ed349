"""A real server in a process of its own, and real sockets to it, for tests with `own_database` or `module_database`."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from orgs.models import User

CHECKOUT = Path(__file__).resolve().parent.parent
OUR_PORTS = 20_000, 32_000
START_SECONDS = 30


@contextmanager
def served(port: int = 0, **environment: str) -> Iterator[int]:
    """The port of uvicorn with our application on the database that the test is pointed at, until the block ends.

    A given `port` brings back a server that was there before.
    """
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = int(free.getsockname()[1])
    addresses = {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL}
    command = [sys.executable, "-m", "uvicorn", "project.asgi:application", "--port", str(port), "--log-level", "error"]
    with subprocess.Popen(command, cwd=CHECKOUT, env=os.environ | addresses | environment) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def session_of(person: User) -> str:
    """The key of a new session in which this account is signed in."""
    client = Client()
    # As it is now: a sign-in on a served page may have hashed the password anew, and a session hangs on that.
    person.refresh_from_db(fields=["password"])
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return str(client.session.session_key)


def browser(port: int, session: str, *, origin: str | None = None) -> ClientConnection:
    """An open socket, as a page of this site (or of `origin`) opens it; signed out where the session is ''."""
    return connect(
        f"ws://127.0.0.1:{port}/ws/",
        origin=Origin(origin or f"http://127.0.0.1:{port}"),
        additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"} if session else None,
        proxy=None,
    )


def next_message(tab: ClientConnection, *, seconds: float = 5) -> Any:
    """The next message of the socket, parsed. Raises TimeoutError, ConnectionClosed."""
    return json.loads(tab.recv(timeout=seconds))


def free_port() -> int:
    """Nobody listens on it now. From below those that the system gives to whoever calls out: one of these could be
    taken by somebody else's connection before a server of ours stands on it, or while one is being restarted."""
    while True:
        port = random.randrange(*OUR_PORTS)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert server.poll() is None, f"The server ended with {server.returncode} before it answered."
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, f"The server did not answer within {START_SECONDS} s."
            time.sleep(0.05)
        else:
            return


def database_url() -> str:
    parts = {name: quote(str(connection.settings_dict[name]), safe="") for name in ("USER", "PASSWORD", "HOST", "NAME")}
    port = f":{connection.settings_dict['PORT']}" if connection.settings_dict["PORT"] else ""
    return f"postgres://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}{port}/{parts['NAME']}"
