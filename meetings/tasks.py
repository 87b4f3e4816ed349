"""What is done at night for meetings."""

from celery import shared_task

from meetings.ballots import urn


@shared_task
def nightly_rewrite() -> None:
    """Write the tables of ballot papers and receipts anew, so that nothing of their former order is left on disk."""
    urn.rewrite()
