"""What is done at night and in the morning for the cases."""

import logging

from celery import shared_task
from django.utils import timezone

from admission_flow.decisions.reassignment import release_gone
from admission_flow.decisions.telling import tell_of_faults
from admission_flow.reminders.remind import remind
from admission_flow.reminders.week import tell_the_week
from admission_flow.soundness.examine import examine, suspects

logger = logging.getLogger(__name__)


@shared_task
def nightly_free() -> int:
    """Steps that somebody said to be on who holds the seat no more are on nobody. Returns how many."""
    return release_gone(at=timezone.now())


@shared_task
def morning_reminders() -> None:
    """Reminders of due days, and in the first morning of a week the word to the heads. Nothing on a day off."""
    now = timezone.now()
    told, units = remind(now), tell_the_week(now)
    logger.info("%d reminders and the weekly word to %d units were due; who had them was not told again.", told, units)


@shared_task
def nightly_fsck() -> None:
    """Look for faults; what is found is in the log, by case number and kind, and told to the administrators."""
    now = timezone.now()
    found = list(examine(suspects(), at=now))
    for fault in found:
        logger.error("Case %s has a fault: %s", fault.number, fault.kind)
    tell_of_faults(found, at=now)
