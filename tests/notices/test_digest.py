"""The letter of a day: what the bell counts and what waits, once a day and person."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from notices import digest
from notices.digest import Part, PartLine, make_digests
from notices.models import Choice, Hours, Mail, Notice
from notices.queries import bell_of
from notices.sending import send_due
from notices.wishes import wishes_of
from orgs.calendar import LOCAL_ZONE
from orgs.models import DayOff
from tests.databases import at_once
from tests.notices.acts import NO_MORE, tell_of_an_act
from tests.notices.post_office import PostOffice, address_of, body, reachable
from tests.people import Bloc, build_bloc, make_user

TUESDAY = datetime.datetime(2026, 11, 24, 7, 45, tzinfo=LOCAL_ZONE)
NIGHT, SUNDAY = datetime.timedelta(hours=-1), datetime.timedelta(days=-2)


@pytest.fixture(autouse=True)
def nothing_else_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of the rooms above have tests of their own."""
    monkeypatch.setattr(digest, "_parts", [])


def morning(after: datetime.timedelta = datetime.timedelta()) -> int:
    made = make_digests(at=TUESDAY + after)
    send_due(at=TUESDAY + after)
    return made


def told(post_office: PostOffice, person: Any) -> str:
    (letter,) = post_office.to(address_of(person))
    return body(letter)


def test_it_counts_what_the_bell_counts(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    bloc.cell_secretary.language = "en"
    bloc.cell_secretary.save(update_fields=["language"])
    Choice.objects.create(recipient=bloc.cell_secretary, kind="test_late", bell=True, mail=True, digest=False)
    for kind in ["test_step"] * 7 + ["test_late", "test_aside"]:
        tell_of_an_act(bloc.cell_secretary, kind=kind)
    Notice.objects.filter(pk=Notice.objects.earliest("pk").pk).update(read_at=TUESDAY)
    assert morning() == 1
    text = told(post_office, bloc.cell_secretary)
    assert bell_of(bloc.cell_secretary).unread == 8
    assert "8 notices are not read yet." in text
    assert text.count("/open/") == 5
    assert "2026-0147 (B.)" in text


def test_one_a_day(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    assert morning() == 1
    assert morning(datetime.timedelta(hours=1)) == 0
    assert morning(datetime.timedelta(days=1)) == 1
    assert len(post_office.letters) == 2


def test_two_sweeps_at_once_make_one(own_database: str) -> None:
    bloc = build_bloc()
    reachable(bloc.cell_secretary)
    at_once(*[lambda: make_digests(at=TUESDAY)] * 4)
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("when", [NIGHT, SUNDAY], ids=["before its hour", "on a Sunday"])
def test_not_yet_and_not_on_days_off(bloc: Bloc, post_office: PostOffice, when: datetime.timedelta) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    assert morning(when) == 0


def test_not_on_a_holiday(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    DayOff.objects.create(day=TUESDAY.date(), name="Nghỉ")
    assert morning() == 0


def test_where_there_is_nothing_to_say_none_comes(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    assert morning() == 1
    assert Mail.objects.get().why == "nothing"
    assert post_office.letters == []


def test_it_says_what_waits(bloc: Bloc, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    part = Part("My work", "2 steps wait for you.", [PartLine("Cell vote", "2026-0147 (B.)", "late", "/cases/3/")], "/")
    digest.register(lambda person, _at: part if person == bloc.cell_secretary else None)
    reachable(bloc.cell_secretary, bloc.cell_deputy)
    morning()
    text = told(post_office, bloc.cell_secretary)
    assert "2 steps wait for you." in text
    assert "https://hoso.office.test/cases/3/" in text
    assert post_office.to(address_of(bloc.cell_deputy)) == []


def test_who_does_not_want_it_and_who_has_no_address_get_none(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    Hours.objects.update(digest=False)
    for person in (bloc.cell_secretary, bloc.cell_deputy):
        tell_of_an_act(person)
    assert morning() == 0


def test_it_names_nothing_that_the_person_may_hear_of_no_more(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    NO_MORE.add(bloc.cell_secretary.pk)
    morning()
    assert "2026-0147" not in told(post_office, bloc.cell_secretary)


def test_within_quiet_hours_it_comes_when_they_end_and_never_a_day_late(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    Hours.objects.update(quiet_from=datetime.time(7), quiet_until=datetime.time(9))
    morning()
    assert Mail.objects.get().due_at == TUESDAY.replace(hour=9, minute=0)
    send_due(at=TUESDAY + datetime.timedelta(days=1, hours=3))
    assert Mail.objects.get().why == "day over"


@pytest.mark.parametrize("number", [1, 30])
def test_its_statements_do_not_grow(
    bloc: Bloc, post_office: PostOffice, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    people = [make_user() for _ in range(number)]
    reachable(*people)
    for _ in range(number):
        tell_of_an_act(people[0])
    with django_assert_num_queries(3):
        make_digests(at=TUESDAY)
    wishes = wishes_of([people[0].pk])[people[0].pk]
    with translation.override("vi"), django_assert_num_queries(2):
        digest.digest_of(wishes, TUESDAY)
