"""From a committed transaction to the open browsers of those whom it concerns."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import redis
from celery import current_app
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError
from kombu.pools import producers

from notices.layer import AwayError, LiveLayer
from notices.models import Notice

logger = logging.getLogger(__name__)

# A sender that lives has told its notices long before; what is older has lost its sender.
SWEEP_AFTER = timedelta(seconds=30)
# Pages wait for the queue to take a message.
_QUEUE_PATIENCE = {"socket_connect_timeout": 0.25, "socket_timeout": 0.5}


def group_of(user_id: int) -> str:
    """The group that every open browser of this account is in."""
    return f"user.{user_id}"


class Errand:
    """The way to the worker, gone once a transaction, however many outboxes its savepoints have."""

    def __init__(self) -> None:
        self._gone = False

    def go(self) -> None:
        """Never raises, and hardly waits: what is not enqueued is found by the sweep."""
        if self._gone or settings.MAIL_SERVER is None:
            return
        self._gone = True
        # The queue is on the same Redis, and its own client would be patient with it for six seconds.
        if not layer().answers():
            logger.warning("Letters wait for the sweep: Redis does not answer.")
            return
        try:
            enqueue_post()
        except (OperationalError, redis.RedisError, OSError) as error:
            logger.warning("Letters wait for the sweep: the queue does not answer (%s).", type(error).__name__)


def enqueue_post() -> None:
    """Asks the worker to see to the letters. Raises what the broker's client raises."""
    broker = current_app.connection_for_write(transport_options=_QUEUE_PATIENCE)
    with producers[broker].acquire(block=True, timeout=1) as producer:
        current_app.send_task("notices.tasks.post", producer=producer, retry=False, expires=SWEEP_AFTER.seconds)


class Outbox:
    """What one transaction has to tell, gathered so that each person is told once."""

    def __init__(self, errand: Errand | None = None) -> None:
        self._notices: dict[int, list[int]] = {}
        self._subjects: dict[int, dict[str, None]] = {}
        self._errand = errand or Errand()

    @staticmethod
    def of_this_transaction() -> Outbox:
        """The one outbox of the transaction, sent when it has committed; a savepoint has its own, and takes it along
        when it is rolled back. Raises TransactionManagementError outside a transaction."""
        connection = transaction.get_connection()
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("Tell inside the transaction of the act that is told of.")
        # Django's own list is the one that knows what a rollback has taken away.
        errand = None
        for savepoints, callback, _robust in reversed(connection.run_on_commit):
            outbox = getattr(callback, "__self__", None)
            if isinstance(outbox, Outbox):
                if savepoints == set(connection.savepoint_ids):
                    return outbox
                errand = outbox._errand
        outbox = Outbox(errand)
        transaction.on_commit(outbox.send, robust=True)
        return outbox

    def add_notices(self, recipients_by_notice: Iterable[tuple[int, int]]) -> None:
        for notice_id, recipient_id in recipients_by_notice:
            self._notices.setdefault(recipient_id, []).append(notice_id)

    def add_change(self, user_ids: Iterable[int], subject: str) -> None:
        for user_id in user_ids:
            self._subjects.setdefault(user_id, {})[subject] = None

    def send(self) -> None:
        """The act stands whatever happens here: where the live channel is away, its notices wait for the sweep."""
        ids = [notice_id for notice_ids in self._notices.values() for notice_id in notice_ids]
        try:
            publish(self.messages())
        except AwayError as away:
            logger.warning("Open pages were not told and %d notices wait: no live channel (%s).", len(ids), away)
            return
        if ids:
            Notice.objects.filter(pk__in=ids, delivered_at=None).update(delivered_at=Now())
            self._errand.go()

    def messages(self) -> dict[int, list[dict[str, Any]]]:
        """What each account's browsers are told."""
        return {
            user_id: [{"type": "notice", "id": notice_id} for notice_id in self._notices.get(user_id, ())]
            + [{"type": "changed", "subject": subject} for subject in self._subjects.get(user_id, ())]
            for user_id in self._notices.keys() | self._subjects.keys()
        }


def publish(messages: Mapping[int, list[dict[str, Any]]]) -> None:
    """Hands each account's open browsers their messages, now. Raises AwayError."""
    if messages:
        layer().tell_groups({group_of(user): {"type": "live.told", "told": told} for user, told in messages.items()})


def layer() -> LiveLayer:
    live_layer = get_channel_layer()
    assert isinstance(live_layer, LiveLayer)
    return live_layer


def deliver_waiting(*, limit: int = 1000) -> int:
    """Tells the oldest notices that were never delivered; returns how many. Two sweeps at once share them.

    Raises AwayError, and then they go on waiting.
    """
    with transaction.atomic():
        waiting = list(
            Notice.objects.select_for_update(skip_locked=True)
            .filter(delivered_at=None, recorded_at__lt=Now() - SWEEP_AFTER)
            .order_by("recorded_at")
            .values_list("pk", "recipient_id")[:limit]
        )
        if not waiting:
            return 0
        Notice.objects.filter(pk__in=[pk for pk, _recipient in waiting], delivered_at=None).update(delivered_at=Now())
        swept = Outbox()
        swept.add_notices(waiting)
        publish(swept.messages())
    return len(waiting)
