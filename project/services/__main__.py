"""`python -m project.services start|stop|status`: the embedded servers of this data folder."""

from __future__ import annotations

import argparse
import sys

from project.environment import SettingError
from project.services import ServiceError, lifecycle
from project.services.lifecycle import SERVERS
from project.services.places import data_dir, servers_place

NOT_RUNNING = 3  # as service scripts answer it


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m project.services", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "status"])
    verb = parser.parse_args().verb
    try:
        return {"start": start, "stop": stop, "status": status}[verb]()
    except (ServiceError, SettingError) as error:
        print(error, file=sys.stderr)
        return 1


def start() -> int:
    started = lifecycle.start()
    for server in SERVERS:
        if server not in lifecycle.wanted():
            print(f"{server.NAME}: {server.URL} is set; the embedded one is left alone.")
        else:
            print(f"{server.NAME}: {'started' if server in started else 'was running'}.")
    tell_place()
    return 0


def stop() -> int:
    stopped = lifecycle.stop()
    for server in SERVERS:
        print(f"{server.NAME}: {'stopped' if server in stopped else 'was not running'}.")
    return 0


def status() -> int:
    place = servers_place()
    running = {server: server.answers(place) for server in SERVERS}
    for server, answers in running.items():
        print(f"{server.NAME}: {'running' if answers else 'not running'}.")
    tell_place()
    return 0 if all(running[server] for server in lifecycle.wanted()) else NOT_RUNNING


def tell_place() -> None:
    place = servers_place()
    if place.elsewhere:
        print(f"Data: {place.folder} ({place.account.name}, who runs the servers, cannot enter {data_dir()}).")
    else:
        print(f"Data: {place.folder}; sockets: {place.sockets}.")


if __name__ == "__main__":
    sys.exit(main())
