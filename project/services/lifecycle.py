"""Starting and stopping both servers, one starter at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from project.environment import env_bool, env_str
from project.services import ServiceError, postgresql, valkey
from project.services.folders import make_folders
from project.services.places import Place, data_dir, make_data_dir, servers_place


class Server(Protocol):
    """What the modules `postgresql` and `valkey` have in common."""

    NAME: str
    URL: str  # the variable with the address of a server that takes this one's place

    def answers(self, place: Place) -> bool: ...
    def start(self, place: Place, *, throwaway: bool = False) -> bool: ...
    def stop(self, place: Place, *, throwaway: bool = False) -> bool: ...


SERVERS: tuple[Server, ...] = (postgresql, valkey)


def wanted() -> list[Server]:
    """The embedded servers that the settings would use: those without an address in the environment."""
    return [server for server in SERVERS if not env_str(server.URL)]


def running() -> list[Server]:
    place = servers_place()
    return [server for server in SERVERS if server.answers(place)]


def start(*, throwaway: bool = False) -> list[Server]:
    """Start what is wanted and does not run; what this call started. Raises ServiceError."""
    servers = wanted()
    if servers and env_bool("PRODUCTION", False):
        raise ServiceError(
            "PRODUCTION is set, and the embedded servers are for the demo and for tests: "
            "set DATABASE_URL and REDIS_URL."
        )
    if not servers:
        return []
    with holding("services.lock"):
        place = servers_place()
        make_folders(place)
        return [server for server in servers if server.start(place, throwaway=throwaway)]


def stop(servers: list[Server] | None = None, *, throwaway: bool = False) -> list[Server]:
    """Stop these servers, or both; those that ran. Raises ServiceError."""
    if servers == []:
        return []
    with holding("services.lock"):
        place = servers_place()
        return [server for server in reversed(servers or SERVERS) if server.stop(place, throwaway=throwaway)]


@contextmanager
def holding(lock: str, *, wait: bool = True) -> Iterator[bool]:
    """Hold a lock of the data folder, named by its file. False where another process holds it and we do not wait."""
    try:
        make_data_dir()
        file = os.open(data_dir() / lock, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError as error:
        raise ServiceError(f"{data_dir()} cannot be used ({error.strerror}); choose another DATA_DIR.") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        held = False
    else:
        held = True
    try:
        yield held
    finally:
        os.close(file)
