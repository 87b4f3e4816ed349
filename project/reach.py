"""Why the database or Redis cannot be reached, as one sentence that says what to do and never holds a password."""

from __future__ import annotations

from typing import Any

import psycopg2
import redis
from django.conf import settings
from django.db import NotSupportedError, OperationalError, connections
from redis.backoff import NoBackoff
from redis.retry import Retry

from project.environment import env_str

PATIENCE = 5  # seconds


def trouble() -> str:
    """The first of the two that does not answer, in a sentence; "" when both do."""
    return database_trouble() or redis_trouble()


def database_trouble() -> str:
    connection = connections["default"].copy()
    options = {**connection.settings_dict["OPTIONS"], "connect_timeout": PATIENCE}
    connection.settings_dict = {**connection.settings_dict, "OPTIONS": options}
    try:
        connection.ensure_connection()
    except OperationalError as error:
        if not env_str("DATABASE_URL"):
            return "The embedded PostgreSQL is not running: `make services` starts it."
        return _database_sentence(connection.settings_dict, str(error))
    except NotSupportedError as error:
        return f"DATABASE_URL: {error}."
    finally:
        connection.close()
    return ""


def redis_trouble() -> str:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), retries=0),
    )
    try:
        client.ping()
    except (redis.AuthenticationError, redis.ResponseError):
        return "REDIS_URL: the server does not accept this password; correct it in REDIS_URL."
    except redis.RedisError:
        if not env_str("REDIS_URL"):
            return "The embedded Valkey is not running: `make services` starts it."
        known = client.connection_pool.connection_kwargs
        where = known.get("path") or f"{known.get('host')}:{known.get('port') or 6379}"
        return f"REDIS_URL: no Redis or Valkey answers at {where}; start it or correct REDIS_URL."
    finally:
        client.close()
    return ""


def _database_sentence(database: dict[str, Any], message: str) -> str:
    where = f"{database['HOST'] or 'the local socket'}:{database['PORT'] or 5432}"
    name, user = database["NAME"], database["USER"]
    sentences = {
        "could not translate host name": f"no machine is called {database['HOST']}; correct DATABASE_URL.",
        "Connection refused": f"no PostgreSQL listens at {where}; start it or correct DATABASE_URL.",
        "No such file or directory": f"no PostgreSQL listens at {where}; start it or correct DATABASE_URL.",
        "timeout expired": f"{where} does not answer; correct DATABASE_URL, or open the way to that machine.",
        "authentication failed": f"the server at {where} does not accept the password of {user!r}; correct it.",
        "no password supplied": f"the server at {where} wants a password of {user!r}; write it in DATABASE_URL.",
        f'role "{user}" does not exist': f"the server at {where} knows no user {user!r}; correct DATABASE_URL.",
        f'database "{name}" does not exist': f"the server at {where} has no database {name!r}; create it there.",
    }
    for part, sentence in sentences.items():
        if part in message:
            return f"DATABASE_URL: {sentence}"
    last = message.strip().splitlines()[-1].rpartition("FATAL:")[2].strip() if message.strip() else "no reason given"
    if database["PASSWORD"]:
        last = last.replace(database["PASSWORD"], "…")
    return f"DATABASE_URL: the server at {where} does not take the connection: {last}"


# What reaches manage.py and the runner when a server goes or is away; whether it really does not answer is asked then.
CONNECTION_ERRORS: tuple[type[Exception], ...] = (OperationalError, psycopg2.OperationalError, redis.RedisError)
