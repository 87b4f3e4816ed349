"""Whether the database would write a choice into its log: then no secret ballot is opened."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

# Each setting with the values under which no statement with its values is written.
# https://www.postgresql.org/docs/current/runtime-config-logging.html
_SAFE: dict[str, tuple[str, ...]] = {
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    # A statement that fails is written too.
    "log_min_error_statement": ("fatal", "panic"),
    "debug_print_parse": ("off",),
    "debug_print_rewritten": ("off",),
    "debug_print_plan": ("off",),
    "auto_explain.log_min_duration": ("-1",),
    "pgaudit.log": ("none", ""),
}


def settings_that_tell() -> list[str]:
    """As name = value, those of the database by which statements get into its log. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s)", [list(_SAFE)])
        return telling(dict(cursor.fetchall()))


def telling(settings: Mapping[str, str]) -> list[str]:
    return [f"{name} = {value}" for name, value in sorted(settings.items()) if value not in _SAFE[name]]
