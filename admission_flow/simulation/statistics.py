"""What PostgreSQL's planner knows of tables that grow inside one long transaction."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

_ROOMS = ("orgs", "admission_flow", "notices", "journal")


def refresh() -> None:
    """Count the tables anew. Its own analysis never sees rows that are not committed, and plans for an empty table
    become thousands of times too slow when it isn't empty any more."""
    models = (model for room in _ROOMS for model in apps.get_app_config(room).get_models())
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
