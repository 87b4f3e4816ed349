"""Which notices go by mail, in which letter."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from notices.models import Choice, Mail, Notice
from notices.routing import route_waiting
from notices.tell import quiet
from tests.notices.acts import tell_of_an_act
from tests.notices.post_office import PostOffice, reachable
from tests.people import Bloc, make_user

MONDAY_NIGHT = datetime.datetime(2026, 11, 23, 14, tzinfo=datetime.UTC)  # 21:00 in Vietnam
TUESDAY_MORNING = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)


def route() -> None:
    route_waiting(at=timezone.now())


def carried() -> list[int]:
    """How many notices each letter carries, the oldest letter first."""
    return [letter.notices.count() for letter in Mail.objects.order_by("pk")]


def test_what_comes_together_travels_together(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary, bloc.cell_deputy)
    for _ in range(20):
        tell_of_an_act(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_deputy)
    route()
    assert sorted(carried()) == [1, 20]
    route()
    assert sorted(carried()) == [1, 20]


def test_a_letter_that_is_not_due_gathers_and_one_that_is_does_not(
    bloc: Bloc, post_office: PostOffice, settings: Any
) -> None:
    settings.MAIL_GATHER_SECONDS = 60
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    route()
    tell_of_an_act(bloc.cell_secretary)
    route()
    assert carried() == [2]
    Mail.objects.update(due_at=timezone.now())
    tell_of_an_act(bloc.cell_secretary)
    route()
    assert carried() == [2, 1]


def test_what_nobody_wants_by_mail_waits_for_nothing(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary, bloc.cell_deputy)
    Choice.objects.create(recipient=bloc.cell_deputy, kind="test_step", bell=True, mail=False, digest=True)
    tell_of_an_act(bloc.cell_secretary, kind="test_aside")
    tell_of_an_act(bloc.cell_deputy, bloc.committee_secretary)  # one doesn't want it, the other has no address
    tell_of_an_act(bloc.cell_secretary, kind="a kind of long ago")
    route()
    assert not Mail.objects.exists()
    assert not Notice.objects.filter(routed_at=None).exists()


def test_what_was_read_or_done_meanwhile_is_not_sent(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    Notice.objects.update(read_at=timezone.now())
    route()
    assert not Mail.objects.exists()


def test_at_night_letters_wait_for_the_morning_and_gather(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary, quiet=True)
    for minutes in (0, 30):
        tell_of_an_act(bloc.cell_secretary)
        route_waiting(at=MONDAY_NIGHT + datetime.timedelta(minutes=minutes))
    assert Mail.objects.get().due_at == TUESDAY_MORNING
    assert carried() == [2]


def test_without_a_mail_server_nothing_piles_up(bloc: Bloc) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    assert Notice.objects.get().routed_at is not None


def test_in_quiet_nothing_is_put_aside_for_mail(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    with quiet():
        tell_of_an_act(bloc.cell_secretary)
    assert Notice.objects.get().routed_at is not None


def test_one_transaction_asks_the_worker_once(
    bloc: Bloc,
    post_office: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked: list[int] = []
    monkeypatch.setattr("notices.outbox.enqueue_post", lambda: asked.append(1))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for _ in range(3):
            with transaction.atomic():
                tell_of_an_act(bloc.cell_secretary)
    assert asked == [1]


@pytest.mark.parametrize("number", [1, 40])
def test_its_statements_do_not_grow(
    bloc: Bloc, post_office: PostOffice, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    people = [make_user() for _ in range(number)]
    reachable(*people)
    tell_of_an_act(*people)
    with django_assert_num_queries(9):
        route()
    assert Mail.objects.count() == number
