"""Tasks put into the queue by pages, which do not wait for a queue that is away."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import redis
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from kombu.pools import producers

from notices.outbox import layer

logger = logging.getLogger(__name__)

# Pages wait for the queue to take a message.
_PATIENCE = {"socket_connect_timeout": 0.25, "socket_timeout": 0.5}


def enqueue_on_commit(task: str, args: Sequence[object]) -> None:
    """Once the transaction is through; see `enqueue`."""
    given = list(args)
    transaction.on_commit(lambda: enqueue(task, given), robust=True)


def enqueue(task: str, args: Sequence[object]) -> None:
    """Never raises, and hardly waits. What no queue took is logged; who asked has a way to start it again."""
    if not layer().answers():
        logger.warning("%s%s waits to be started again: Redis does not answer.", task, tuple(args))
        return
    try:
        broker = current_app.connection_for_write(transport_options=_PATIENCE)
        with producers[broker].acquire(block=True, timeout=1) as producer:
            current_app.send_task(task, args=list(args), producer=producer, retry=False)
    except (OperationalError, redis.RedisError, OSError) as error:
        logger.warning("%s%s waits to be started again: no queue (%s).", task, tuple(args), type(error).__name__)
