"""Each person chooses by kind and way, and when they are left alone."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from notices.models import Choice, Hours, Mail, Notice
from notices.queries import bell_of, quiet_now
from notices.routing import route_waiting
from notices.sending import send_due
from orgs.calendar import LOCAL_ZONE
from orgs.models import DayOff
from tests.notices.acts import tell_of_an_act
from tests.notices.post_office import PostOffice, address_of, reachable
from tests.people import Bloc

PAGE = "/notices/choices/"


@pytest.fixture
def secretary(client: Client, bloc: Bloc) -> Client:
    client.force_login(bloc.cell_secretary)
    return client


def typed(secretary: Client, **changes: str | None) -> dict[str, str]:
    """What the page would send as it stands, with these fields changed; None unticks."""
    form = secretary.get(PAGE).context["form"]
    data = {name: form.initial[name] for name in form.fields}
    sent = {name: "on" if value is True else value for name, value in data.items() if value is not False}
    changed = {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in (sent | changed).items() if value is not None}


def silence(person: Any, kind: str = "test_step") -> None:
    Choice.objects.create(recipient=person, kind=kind, bell=False, mail=True, digest=True)


def test_saved_as_it_stands_nothing_differs_from_the_defaults(secretary: Client, bloc: Bloc) -> None:
    assert secretary.post(PAGE, typed(secretary)).status_code == 302
    assert not Choice.objects.exists()
    hours = Hours.objects.get()
    assert (hours.quiet_from, hours.quiet_until, hours.digest_at) == (
        datetime.time(19), datetime.time(7), datetime.time(7, 30))  # fmt: skip


def test_a_choice_is_kept_and_shown(secretary: Client, bloc: Bloc) -> None:
    changes = typed(secretary, bell__test_step=None, mail__test_aside="on", quiet_from="21:00", quiet_days_off=None)
    assert secretary.post(PAGE, changes).status_code == 302
    assert sorted(Choice.objects.values_list("kind", "bell", "mail", "digest")) == [
        ("test_aside", True, True, True),
        ("test_step", False, True, True),
    ]
    assert typed(secretary) == changes
    assert secretary.post(PAGE, changes).status_code == 302
    assert Choice.objects.count() == 2


def test_the_defaults_come_back(secretary: Client, bloc: Bloc) -> None:
    silence(bloc.cell_secretary)
    silence(bloc.cell_deputy)
    Hours.objects.create(recipient=bloc.cell_secretary, quiet_from=datetime.time(3))
    assert secretary.post(PAGE, {"restore": "1"}).status_code == 302
    assert Choice.objects.get().recipient == bloc.cell_deputy
    assert not Hours.objects.exists()


def test_bad_data_changes_nothing(secretary: Client, bloc: Bloc) -> None:
    answer = secretary.post(PAGE, typed(secretary, quiet_from="25:00", digest_at="x"))
    assert answer.status_code == 422
    assert 'href="#id_quiet_from"' in answer.content.decode()
    assert not Hours.objects.exists()


def test_a_silenced_kind_is_written_counts_as_read_and_announces_nothing(secretary: Client, bloc: Bloc) -> None:
    silence(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary, bloc.cell_deputy)
    tell_of_an_act(bloc.cell_secretary, kind="test_aside")
    assert bell_of(bloc.cell_secretary).unread == 1
    assert bell_of(bloc.cell_deputy).unread == 1
    bell = secretary.get("/notices/bell/").content.decode()
    assert bell.count("data-notice=") == 2
    assert bell.count("data-notice-unread") == 1


def test_silencing_costs_an_act_no_statement(bloc: Bloc, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    silence(bloc.cell_secretary)
    with django_assert_num_queries(1):
        tell_of_an_act(bloc.cell_secretary, bloc.cell_deputy)


def test_some_kinds_stay_in_the_bell(secretary: Client, bloc: Bloc) -> None:
    page = secretary.get(PAGE).content.decode()
    assert 'name="bell-test_late"' not in page
    assert "It waits for you." in page
    secretary.post(PAGE, typed(secretary, bell__test_late=None))
    assert not Choice.objects.exists()
    silence(bloc.cell_secretary, "test_late")  # as a row of before the kind was made to stay
    tell_of_an_act(bloc.cell_secretary, kind="test_late")
    assert Notice.objects.get().read_at is None


def test_in_quiet_hours_the_bell_says_that_nothing_passes_by(
    secretary: Client, bloc: Bloc, post_office: PostOffice
) -> None:
    tell_of_an_act(bloc.cell_secretary)
    reachable(bloc.cell_secretary)
    assert b"data-bell-quiet" not in secretary.get("/notices/bell/").content
    midnight = datetime.time(0)
    Hours.objects.update(quiet_from=midnight, quiet_until=datetime.time(23, 59, 59))
    bell = secretary.get("/notices/bell/").content
    assert b"data-bell-quiet" in bell
    assert b'data-unread="1"' in bell


def test_a_day_off_is_quiet(bloc: Bloc) -> None:
    noon = datetime.datetime(2026, 11, 24, 12, tzinfo=LOCAL_ZONE)
    assert not quiet_now(bloc.cell_secretary, noon)
    DayOff.objects.create(day=noon.date(), name="Nghỉ")
    assert quiet_now(bloc.cell_secretary, noon)
    Hours.objects.create(recipient=bloc.cell_secretary, quiet_days_off=False)
    assert not quiet_now(bloc.cell_secretary, noon)


def test_the_page_is_ones_own(client: Client, bloc: Bloc) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE, {"restore": "1"}).status_code == 302
    assert not Hours.objects.exists()


def test_quiet_hours_taken_away_let_a_waiting_letter_go(secretary: Client, bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary, quiet=True)
    Hours.objects.create(recipient=bloc.cell_secretary, quiet_from=datetime.time(0), quiet_until=datetime.time.max)
    tell_of_an_act(bloc.cell_secretary)
    now = timezone.now()
    route_waiting(at=now)
    assert send_due(at=now) == 0
    never = typed(secretary, quiet_from="07:00", quiet_until="07:00", quiet_days_off=None)
    assert secretary.post(PAGE, never).status_code == 302
    assert send_due(at=timezone.now()) == 1
    assert len(post_office.to(address_of(bloc.cell_secretary))) == 1


def test_and_other_quiet_hours_hold_it_on(secretary: Client, bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary, quiet=True)
    Hours.objects.create(recipient=bloc.cell_secretary, quiet_from=datetime.time(0), quiet_until=datetime.time.max)
    tell_of_an_act(bloc.cell_secretary)
    now = timezone.now()
    route_waiting(at=now)
    local, hour = now.astimezone(LOCAL_ZONE), datetime.timedelta(hours=1)
    wanted = {"quiet_from": f"{local - hour:%H}:00", "quiet_until": f"{local + 2 * hour:%H}:00"}
    assert secretary.post(PAGE, typed(secretary, **wanted)).status_code == 302
    assert send_due(at=timezone.now()) == 0
    assert Mail.objects.get().due_at > now + hour
