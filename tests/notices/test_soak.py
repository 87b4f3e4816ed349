"""Worker, Valkey and the mail server are killed and started again while people are told: everything arrives, nothing
twice."""

from __future__ import annotations

import datetime
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
import redis
from celery import current_app
from django.db import connections, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from websockets.sync.client import ClientConnection

from notices.delivery import try_again
from notices.models import Mail, Notice
from notices.tell import tell
from orgs.models import User
from project.environment import celery_broker
from tests.notices.conftest import use
from tests.notices.post_office import PostOffice, address_of, body, opened, reachable
from tests.notices.test_redis_restart import valkey
from tests.people import make_user
from tests.servers import browser, free_port, next_message, served, session_of
from tests.workers import working

NOTICES = 1000 if os.environ.get("SOAK") else 60
# Few enough for each that no letter shortens its list.
PEOPLE = NOTICES // 4
PATIENCE = 120
KILLS = 2


class Office:
    """What runs beside the pages, each of which can be killed and started again."""

    def __init__(self, post: PostOffice, port: int) -> None:
        self.post, self.port = post, port
        self.address = f"redis://127.0.0.1:{port}/0"
        self._running: dict[str, ExitStack] = {}

    def start(self, name: str) -> None:
        stack = self._running[name] = ExitStack()
        ways = {
            "worker": lambda: working(self.address, self.post.url),
            "valkey": lambda: valkey(self.port),
            "mail": lambda: opened(self.post),
        }
        stack.enter_context(ways[name]())

    def kill(self, name: str) -> None:
        if stack := self._running.pop(name, None):
            stack.close()

    def stop(self) -> None:
        for name in ("worker", "mail", "valkey"):
            self.kill(name)


@pytest.fixture
def running(own_database: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    post = PostOffice()
    with opened(post):
        use(settings, post)
    office = Office(post, free_port())
    layer = {"BACKEND": "notices.layer.LiveLayer", "CONFIG": {"hosts": [office.address], "prefix": "admission"}}
    settings.CHANNEL_LAYERS = {"default": layer}
    monkeypatch.setattr("notices.layer.REST_SECONDS", 0.2)
    monkeypatch.setattr(current_app.conf, "broker_url", celery_broker(office.address))
    for name in ("valkey", "mail", "worker"):
        office.start(name)
    try:
        yield office
    finally:
        office.stop()
        connections.close_all()


def act(person: User, number: int) -> None:
    """Somebody proposes a repair, of which an administrator is told; a kind that the worker knows too."""
    with transaction.atomic():
        params = {"case": f"HS 2026-{number:04}", "fault": "no_step"}
        tell([person.pk], "repair_proposed", params, "/admin/", source=f"repair:{number}", at=timezone.now())


def sweep() -> None:
    """As beat asks for it each minute; what it may do then, it may do now."""
    Notice.objects.filter(delivered_at=None).update(recorded_at=timezone.now() - datetime.timedelta(minutes=1))
    with suppress(OperationalError, redis.RedisError, OSError):
        current_app.send_task("notices.tasks.sweep", retry=False, expires=20)


def until(done: Callable[[], bool], between: Callable[[], None]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, list(Mail.objects.values_list("state", "why", "attempts"))[-20:]
        between()
        time.sleep(1)


def heard(tab: ClientConnection) -> Counter[int]:
    """How often each notice was told to this browser."""
    told: Counter[int] = Counter()
    with suppress(TimeoutError):
        while True:
            message = next_message(tab, seconds=0.5)
            if message["type"] == "notice":
                told[message["id"]] += 1
    return told


def test_everything_arrives_and_nothing_twice(running: Office) -> None:
    administrator = make_user(username="administrator", is_superuser=True)
    people = [make_user(username=f"admin{n}", is_superuser=True) for n in range(PEOPLE)]
    reachable(*people)
    events: dict[int, Callable[[], None]] = {
        NOTICES * 2 // 10: lambda: running.kill("worker"),
        NOTICES * 3 // 10: lambda: running.start("worker"),
        NOTICES * 4 // 10: lambda: running.kill("valkey"),
        NOTICES * 5 // 10: lambda: running.start("valkey"),
        NOTICES * 6 // 10: lambda: running.kill("mail"),
        NOTICES * 7 // 10: lambda: running.start("mail"),
        NOTICES * 8 // 10: lambda: running.kill("worker"),
        NOTICES * 9 // 10: lambda: running.start("worker"),
    }
    running.post.delay = 0.02
    until(lambda: bool(running.post.letters), lambda: act(people[0], 10**6 + time.monotonic_ns() % 10**6))
    with served(REDIS_URL=running.address) as server, browser(server, session_of(people[0])) as tab:
        for number in range(NOTICES):
            if event := events.get(number):
                sweep()
                event()
            began = time.monotonic()
            act(people[number % PEOPLE], number)
            assert time.monotonic() - began < 3, "an act waits for nobody"

        def again() -> None:
            try_again(None, acting_user=administrator, at=timezone.now())
            sweep()

        left = Notice.objects.exclude(mail__state=Mail.State.SENT, delivered_at__isnull=False)
        until(lambda: not left.exists(), again)
        told = heard(tab)
    assert Notice.objects.filter(source__startswith="repair:").count() >= NOTICES
    assert set(told.values()) <= {1}
    arrived_once(running.post, people)


def arrived_once(post: PostOffice, people: list[User]) -> None:
    """Each notice stands in one letter; and a letter came a second time only where a worker was killed, as the same."""
    for person in people:
        letters = {letter["Message-ID"]: body(letter) for letter in post.to(address_of(person))}
        letters = {key: text for key, text in letters.items() if key.startswith("<notices-")}  # and not of the day
        named = Counter(int(pk) for text in letters.values() for pk in re.findall(r"/notices/(\d+)/open/", text))
        own = Notice.objects.filter(recipient=person).values_list("pk", flat=True)
        assert set(named) == set(own)
        assert set(named.values()) == {1}
    assert sum(post.ids().values()) - len(post.ids()) <= KILLS
