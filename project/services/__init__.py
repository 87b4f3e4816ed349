"""The private PostgreSQL and Valkey of a machine that has none, and where their data live.

The settings import this at every command: it needs only the standard library, and starts nothing.
`python -m project.services start|stop|status` is the door; see `docs/operation.md`.
"""

from __future__ import annotations

import os
import secrets
from urllib.parse import quote

from project.services.places import DATABASE, ROLE, data_dir, make_data_dir, servers_place

__all__ = ["ServiceError", "data_dir", "demo_secret_key", "embedded_database", "embedded_redis_url"]


class ServiceError(Exception):
    """A server could not be started, stopped or reached; the message is a sentence for the person at the keyboard."""


def demo_secret_key() -> str:
    """The key of this data folder, made at the first call; two first callers get the same one."""
    file = data_dir() / "secret-key"
    if not file.exists():
        make_data_dir()
        draft = file.with_name(f"secret-key.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass  # another process was first, and its key counts
        finally:
            draft.unlink()
    return file.read_text()


def embedded_database() -> dict[str, object]:
    """Django's settings for the embedded PostgreSQL, whether it runs or not."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": ROLE,
        "HOST": str(servers_place().sockets),
    }


def embedded_redis_url() -> str:
    return f"unix://{quote(str(servers_place().valkey_socket))}?db=0"
