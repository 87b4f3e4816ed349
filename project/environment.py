"""Small strict readers of environment variables. What they refuse is said in one sentence, without the value where
that may be a secret."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
POSTGRESQL = "django.db.backends.postgresql"


class SettingError(ImproperlyConfigured):
    """A variable is missing or wrong; the message is a sentence for whoever set it."""


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool) -> bool:
    text = env_str(name)
    if text == "":
        return default
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("0", "false", "no", "off"):
        return False
    raise SettingError(f"{name} is {text!r}; write 1 or 0.")


def env_int(name: str, default: int, *, least: int = 0) -> int:
    text = env_str(name)
    if text == "":
        return default
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise SettingError(f"{name} is {text!r}; write a whole number of at least {least}.")
    return int(text)


def env_list(name: str, default: list[str]) -> list[str]:
    text = env_str(name)
    return [part.strip() for part in text.split(",") if part.strip()] if text else default


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    text = env_str(name, default).upper()
    if text not in choices:
        raise SettingError(f"{name} is {text!r}; write one of {', '.join(choices)}.")
    return text


def env_database(name: str) -> dict[str, Any] | None:
    """Django's settings for the PostgreSQL at this address, or None where none is given."""
    text = env_str(name)
    if text == "":
        return None
    try:
        database = dict(dj_database_url.parse(text))
    except ValueError:  # its message may hold the password
        database = {}
    if database.get("ENGINE") != POSTGRESQL or not database.get("NAME"):
        raise SettingError(
            f"{name} is not the address of a PostgreSQL database; write postgres://USER:PASSWORD@HOST:5432/NAME, "
            "with %40 for @, %2F for / and %23 for # in the password."
        )
    return database


def env_redis(name: str) -> str:
    """The address, or "" where none is given."""
    text = env_str(name)
    try:
        parts = urlsplit(text)
        complete = parts.path if parts.scheme == "unix" else parts.hostname and parts.port != 0
    except ValueError:
        complete = ""
    if text and not (parts.scheme in ("redis", "rediss", "unix") and complete):
        raise SettingError(
            f"{name} is not the address of a Redis or Valkey; write redis://:PASSWORD@HOST:6379/0 "
            "or unix:///PATH/TO/SOCKET?db=0."
        )
    return text


def env_mail(name: str) -> dict[str, Any] | None:
    """What Django's SMTP backend is given, without its timeout; None where no address of a server is given.

    `smtps` speaks TLS from the first byte, `smtp+tls` asks for it before anything is said. Without either, a password
    goes to this machine only.
    """
    text = env_str(name)
    if text == "":
        return None
    try:
        parts = urlsplit(text)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
        username, password = unquote(parts.username or ""), unquote(parts.password or "")
    except ValueError:
        scheme, host, port, username, password = "", "", None, "", ""
    if scheme not in _MAIL_PORTS or not host or port == 0 or parts.path not in ("", "/") or parts.query:
        raise SettingError(
            f"{name} is not the address of a mail server; write smtp+tls://USER:PASSWORD@HOST:587, smtps://… "
            "or smtp://…, with %40 for @ in the user's name."
        )
    if scheme == "smtp" and password and host not in ("localhost", "127.0.0.1", "::1"):
        raise SettingError(f"{name} would send a password in the clear; write smtp+tls:// or smtps://.")
    return {
        "host": host,
        "port": port or _MAIL_PORTS[scheme],
        "username": username,
        "password": password,
        "use_tls": scheme == "smtp+tls",
        "use_ssl": scheme == "smtps",
    }


def env_site(name: str, *, secure: bool) -> str:
    """Scheme and host of the site without a slash at the end, "" where none is given; https where `secure`."""
    text = env_str(name)
    text = text.rstrip("/")
    try:
        parts = urlsplit(text)
        complete = parts.scheme in ("http", "https") and parts.hostname and not (parts.path or parts.query)
    except ValueError:
        complete = ""
    if text and (not complete or parts.username):
        raise SettingError(f"{name} is not the address of a site; write https://hoso.example.vn.")
    if text and secure and parts.scheme != "https":
        raise SettingError(f"{name} is not secure; in production it begins with https://.")
    return text


def celery_broker(redis_url: str) -> str:
    """The same server in the words of Celery, which calls a unix socket otherwise."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    query = parse_qs(parts.query)
    password = parts.password or query.get("password", [""])[0]
    signed_in = f":{quote(unquote(password), safe='')}@" if password else ""
    return f"redis+socket://{signed_in}{quote(unquote(parts.path))}?virtual_host={query.get('db', ['0'])[0]}"
