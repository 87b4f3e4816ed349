"""The private PostgreSQL and Valkey of a machine that has none, and where their data lives."""

from __future__ import annotations

import os
from pathlib import Path


def data_dir() -> Path:
    path = Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parent.parent / ".data")
    path.mkdir(parents=True, exist_ok=True)
    return path


def demo_secret_key() -> str:
    import secrets

    file = data_dir() / "secret-key"
    if not file.exists():
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def embedded_database() -> dict[str, object]:
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "admission", "USER": "postgres", "HOST": "/tmp"}


def embedded_redis_url() -> str:
    return "redis://127.0.0.1:6399/0"
