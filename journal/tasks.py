import logging

from celery import shared_task
from django.utils import timezone

from journal import checkpoints

logger = logging.getLogger(__name__)


@shared_task
def nightly_checkpoint() -> None:
    """Sign the day's work. The file it writes is the one to copy to another machine."""
    logger.info("Checkpoint written: %s", checkpoints.take(at=timezone.now()))
