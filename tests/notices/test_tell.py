from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from notices.models import Notice
from notices.tell import changed, quiet, tell
from tests.notices.acts import UndoneError, tell_of_an_act, tell_of_an_act_and_fail
from tests.people import Bloc, make_user


@pytest.mark.parametrize("number", [1, 30])
def test_one_statement_tells_any_number_of_people(
    db: None, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    people = [make_user() for _ in range(number)]
    with django_assert_num_queries(1):
        tell_of_an_act(*people)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {person.pk for person in people}


def test_nobody_to_tell_costs_nothing(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        tell_of_an_act()


def test_a_person_is_told_of_one_act_once(bloc: Bloc) -> None:
    tell_of_an_act(bloc.cell_secretary, bloc.cell_deputy, source="decision:1")
    tell_of_an_act(bloc.cell_secretary, bloc.committee_secretary, source="decision:1")
    tell_of_an_act(bloc.cell_secretary, source="decision:2")
    assert Notice.objects.filter(recipient=bloc.cell_secretary).count() == 2
    assert Notice.objects.count() == 4


def test_the_moment_of_the_act_is_kept_beside_that_of_recording(bloc: Bloc) -> None:
    held = datetime.datetime(2015, 6, 1, 8, tzinfo=datetime.UTC)
    tell([bloc.cell_secretary.pk], "test_step", {}, "/cases/12/", source="decision:1", at=held)
    notice = Notice.objects.get()
    assert notice.at == held
    assert timezone.now() - notice.recorded_at < datetime.timedelta(minutes=1)


def test_a_text_of_the_file_is_refused_as_a_parameter(bloc: Bloc) -> None:
    with pytest.raises(TypeError, match="relatives"):
        tell([bloc.cell_secretary.pk], "x", {"relatives": ["…"]}, "/", source="decision:1", at=timezone.now())  # type: ignore[dict-item]


@pytest.mark.parametrize("link", ["https://elsewhere.vn/", "//elsewhere.vn/", "/\\elsewhere.vn/", "cases/12/"])
def test_a_link_that_leaves_the_site_is_refused(bloc: Bloc, link: str) -> None:
    with pytest.raises(IntegrityError, match="notice_link_on_this_site"):
        tell([bloc.cell_secretary.pk], "x", {}, link, source="decision:1", at=timezone.now())


def test_one_transaction_is_sent_as_one(
    bloc: Bloc, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        tell_of_an_act(bloc.cell_secretary)
        tell_of_an_act(bloc.committee_secretary)
        changed([bloc.cell_secretary.pk], "case:12")
    assert len(callbacks) == 1


def test_what_a_savepoint_took_back_is_not_sent(
    bloc: Bloc, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        tell_of_an_act(bloc.cell_secretary)
        with pytest.raises(UndoneError):
            tell_of_an_act_and_fail(bloc.committee_secretary)
    assert Notice.objects.get().recipient == bloc.cell_secretary
    assert Notice.objects.get().delivered_at is not None


def test_in_quiet_rows_are_written_and_nobody_is_told(
    bloc: Bloc, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, quiet():
        tell_of_an_act(bloc.cell_secretary)
        changed([bloc.cell_secretary.pk], "case:12")
    assert callbacks == []
    assert Notice.objects.get().delivered_at is not None


def test_telling_outside_the_act_is_refused(own_database: str) -> None:
    person = make_user()
    with pytest.raises(transaction.TransactionManagementError):
        tell_of_an_act(person)
    assert not Notice.objects.exists()
