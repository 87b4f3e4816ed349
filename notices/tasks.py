from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notices.digest import make_digests
from notices.layer import AwayError
from notices.outbox import deliver_waiting
from notices.routing import route_waiting
from notices.sending import forget_ended, send_due

logger = logging.getLogger(__name__)


@shared_task
def post() -> int:
    """What follows a commit: notices into letters, and those that are due on their way. Returns how many left."""
    if settings.MAIL_SERVER is None:
        return 0
    while route_waiting(at=timezone.now()):
        pass
    return send_due(at=timezone.now())


@shared_task
def sweep() -> int:
    """Delivers what its sender lost, or found the live channel or the mail server away for; puts down the letters of
    the day. Returns how many notices were told live."""
    delivered = 0
    try:
        while batch := deliver_waiting():
            delivered += batch
    except AwayError as away:
        logger.warning("Undelivered notices go on waiting: the live channel is away (%s).", away)
    if delivered:
        logger.info("%d notices were delivered late.", delivered)
    if settings.MAIL_SERVER is not None:
        make_digests(at=timezone.now())
        post()
    return delivered


@shared_task
def forget_letters() -> int:
    """Removes letters that left, or were not needed, long ago. Returns how many."""
    return forget_ended(at=timezone.now())
