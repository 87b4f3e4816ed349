"""Where Redis does not answer the act stands, and its notices arrive when it does again."""

from __future__ import annotations

import datetime
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from notices.models import Notice
from notices.outbox import Errand
from notices.tasks import sweep
from notices.tell import changed, look_again
from tests.notices.acts import tell_of_an_act
from tests.notices.conftest import use
from tests.notices.post_office import PostOffice
from tests.people import Bloc


@pytest.fixture(autouse=True)
def no_notice_before(office: Bloc) -> None:
    Notice.objects.all().delete()


@pytest.fixture(params=["refused", "silent"])
def redis_away(request: pytest.FixtureRequest, settings: object) -> Iterator[None]:
    """Redis refuses connections, or takes them and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1] if request.param == 'silent' else 1}/0"
        layer = {"BACKEND": "notices.layer.LiveLayer", "CONFIG": {"hosts": [address], "prefix": "admission"}}
        settings.CHANNEL_LAYERS = {"default": layer}
        yield


def an_act(office: Bloc) -> float:
    """Seconds that it took."""
    began = time.monotonic()
    with transaction.atomic():
        tell_of_an_act(office.cell_secretary)
        changed([office.cell_secretary.pk], "case:12")
    return time.monotonic() - began


def make_older(seconds: int) -> None:
    Notice.objects.update(recorded_at=timezone.now() - datetime.timedelta(seconds=seconds))


def test_the_act_commits_and_waits_but_a_moment(office: Bloc, redis_away: None) -> None:
    assert an_act(office) < 2
    assert an_act(office) < 0.2, "after a failure nobody waits again for a while"
    look_again([office.cell_secretary.pk])
    assert list(Notice.objects.values_list("delivered_at", flat=True)) == [None, None]


def test_with_letters_to_send_it_waits_no_longer(
    office: Bloc, redis_away: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(settings, PostOffice(port=1))
    (address,) = settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"]
    monkeypatch.setattr(current_app.conf, "broker_url", address)
    began = time.monotonic()
    Errand().go()
    assert time.monotonic() - began < 2
    assert an_act(office) < 0.2
    assert Notice.objects.filter(routed_at=None).count() == 1


def test_the_log_names_nobody(office: Bloc, redis_away: None, caplog: pytest.LogCaptureFixture) -> None:
    an_act(office)
    (line,) = caplog.messages
    assert line.startswith("Open pages were not told and 1 notices wait")
    assert office.cell_secretary.username not in line


def test_the_sweep_goes_on_waiting(office: Bloc, redis_away: None) -> None:
    an_act(office)
    make_older(60)
    assert sweep() == 0
    assert Notice.objects.get().delivered_at is None


def test_the_sweep_leaves_to_a_living_sender_what_is_its_own(office: Bloc) -> None:
    with transaction.atomic():
        tell_of_an_act(office.cell_secretary)
    Notice.objects.update(delivered_at=None)
    assert sweep() == 0
