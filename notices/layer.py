"""The live channel: groups of open browsers, over the pub/sub of Redis."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary, ref

import redis
from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer
from redis.backoff import NoBackoff
from redis.retry import Retry

CONNECT_SECONDS = 0.25
ANSWER_SECONDS = 0.5
REST_SECONDS = 5.0


class AwayError(Exception):
    """The live channel does not answer. What was to be told waits for the sweep."""


class _Gap:
    """Says to every open browser of a process that it may have missed something, each time that the process is
    subscribed again after it lost Redis: what was published in between is gone."""

    def __init__(self, subscriber: RedisPubSubLoopLayer, message: bytes) -> None:
        self._subscriber = ref(subscriber)
        self._message = message

    async def over(self, _connection: object) -> None:
        if subscriber := self._subscriber():
            for waiting in subscriber.channels.values():
                waiting.put_nowait(self._message)


class LiveLayer(RedisPubSubChannelLayer):
    """The pub/sub layer, with what it lacks: telling many groups at once from code that has no event loop.

    `group_send` from a thread opens an event loop and a connection for each call and publishes one group after the
    other (300 groups: 52 ms); a pipeline on a kept connection takes one round trip (4 ms).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        (address,) = kwargs["hosts"]
        self._prefix: str = kwargs["prefix"]
        # One more try, for a kept connection that the server has closed since. Pages wait for this answer, so it is
        # short, and after a failure nobody waits again for a while.
        self._publisher = redis.Redis.from_url(
            address,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
        )
        self._rests_until = 0.0
        self._gaps: WeakKeyDictionary[RedisPubSubLoopLayer, _Gap] = WeakKeyDictionary()

    async def new_channel(self, prefix: str = "specific.") -> str:
        """As the layer's own; but a channel that was cut off from Redis for a while hears `live.gap` afterwards."""
        subscriber = self._get_layer()
        channel: str = await subscriber.new_channel(prefix)
        gap = self._gaps.setdefault(subscriber, _Gap(subscriber, self.serialize({"type": "live.gap"})))
        for shard in subscriber._shards:
            shard._pubsub.connection.register_connect_callback(gap.over)
        return channel

    def answers(self) -> bool:
        """Whether Redis answers now; waits but a moment, and for a few seconds after a failure not at all."""
        if time.monotonic() < self._rests_until:
            return False
        try:
            return bool(self._publisher.ping())
        except redis.RedisError:
            self._rests_until = time.monotonic() + REST_SECONDS
            return False

    def tell_groups(self, messages: Mapping[str, Mapping[str, Any]]) -> None:
        """Sends each group its message, in one round trip whatever the number of groups.

        Raises AwayError where Redis does not take them; for a few seconds afterwards, without asking it.
        """
        if time.monotonic() < self._rests_until:
            raise AwayError("it did not answer a moment ago")
        pipeline = self._publisher.pipeline(transaction=False)
        for group, message in messages.items():
            pipeline.publish(f"{self._prefix}__group__{group}", self.serialize(dict(message)))
        try:
            pipeline.execute()
        except redis.RedisError as error:
            self._rests_until = time.monotonic() + REST_SECONDS
            raise AwayError(type(error).__name__) from error
        self._rests_until = 0.0
