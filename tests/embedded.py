"""What the suite runs on: translations as they stand, and the PostgreSQL and Valkey of DATABASE_URL and REDIS_URL,
or throwaway ones.

Loaded with `-p` in pyproject.toml, before pytest-django reads the settings. Where the tests are spread over several
processes (`-n`), each has servers of its own, and the one that spreads them has none.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from project.catalogs import compile_catalogs
from project.services import lifecycle
from project.services.throwaway import throwaway_servers

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
        os.environ |= _servers.enter_context(throwaway_servers())


def pytest_unconfigure() -> None:
    _servers.close()
