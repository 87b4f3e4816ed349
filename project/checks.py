"""What production refuses beyond its settings: accounts whose passwords are printed on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection

from orgs.models import User
from project.environment import SettingError

REFUSAL = (
    "There are demo accounts, whose passwords are known to everybody, and PRODUCTION is set: "
    "deactivate them, or give production a database of its own."
)


def no_demo_accounts(
    *, app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """For `check --database default` and `migrate`."""
    if "default" in (databases or ()) and settings.PRODUCTION and _demo_accounts():
        return [Error(REFUSAL, id="project.E001")]
    return []


def refuse_demo_accounts() -> None:
    """For the servers, before they answer the first request. Raises SettingError."""
    if settings.PRODUCTION:
        # In a thread: uvicorn imports the application inside its event loop, where the database may not be asked.
        with ThreadPoolExecutor(max_workers=1) as thread:
            if thread.submit(_demo_accounts).result():
                raise SettingError(REFUSAL)


def _demo_accounts() -> bool:
    try:
        # Before the first migration there is no table to ask.
        if User._meta.db_table not in connection.introspection.table_names():
            return False
        return User.objects.filter(is_demo=True, is_active=True).exists()
    finally:
        if not connection.in_atomic_block:
            connection.close()
