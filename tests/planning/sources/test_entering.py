"""A source entered: who may, what is kept of it, and what is refused of an identity card."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from admission_flow.decisions.identity import MOST_PROBES, PROBED
from admission_flow.refusals import InvalidFacts, NotYours, OpenElsewhere, TooManyProbes
from journal.models import Entry
from journal.verify import verify
from orgs import roles
from orgs.models import Seat
from orgs.seating import withdraw_seat
from planning.models import Source, SourceChange
from planning.sources.refusals import AlreadyASource
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc, add_members, make_person
from tests.planning.sources.watching import A_DAY, Watching

EVERYBODY_ELSE = (
    "sibling_secretary", "committee_secretary", "committee_officer", "organisation_board", "training_centre", "auditor",
    "bloc_secretary", "administrator", "seatless", "former_secretary",
)  # fmt: skip


@pytest.mark.parametrize("who", ["cell_secretary", "cell_deputy"])
def test_the_cell_enters_whom_a_union_proposed(bloc: Bloc, watching: Watching, who: str) -> None:
    helper = watching.helper()
    found = watching.enter(
        by=getattr(bloc, who), full_name="  Nguyễn Thị   Thanh Xuân ", proposed_by="youth_union",
        organisation="Đoàn cơ sở Sở Nội vụ", union_number="02-NQ/ĐTN", union_dated=watching.today - 500 * A_DAY,
        resolution_number="03-NQ/CB", helper=helper,
    )  # fmt: skip
    assert (found.person.full_name, found.unit, found.state) == ("Nguyễn Thị Thanh Xuân", bloc.cell, "watched")
    assert (found.state_on, found.helper_id) == (found.since, helper)
    change = SourceChange.objects.get(source=found)
    assert (change.kind, change.state, change.number, change.day) == ("entered", "watched", "03-NQ/CB", found.since)
    entry = Entry.objects.get(stream=f"unit:{bloc.cell.pk}", verb="enter_source")
    assert entry.refs["source"] == found.pk
    assert "Xuân" not in str(entry.refs)
    assert found.person.citizen_id not in str(entry.refs)
    assert verify().holds


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_else_does(bloc: Bloc, watching: Watching, who: str) -> None:
    with nothing_written(), pytest.raises(NotYours):
        watching.enter(by=getattr(bloc, who))


def test_a_committee_watches_nobody(bloc: Bloc, watching: Watching) -> None:
    with nothing_written(), pytest.raises(NotYours):
        watching.enter(unit=bloc.committee, by=bloc.committee_secretary)


def test_a_right_lost_meanwhile_refuses(bloc: Bloc, watching: Watching) -> None:
    seat = Seat.objects.get(person=bloc.person("cell_secretary"), role=Seat.Role.SECRETARY)
    withdraw_seat(seat, acting_user=bloc.administrator, at=watching.at, reason="moved")
    with pytest.raises(NotYours):
        watching.enter()


def test_who_stands_in_acts_on_behalf_of_who_is_away(bloc: Bloc, watching: Watching) -> None:
    lend(bloc.cell_secretary, bloc.committee_member, roles.NOMINATE, at=watching.at)
    watching.enter(by=bloc.committee_member)
    entry = Entry.objects.get(verb="enter_source")
    assert (entry.actor, entry.on_behalf_of) == (bloc.committee_member, bloc.cell_secretary)
    assert "delegation" in entry.refs


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"citizen_id": "12"}, "citizen_id", "exactly 12 digits"),
        ({"full_name": "12345"}, "full_name", "no name"),
        ({"full_name": "Nguyễn " * 20}, "full_name", "At most 100 characters"),
        ({"birth_date": datetime.date(2999, 1, 1)}, "birth_date", "in the future"),
        ({"birth_date": datetime.date(1899, 1, 1)}, "birth_date", "Nobody who lives"),
        ({"since": datetime.date(2999, 1, 1)}, "since", "lies in the future"),
        ({"since": datetime.date(1990, 1, 1)}, "since", "before the person was born"),
        ({"proposed_by": "women"}, "proposed_by", "Say who proposed the person"),
        ({"proposed_by": "trade_union"}, "organisation", "Write which organisation"),
        ({"union_number": "1"}, "proposed_by", "Say which union it was"),
        ({"resolution_dated": datetime.date(2999, 1, 1)}, "resolution_dated", "in the future"),
        ({"resolution_number": "1" * 51}, "resolution_number", "At most 50 characters"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    bloc: Bloc, watching: Watching, changes: dict[str, Any], field: str, sentence: str
) -> None:
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        watching.enter(**changes)
    assert list(refused.value.errors) == [field]
    assert sentence in refused.value.sentence


def test_the_helper_is_an_official_member_of_the_organisation(bloc: Bloc, watching: Watching) -> None:
    probationary = bloc.cell.members.get(official_on__isnull=True).person_id
    for stranger in (probationary, bloc.hospital_secretary.person_id, make_person().pk):
        with nothing_written(), pytest.raises(InvalidFacts, match="must be an official member"):
            watching.enter(helper=stranger)
    assert watching.enter(helper=bloc.sibling_secretary.person_id).helper_id == bloc.sibling_secretary.person_id


def test_one_source_a_person(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    watching.enter(given)
    with nothing_written(), pytest.raises(AlreadyASource):
        watching.enter(given)
    told = "already a source of another cell of the bloc"
    with pytest.raises(InvalidFacts, match=told):
        watching.enter(given, unit=bloc.sibling_cell, by=bloc.sibling_secretary)
    probe = Entry.objects.get(stream=f"user:{bloc.sibling_secretary.pk}", verb=PROBED)
    assert probe.refs == {"unit": bloc.sibling_cell.pk, "why": "source_elsewhere"}
    assert Source.objects.count() == 1


def test_who_is_known_otherwise_is_told_and_kept(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    watching.enter(given)
    member = make_person("Lê Thị Kín", birth_date=datetime.date(1994, 2, 3))
    add_members(bloc.cell, [member])
    elsewhere = Journey.in_unit(bloc, "departmental_cell").nominate().candidate.person
    for refused, changes, sentence in (
        (InvalidFacts, {"citizen_id": given.citizen_id, "full_name": "Lê Thị Kín"}, "another name or birth date"),
        (InvalidFacts, {"citizen_id": member.citizen_id, "full_name": "Lê Thị Kín"}, "already a member"),
        (
            OpenElsewhere,
            {"citizen_id": elsewhere.citizen_id, "full_name": elsewhere.full_name},
            "elsewhere in the bloc",
        ),
    ):
        with pytest.raises(refused, match=sentence):
            watching.enter(**changes)
    kept = Entry.objects.filter(stream=f"user:{bloc.cell_secretary.pk}", verb=PROBED)
    assert sorted(entry.refs["why"] for entry in kept) == ["another_identity", "member", "open_elsewhere"]
    assert Source.objects.count() == 1


def test_nobody_guesses_citizen_ids_here_either(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    watching.enter(given)
    for _time in range(MOST_PROBES - 1):
        with pytest.raises(InvalidFacts):
            watching.enter(watching.given("Lê Thị Kín", citizen_id=given.citizen_id))
    with pytest.raises(InvalidFacts):
        Journey(bloc).nominate(citizen_id=given.citizen_id, full_name="Lê Thị Kín")
    with nothing_written(), pytest.raises(TooManyProbes):
        watching.enter()
