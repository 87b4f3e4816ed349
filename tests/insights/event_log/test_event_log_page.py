"""The page of the event log: who gets it of what, and what it refuses with which sentence."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from insights.event_log import views
from journal.models import Entry
from orgs.models import Seat, User
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import numbered, open_cases
from tests.insights.event_log.conftest import X
from tests.people import Bloc, make_seat

pytestmark = pytest.mark.django_db
ADDRESS = "/insights/events/"


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    User.objects.update(language="en")


def post(client: Client, who: User, **given: str):
    client.force_login(who)
    return client.post(ADDRESS, {"format": "xes", **given})


def content_of(response) -> bytes:
    assert response.status_code == 200, response.content.decode()
    return b"".join(response.streaming_content)


def test_a_log_of_ones_own_unit(client: Client, bloc: Bloc) -> None:
    case = Journey(bloc).to("course").case
    open_cases(bloc, numbered(1), unit=bloc.sibling_cell)
    response = post(client, bloc.cell_secretary, unit="SNV-01")
    content = content_of(response)
    assert len(list(etree.fromstring(content).iter(f"{X}trace"))) == 1
    assert response["Content-Disposition"] == 'attachment; filename="Event log SNV-01.xes"'
    assert case.number not in content.decode()
    entry = Entry.objects.get(verb="export_events")
    assert (entry.stream, entry.refs["by"]) == (f"user:{bloc.cell_secretary.pk}", "page")


def test_with_names_for_who_sees_the_files(client: Client, bloc: Bloc) -> None:
    case = Journey(bloc).to("course").case
    log = json.loads(content_of(post(client, bloc.auditor, format="ocel", unit="SNV", personal="on")))
    assert case.number in {one["id"] for one in log["objects"]}
    assert Entry.objects.get(verb="export_events").refs["personal"] is True


def test_a_period(client: Client, bloc: Bloc) -> None:
    day = datetime(2026, 3, 5, 23, 30, tzinfo=timezone.get_default_timezone())
    open_cases(bloc, numbered(3), opened_at=day)
    open_cases(bloc, numbered(2), opened_at=day + timedelta(hours=1))
    content = content_of(post(client, bloc.office, unit="DUK", first="06/03/2026", last="06/03/2026"))
    assert len(list(etree.fromstring(content).iter(f"{X}trace"))) == 2
    content = content_of(post(client, bloc.office, unit="DUK", first="01/01/2012", last="2/1/2012"))
    assert len(list(etree.fromstring(content).iter(f"{X}trace"))) == 0


@pytest.mark.parametrize(
    ("who", "given", "status", "sentence"),
    [
        ("cell_secretary", {"unit": "SNV"}, 422, "Select a valid choice."),
        ("cell_secretary", {"unit": "SNV-02"}, 422, "Select a valid choice."),
        ("auditor", {"unit": "DUK", "first": "31/02/2026"}, 422, "Write the date as day/month/year"),
        ("auditor", {"unit": "DUK", "first": "02/01/2026", "last": "01/01/2026"}, 422, "Exchange them."),
        ("auditor", {"unit": "DUK", "format": "csv"}, 422, "Select a valid choice."),
        ("seatless", {"unit": "DUK"}, 422, "You see no cases"),
        ("administrator", {"unit": "DUK", "personal": "on"}, 422, "You see no cases"),
    ],
)
def test_refused_with_a_sentence(
    client: Client, bloc: Bloc, who: str, given: dict[str, str], status: int, sentence: str
) -> None:
    response = post(client, getattr(bloc, who), **given)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert not Entry.objects.filter(verb="export_events").exists()


def test_no_names_where_one_sees_the_list_only(client: Client, bloc: Bloc) -> None:
    """Who has files elsewhere is offered the tick, and refused it here; who has none anywhere is not offered it."""
    case = Journey(bloc).to("course").case
    client.force_login(bloc.office)
    assert 'name="personal"' not in client.get(ADDRESS).content.decode()
    assert (
        case.candidate.person.full_name not in content_of(post(client, bloc.office, unit="DUK", personal="on")).decode()
    )
    make_seat(bloc.sibling_cell, Seat.Role.DEPUTY, bloc.person("office"))
    response = post(client, bloc.office, unit="DUK", personal="on")
    assert response.status_code == 403
    assert "Names are for those who see the files." in response.content.decode()
    assert content_of(post(client, bloc.office, unit="SNV-02", personal="on"))


def test_more_cases_than_somebody_waits_for(client: Client, bloc: Bloc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_CASES", 2)
    open_cases(bloc, numbered(3))
    response = post(client, bloc.office, unit="DUK")
    assert response.status_code == 422
    assert "This is more than one file holds" in response.content.decode()
    assert content_of(post(client, bloc.office, unit="STC"))


def test_the_page_begins_with_what_the_address_names(client: Client, bloc: Bloc) -> None:
    assert client.get(ADDRESS).status_code == 302
    client.force_login(bloc.auditor)
    shown = client.get(f"{ADDRESS}?unit=SNV&first=01/02/2026").content.decode()
    assert '<option value="SNV" selected>' in shown
    assert 'value="01/02/2026"' in shown
    client.force_login(bloc.seatless)
    assert "You see no cases" in client.get(ADDRESS).content.decode()


def test_only_a_post_with_its_token_takes_it(bloc: Bloc) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bloc.auditor)
    assert client.post(ADDRESS, {"format": "xes", "unit": "DUK"}).status_code == 403
    assert client.head(ADDRESS).status_code == 405
