"""From COMMIT to the open browser: one and two real server processes, a real Valkey, real sockets.

`make bench`, or `.venv/bin/python bench/live.py [ROUNDS]`. It works on a database of its own, on the servers of
DATABASE_URL and REDIS_URL or on throwaway ones. The bar: with 500 sockets open p95 under 50 ms, none lost.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from itertools import cycle, product
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

T = TypeVar("T")
SCENES = ((1, 1), (100, 1), (100, 100), (500, 1), (500, 100))  # sockets open, people told by one act
BAR = 0.05  # seconds of p95
DATABASE = ThreadPoolExecutor(1)
PATIENCE = 5.0  # seconds after which a message counts as lost


def main(rounds: int) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        import django

        django.setup()
        from django.db import connection, connections

        from tests.servers import served

        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            # In each server its sockets share one loop; the sockets are dealt out to all of them.
            with served() as one, served() as other:
                return asyncio.run(measure([[one], [one, other]], rounds))
        finally:
            connections.close_all()
            connection.creation.destroy_test_db(before, verbosity=0)


async def measure(servers: Sequence[Sequence[int]], rounds: int) -> int:
    from django.db import connections

    print(f"{'servers':>8} {'sockets':>8} {'told':>5} {'median':>8} {'p95':>8} {'worst':>8}   lost")
    missed = 0
    sessions = await in_its_thread(sign_in, max(sockets for sockets, _told in SCENES))
    for ports, (sockets, told) in product(servers, SCENES):
        latencies, lost = await scene(ports, sessions[:sockets], told, rounds)
        p95 = statistics.quantiles(latencies, n=20)[-1]
        figures = (statistics.median(latencies), p95, max(latencies))
        line = " ".join(f"{figure * 1000:>5.1f} ms" for figure in figures)
        over = f", p95 over {BAR * 1000:.0f} ms" if p95 > BAR else ""
        print(f"{len(ports):>8} {sockets:>8} {told:>5} {line}   {lost}{over}")
        missed += lost
    await in_its_thread(connections.close_all)
    return 1 if missed else 0


async def scene(
    ports: Sequence[int], sessions: Sequence[tuple[int, str]], told: int, rounds: int
) -> tuple[list[float], int]:
    """Seconds from the commit to each socket that was told, over all rounds; and how many heard nothing."""
    latencies: list[float] = []
    lost = 0
    async with AsyncExitStack() as stack:
        doors = zip(cycle(ports), sessions, strict=False)
        tabs = [await stack.enter_async_context(tab(port, key)) for port, (_pk, key) in doors]
        for number in range(rounds + 3):
            chosen = [(number * told + n) % len(tabs) for n in range(told)]
            heard = [asyncio.create_task(arrival(tabs[n])) for n in chosen]
            await asyncio.sleep(0.02)
            committed = await in_its_thread(act, [sessions[n][0] for n in chosen])
            done, silent = await asyncio.wait(heard, timeout=PATIENCE)
            if number >= 3:  # the first ones open connections
                latencies += [task.result() - committed for task in done]
                lost += len(silent)
            for task in silent:
                task.cancel()
    return latencies, lost


def in_its_thread(call: Callable[..., T], *values: object) -> asyncio.Future[T]:
    """What touches the database, always in the same thread and so on the same connection."""
    return asyncio.get_running_loop().run_in_executor(DATABASE, call, *values)


def tab(port: int, session_key: str):  # type: ignore[no-untyped-def]
    from websockets.asyncio.client import connect

    headers = {"Cookie": f"sessionid={session_key}"}
    address = f"127.0.0.1:{port}"
    return connect(f"ws://{address}/ws/", origin=f"http://{address}", additional_headers=headers, open_timeout=30)  # type: ignore[arg-type]


async def arrival(socket) -> float:  # type: ignore[no-untyped-def]
    """When the notice came."""
    while json.loads(await socket.recv())["type"] != "notice":
        pass
    return time.perf_counter()


def sign_in(number: int) -> list[tuple[int, str]]:
    """So many accounts, each signed in."""
    from orgs.models import User
    from tests.servers import session_of

    people = User.objects.bulk_create(User(username=f"bench{n}") for n in range(number))
    return [(person.pk, session_of(person)) for person in people]


def act(recipients: Sequence[int]) -> float:
    """Tells them in one transaction; the moment right after its COMMIT."""
    from django.db import transaction
    from django.utils import timezone

    from notices.tell import tell

    committed: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(time.perf_counter()))
        params = {"case": "2026-0147", "step": "cell_vote"}
        tell(recipients, "bench", params, "/cases/12/", source=f"bench:{time.time_ns()}", at=timezone.now())
    return committed[0]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
