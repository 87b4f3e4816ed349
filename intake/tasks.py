from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from intake import uploading, working


@shared_task
def read_form(upload_id: int, attempt: int) -> None:
    """What somebody uploaded, compared with the database; see `intake.working`."""
    working.read(upload_id, attempt)


@shared_task
def load_form(upload_id: int, attempt: int) -> None:
    """What somebody agreed to."""
    working.load(upload_id, attempt)


@shared_task
def forget_uploads() -> int:
    """Forms that nobody loaded for a week, with the personal data in them; returns how many."""
    return uploading.forget_old(timezone.now())
