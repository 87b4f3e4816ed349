"""The socket of an open browser. It says what has changed, never what it says, and reads no case."""

from __future__ import annotations

import asyncio
import logging
import random
from importlib import import_module
from typing import Any

import redis
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import DatabaseError
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from notices.outbox import group_of
from orgs import access
from orgs.models import User

logger = logging.getLogger(__name__)

NOT_UNDERSTOOD = 4400
SIGNED_OUT = 4401
LOST_RIGHT = 4403
TRY_AGAIN = 4503
ECHO_SECONDS = 10
PING = '{"type":"ping"}'


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """One socket a tab, in the group of its person only.

    Open sockets do not keep a session alive: once a minute each asks whether its session and account still hold,
    whether its person still has all rights that they had when it was opened, and whether what is sent over Redis still
    reaches it, and closes itself otherwise. The browser then draws its page anew, comes back, or asks the person to
    sign in.
    """

    async def connect(self) -> None:
        self.watch: asyncio.Task[None] | None = None
        self.heard = asyncio.Event()
        user = self.scope["user"]
        if not user.is_authenticated:
            # A socket refused before it is open carries no code, and the browser could not tell it from a broken line.
            await self.accept()
            await self.close(SIGNED_OUT)
            return
        self.user_id: int = user.pk
        self.rights = await database_sync_to_async(access.capabilities)(user, timezone.now())
        await self.channel_layer.group_add(group_of(self.user_id), self.channel_name)
        # Open only once it listens: whatever commits from now on arrives, and the browser fetches what was before.
        await self.accept()
        self.watch = asyncio.create_task(self._watch())

    async def disconnect(self, code: int) -> None:
        if self.watch is not None:
            self.watch.cancel()
            await self.channel_layer.group_discard(group_of(self.user_id), self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_kwargs: Any) -> None:
        if text_data == PING:
            await self.send_json({"type": "pong"})
        else:
            await self.close(NOT_UNDERSTOOD)

    async def live_told(self, event: dict[str, Any]) -> None:
        for message in event["told"]:
            await self.send_json(message)

    async def live_gap(self, _event: dict[str, Any]) -> None:
        await self.send_json({"type": "changed", "subject": "*"})

    async def live_recheck(self, _event: dict[str, Any]) -> None:
        await self._still_entitled()

    async def live_echo(self, _event: dict[str, Any]) -> None:
        self.heard.set()

    async def _watch(self) -> None:
        while True:
            # Spread, so that the sockets of a restarted server do not all ask in the same second.
            await asyncio.sleep(settings.LIVE_CHECK_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311
            try:
                if not await self._still_entitled():
                    return
                await self._hears()
            except (DatabaseError, redis.RedisError, TimeoutError) as error:
                logger.warning("A live socket is closed to be opened anew (%s).", type(error).__name__)
                await self.close(TRY_AGAIN)
                return

    async def _still_entitled(self) -> bool:
        """Closes itself where the session has ended or a right was lost; what was won is kept for the next look."""
        key = self.scope["session"].session_key
        rights = await database_sync_to_async(rights_in_session)(key, self.user_id)
        if rights is None:
            await self.close(SIGNED_OUT)
        elif self.rights - rights:
            await self.close(LOST_RIGHT)
        else:
            self.rights = rights
            return True
        return False

    async def _hears(self) -> None:
        self.heard.clear()
        await self.channel_layer.send(self.channel_name, {"type": "live.echo"})
        await asyncio.wait_for(self.heard.wait(), ECHO_SECONDS)


def rights_in_session(session_key: str | None, user_id: int) -> frozenset[tuple[str, int]] | None:
    """Every (capability, unit id) that this account has now; None where the session signs it in no more."""
    if not session_holds(session_key, user_id):
        return None
    return access.capabilities(User(pk=user_id), timezone.now())


def session_holds(session_key: str | None, user_id: int) -> bool:
    """Whether this session still signs this account in: not expired, not ended elsewhere, password as it was, account
    active. Only reads: Django's own look deletes a session whose password has changed, and would sign the person out
    who is changing it at this moment."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return (
        user is not None
        and session.get(SESSION_KEY) == str(user_id)
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )
