"""What the suite runs on: translations as they stand, and the PostgreSQL and Valkey of DATABASE_URL and REDIS_URL,
or throwaway ones.

Loaded with `-p` in pyproject.toml, before pytest-django reads the settings. Where the tests are spread over several
processes (`-n`), each has servers of its own, and the one that spreads them has none. The servers' files are kept in
memory where there is room: some hundred databases are copied and dropped.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from project.catalogs import compile_catalogs
from project.services import lifecycle
from project.services.throwaway import throwaway_servers

MEMORY = Path("/dev/shm")
# Of each process: what its databases grow to, and to leave as much for everything else.
ROOM = 2 * 1024**3
_servers = ExitStack()


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


def pytest_unconfigure() -> None:
    _servers.close()


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
