"""The page of a nomination: whom the pickers name and in which order, where it starts, how its faults are told."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from admission_flow.forms.nomination import NominationForm
from orgs.models import Unit
from orgs.tree import plant
from project.templatetags.look import form_errors
from tests.people import FOUNDED, Bloc, make_members, make_seat

PAGE = "/cases/nominate/"
DAY = datetime.date(2026, 11, 20)


def cells_offered(form: NominationForm) -> list[str]:
    return [label for label, _names in form.fields["introducer_1"].choices[1:]]


def test_names_stand_under_their_cell_and_the_own_cell_first(bloc: Bloc) -> None:
    form = NominationForm(units=[bloc.sibling_cell], day=DAY)
    assert cells_offered(form) == [bloc.sibling_cell.name, bloc.cell.name]
    groups = dict(form.fields["helper"].choices[1:])
    assert bloc.cell_secretary.display_name in dict(groups[bloc.cell.name]).values()
    assert len(groups[bloc.cell.name]) == 12  # the one on probation may not


def test_a_name_of_another_cell_of_the_organisation_is_accepted(client: Client, bloc: Bloc) -> None:
    sibling = str(bloc.sibling_secretary.person_id)
    stranger = str(bloc.hospital_secretary.person_id)
    form = NominationForm({"introducer_1": sibling, "helper": stranger}, units=[bloc.cell], day=DAY)
    assert not form.is_valid()
    assert form.cleaned_data["introducer_1"] == bloc.sibling_secretary.person_id
    assert "helper" in form.errors


def test_who_nominates_in_several_cells_starts_at_the_seat_they_act_from(client: Client, bloc: Bloc) -> None:
    person = bloc.cell_secretary.person
    assert person
    seat = make_seat(bloc.grassroots_cell, "deputy", person)
    client.force_login(bloc.cell_secretary)
    for unit, chosen in ((bloc.cell, person.seats.exclude(pk=seat.pk).get()), (bloc.grassroots_cell, seat)):
        session = client.session
        session["acting_seat"] = chosen.pk
        session.save()
        form = client.get(PAGE).context["form"]
        assert form["unit"].value() == unit.pk
        assert cells_offered(form)[0] == unit.name
    given_back = client.post(PAGE, {"unit": bloc.cell.pk}).context["form"]
    assert cells_offered(given_back)[:2] == [bloc.cell.name, bloc.grassroots_cell.name]


def test_as_many_statements_however_many_cells_and_members(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    client.get(PAGE)  # which writes when the session was last used
    before = _statements(client)
    for number in range(3):
        cell = Unit(code=f"SNV-1{number}", kind=Unit.Kind.CELL, name=f"Chi bộ {number}", valid_from=FOUNDED)
        plant([(cell, bloc.committee)])
        make_members(cell, 5)
    assert _statements(client) == before


def test_the_rail_and_the_path_above_the_title_name_the_same_place(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    answer = client.get(PAGE)
    (place,) = (place for place in answer.context["frame"].places if place.current)
    assert f'<li><a href="{place.url}">{place.label}</a></li>' in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {},
            {"Number (resolution of the cell)", "Date (resolution of the cell)", "Signed by (resolution of the cell)"},
        ),
        ({"union": "youth_union"}, {"Organisation (resolution of a union)", "Number (resolution of a union)"}),
        ({"certificate_number": "214/CN"}, {"Date (certificate)"}),
    ],
)
def test_the_summary_says_of_which_paper_a_number_is(bloc: Bloc, given: dict[str, str], told: set[str]) -> None:
    with translation.override("en"):
        form = NominationForm({"unit": bloc.cell.pk} | given, units=[bloc.cell], day=DAY)
        problems = form_errors(form)["problems"]
        labels = [problem["text"].partition(":")[0] for problem in problems]
    assert told < set(labels)
    assert len(labels) == len(set(labels))
    assert labels[0] == "Full name"


def _statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    return len(asked)
