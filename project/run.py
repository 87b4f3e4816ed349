"""`python -m project.run`: the demo on this machine, with web, worker and beat, until Ctrl-C. `make run` calls it.

Production is started otherwise: docs/operation.md.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import time
from queue import Empty
from typing import NoReturn

import django
from django.core.management import CommandError
from django.db import connections

from project import catalogs, reach
from project.children import Children
from project.environment import SettingError, env_bool, env_int
from project.services import ServiceError, lifecycle
from project.services.__main__ import tell_place
from project.services.places import data_dir, servers_place

HOST = "127.0.0.1"
START_SECONDS = 60
# How often the embedded servers are asked whether they are still there.
LOOK_SECONDS = 2
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class RunError(Exception):
    """Why the demo cannot be served; a sentence."""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    # SIGINT too: a background job of a shell is born deaf to it.
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)
    try:
        if env_bool("PRODUCTION", False):
            raise RunError(
                "PRODUCTION is set, and this serves the demo; docs/operation.md says how to start production."
            )
        port = _free_port()
        # Two on one data folder would share its servers, and the first to end would take them from the other.
        with lifecycle.holding("run.lock", wait=False) as alone:
            if not alone:
                raise RunError(
                    f"The demo of {data_dir()} is being served already; stop that one (Ctrl-C), "
                    "or serve another: make run PORT=… DATA_DIR=…"
                )
            return _run(port)
    except KeyboardInterrupt:
        return 0
    except (RunError, ServiceError, SettingError, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    except reach.CONNECTION_ERRORS:
        sentence = reach.trouble()
        if not sentence:
            raise
        print(sentence, file=sys.stderr)
        return 1


def _run(port: int) -> int:
    """Serve until Ctrl-C; in the end nothing runs that this started."""
    children = Children()
    running_before = lifecycle.running()
    try:
        _start_servers()
        _serve(children, port)
        raise RunError(_what_ended(children))
    except KeyboardInterrupt:
        say("\nStopping…")
        return 0
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        children.stop()
        lifecycle.stop([server for server in lifecycle.running() if server not in running_before])


def _what_ended(children: Children) -> str:
    """Waits until something that serves is gone, and says what. A server first: its end may have been a child's too."""
    while True:
        try:
            ended = children.wait(seconds=LOOK_SECONDS)
        except Empty:
            ended = None
        if server := _silent_server():
            return f"The embedded {server.NAME} does not answer any more; all is stopped. `make run` starts anew."
        if ended:
            return "The {} ended by itself with status {}; all is stopped.".format(*ended)


def _silent_server() -> lifecycle.Server | None:
    """An embedded server that did not answer twice in a row."""
    place = servers_place()
    for server in lifecycle.wanted():
        if not server.answers(place):
            time.sleep(0.5)
            if not server.answers(place):
                return server
    return None


def say(line: str) -> None:
    print(line, flush=True)


def _interrupt(*_args: object) -> NoReturn:
    raise KeyboardInterrupt


def _free_port() -> int:
    port = env_int("PORT", 8000, least=1)
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except OverflowError:
        raise RunError(f"PORT is {port}; write a number up to 65535.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise RunError(f"Port {port} is in use; choose another one: make run PORT={port + 1}") from None
        raise RunError(
            f"Port {port} cannot be used ({error.strerror}); choose another one: make run PORT=8000"
        ) from None
    return port


def _start_servers() -> None:
    """The embedded ones, or a look at those that the environment names."""
    started = lifecycle.start()
    for server in lifecycle.SERVERS:
        if server not in lifecycle.wanted():
            say(f"{server.NAME}: {server.URL} is used.")
        else:
            say(f"{server.NAME}: {'started' if server in started else 'was running'}.")
    if lifecycle.wanted():
        tell_place()


def _serve(children: Children, port: int) -> None:
    catalogs.compile_catalogs()
    django.setup()
    if sentence := reach.trouble():
        raise RunError(sentence)
    # Only now are the models there to be imported.
    from project.preparation import prepare

    accounts = prepare(say)
    connections.close_all()
    _start_children(children, port)
    _wait_for(children, port)

    say(f"\nServed at http://{HOST}:{port}/ — sign in as:\n")
    width = max((len(account.username) for account in accounts), default=0)
    for account in accounts:
        say(f"  {account.username:<{width}}  {account.password}  {account.who}")
    say("\nCtrl-C stops it.")


def _start_children(children: Children, port: int) -> None:
    python = [sys.executable, "-m"]
    environment = {**os.environ, "DATA_DIR": str(data_dir())}
    web = f"uvicorn project.asgi:application --host {HOST} --port {port} --log-level warning --no-access-log"
    children.start("web server", [*python, *web.split()], environment)
    worker = (
        "celery --app project --quiet worker --concurrency 2 --loglevel WARNING "
        "--without-gossip --without-mingle --without-heartbeat"
    )
    # Celery warns whoever runs it as root; here it is the demo, in a container perhaps.
    as_root = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    children.start("worker", [*python, *worker.split()], {**environment, **as_root})
    # A child of its own: where the worker brings beat along, nobody notices that beat has ended.
    beat = "celery --app project --quiet beat --loglevel WARNING --schedule"
    children.start("beat", [*python, *beat.split(), str(data_dir() / "beat-schedule")], environment)


def _wait_for(children: Children, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            name, status = children.wait(seconds=0.1)
        except Empty:
            pass
        else:
            raise RunError(f"The {name} did not start (status {status}); what it wrote above says why.")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise RunError(f"The web server did not answer within {START_SECONDS} seconds.") from None
        else:
            return


if __name__ == "__main__":
    sys.exit(main())
