from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from insights.audit import verifying
from insights.waits import tallying


@shared_task
def roll_up() -> int:
    """Brings the sums of waiting up to what was done since; returns how many cases were measured."""
    return sum(tallying.roll_up_all(at=timezone.now()))


@shared_task
def measure_open_cases() -> None:
    """What is open waits on without anybody acting: its parts are brought up to this night."""
    tallying.note_open()
    roll_up()


@shared_task
def verify_run(run_id: int, attempt: int) -> None:
    """What an auditor asked to be verified; see `insights.audit.verifying`."""
    verifying.carry_out(run_id, attempt)
