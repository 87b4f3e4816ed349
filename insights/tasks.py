from celery import shared_task

from insights.audit import verifying


@shared_task
def verify_run(run_id: int, attempt: int) -> None:
    """What an auditor asked to be verified; see `insights.audit.verifying`."""
    verifying.carry_out(run_id, attempt)
