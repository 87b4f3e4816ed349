"""What the suite runs on: translations as they stand, and the PostgreSQL and Valkey of DATABASE_URL and REDIS_URL,
or throwaway ones.

Loaded with `-p` in pyproject.toml, before pytest-django reads the settings. Where the tests are spread over several
processes (`-n`), each has servers of its own, and the one that spreads them has none. The servers' files are kept in
memory where there is room: some hundred databases are copied and dropped.
"""

from __future__ import annotations

import gc
import os
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg2
import pytest

from project.catalogs import compile_catalogs
from project.services import embedded_database, lifecycle, postgresql
from project.services.throwaway import throwaway_servers

MEMORY = Path("/dev/shm")
# Of each process: what its databases grow to, and to leave as much for everything else.
ROOM = 2 * 1024**3
# Among a test's few rows any plan is good, and finding the best one took ten times as long as carrying it out.
PLANNER = {
    "join_collapse_limit": "4",
    "from_collapse_limit": "4",
    "enable_memoize": "off",
    "enable_material": "off",
    "enable_mergejoin": "off",
}
_servers = ExitStack()

# Reading the product and each test make many small things, most of which die young; looking through all of them so
# often costs a twentieth of the run.
gc.set_threshold(100_000, 50, 1000)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    options = early_config.known_args_namespace
    if options.help or options.version:
        return
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if not is_worker:
        compile_catalogs()
    if lifecycle.wanted() and (is_worker or not options.numprocesses):
        os.environ |= _servers.enter_context(throwaway_servers(_in_memory()))
        if postgresql in lifecycle.wanted():
            _plan_quickly()


def pytest_unconfigure() -> None:
    _servers.close()


def _plan_quickly() -> None:
    """For every connection of the product to these servers, from whatever process. Results do not depend on plans."""
    to = embedded_database()
    with closing(psycopg2.connect(host=to["HOST"], user=to["USER"], dbname=to["NAME"])) as link, link:
        link.cursor().execute(
            ";".join(f"ALTER ROLE CURRENT_USER SET {name} = {value}" for name, value in PLANNER.items())
        )


def _in_memory() -> Path | None:
    """The system's folder in memory; None where there is none, or too small a one, or none to run programs from."""
    needed = ROOM * int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    try:
        found = os.statvfs(MEMORY)
        free = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        return None
    roomy = found.f_bavail * found.f_frsize >= needed and int(free.split()[1]) * 1024 >= 2 * needed
    return MEMORY if roomy and not found.f_flag & os.ST_NOEXEC and os.access(MEMORY, os.W_OK) else None
