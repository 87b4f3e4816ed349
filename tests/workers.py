"""A real Celery worker in a process of its own, which can be killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers import CHECKOUT, database_url


@contextmanager
def working(redis_address: str, mail_url: str) -> Iterator[None]:
    """A worker on the database that the test is pointed at, killed without a word when the block ends.

    It waits for nobody to gather letters. What is due by the clock has to be asked for: there is no beat.
    """
    command = [sys.executable, "-m", "celery", "--app", "project", "--quiet", "worker", "--concurrency", "2",
               "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]  # fmt: skip
    given = {
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_address,
        **mail_settings(mail_url),
        "LOG_LEVEL": "ERROR",
    }
    worker = subprocess.Popen(command, cwd=CHECKOUT, env=os.environ | given, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)


def mail_settings(mail_url: str) -> dict[str, str]:
    """What pages and worker need to know to write letters."""
    return {"MAIL_URL": mail_url, "MAIL_FROM": "hoso@office.test", "SITE_URL": "https://hoso.office.test",
            "MAIL_GATHER_SECONDS": "0", "MAIL_TIMEOUT": "2"}  # fmt: skip
