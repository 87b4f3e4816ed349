"""Who would wait too long for another's act gets a sentence, and can try again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from admission_flow import engine
from admission_flow.models import CaseCounter, Task
from admission_flow.refusals import Busy
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import press
from tests.admission_flow.untouched import nothing_written
from tests.databases import at_once
from tests.people import build_bloc


def impatient(act: Callable[[], Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    return act()


@pytest.mark.parametrize("act", ["declaration", "withdraw", "take"])
def test_an_act_on_a_case_that_is_held(own_database: str, act: str) -> None:
    journey = Journey(build_bloc()).to("declaration")
    task = journey.task("declaration")
    calls: dict[str, Callable[[], Any]] = {
        "declaration": press(journey, "declaration"),
        "withdraw": journey.withdraw,
        "take": lambda: journey.take(task),
    }
    with nothing_written(), transaction.atomic():
        engine.lock(journey.case.pk)
        (outcome,) = at_once(lambda: impatient(calls[act]))
    assert isinstance(outcome, Busy)
    calls[act]()


def test_a_nomination_while_the_counter_is_held(own_database: str) -> None:
    journey = Journey(build_bloc()).to("course")
    given = journey.nomination()
    with nothing_written(), transaction.atomic():
        CaseCounter.objects.select_for_update().get()
        (outcome,) = at_once(lambda: impatient(lambda: journey.nominate(given)))
    assert isinstance(outcome, Busy)
    assert journey.nominate(given).number.endswith("-0002")


@pytest.mark.parametrize("address", ["/", "/cases/{case}/"])
def test_a_page_is_drawn_while_its_step_is_held(own_database: str, address: str) -> None:
    journey = Journey(build_bloc()).to("declaration")
    page = address.format(case=journey.case.pk)
    client = Client()
    client.force_login(journey.secretary, backend=settings.AUTHENTICATION_BACKENDS[0])
    with transaction.atomic():
        Task.objects.select_for_update().get(pk=journey.task("declaration").pk)
        (status,) = at_once(lambda: impatient(lambda: client.get(page).status_code))
    assert status == 200
    assert journey.task("declaration").first_seen_at is None
    client.get(page)
    assert journey.task("declaration").first_seen_at is not None


def test_every_connection_gives_up_after_five_seconds(own_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
