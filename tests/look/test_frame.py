"""What stands around every page, by who looks."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, expect

from tests.browsers import tab
from tests.people import Bloc, make_seat


def places(client: Client, path: str = "/account/") -> list[str]:
    return [place.icon for place in client.get(path).context["frame"].places]


def test_only_places_that_one_may_open(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    assert {"inbox", "folder2"} <= set(places(client))
    client.force_login(bloc.seatless)
    assert "folder2" not in places(client)
    assert b'role="search"' not in client.get("/account/").content


def test_who_may_open_the_administration_is_led_there(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.organisation_board)
    assert "sliders" not in places(client)
    client.force_login(bloc.administrator)
    assert "sliders" in places(client)
    assert b'href="/admin/"' in client.get("/account/").content


def test_the_place_one_is_at(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    at = {path: [p.icon for p in client.get(path).context["frame"].places if p.current] for path in ("/", "/cases/")}
    assert at == {"/": ["inbox"], "/cases/": ["folder2"]}


def test_the_frame_costs_few_queries_however_many_seats(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    client.get("/account/")
    person = bloc.cell_secretary.person
    assert person
    for role in ("office", "organisation_board", "training_centre"):
        make_seat(bloc.unit, role, person)
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/")
    # The session and its account; seats, the bloc's name, steps to do, and the bell's two.
    assert len(queries) <= 7


@pytest.mark.browser
def test_ctrl_k_goes_to_the_search(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.cell_secretary) as page:
        page.goto("/account/")
        page.keyboard.press("Control+k")
        expect(page.locator("#search")).to_be_focused()
