"""What is done at night for the files."""

import logging

from celery import shared_task

from documents.checking import check

logger = logging.getLogger(__name__)


@shared_task
def nightly_check() -> None:
    """Read every stored file anew; what is not as it was stored is in the log, by its SHA-256."""
    found = check()
    for sha256 in found.missing:
        logger.error("A stored file is missing: %s", sha256)
    for sha256 in found.altered:
        logger.error("A stored file was altered: %s", sha256)
    for path in sorted(set(found.orphans) - found.young):
        logger.warning("A file of no row lies in the store: %s", path.name)
