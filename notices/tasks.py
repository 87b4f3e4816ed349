from __future__ import annotations

import logging

from celery import shared_task

from notices.layer import AwayError
from notices.outbox import deliver_waiting

logger = logging.getLogger(__name__)


@shared_task
def sweep() -> int:
    """Delivers the notices whose sender died or found the live channel away. Returns how many."""
    delivered = 0
    try:
        while batch := deliver_waiting():
            delivered += batch
    except AwayError as away:
        logger.warning("Undelivered notices go on waiting: the live channel is away (%s).", away)
    if delivered:
        logger.info("%d notices were delivered late.", delivered)
    return delivered
