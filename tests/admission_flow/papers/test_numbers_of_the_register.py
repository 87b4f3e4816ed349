"""A number typed at a step is not one that the unit's register has given to another paper, nor the other way round."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from admission_flow.decisions import bloc as bloc_verbs
from admission_flow.models import Case, Decision, Paper
from admission_flow.refusals import InvalidFacts
from documents.models import Outgoing
from documents.outgoing import make_void
from documents.refusals import EntryRefused
from meetings.models import Item
from orgs.access import committee_size
from tests.admission_flow.journey import Journey, vote
from tests.admission_flow.posting import post
from tests.admission_flow.untouched import nothing_written
from tests.databases import at_once, own_copy
from tests.documents.office import letter, who
from tests.meetings.sittings import Held
from tests.people import Bloc, build_bloc


def decide(journey: Journey, number: str) -> Decision:
    """The bloc's decision under a number typed by hand."""
    given = vote(committee_size(journey.bloc.unit, timezone.now()), None, "9-KNĐ", journey.today)
    given = replace(given, paper=replace(given.paper, number=number))
    return journey.do(bloc_verbs.decide_bloc, "bloc_decision", given, "admitted", "")


def waiting(bloc: Bloc) -> Journey:
    return Journey(bloc).to("bloc_decision")


@pytest.mark.parametrize("number", ["01-QĐ/ĐUK", "1-QĐ/ĐUK", " 001 - qđ/đuk", "01-QÐ/ÐUK"])
def test_a_number_that_a_meeting_drew(bloc: Bloc, number: str) -> None:
    held = Held(bloc).with_cases(1).seated().voted().closed()
    other = waiting(bloc)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        decide(other, number)
    assert set(refused.value.errors) == {"number"}
    assert "01-QĐ/ĐUK" in refused.value.sentence
    assert held.journeys[0].case.number in refused.value.sentence
    assert decide(other, "02-QĐ/ĐUK").number == "02-QĐ/ĐUK"
    Held(bloc).with_cases(1).seated().voted().closed()
    assert Item.objects.values_list("number__symbol", flat=True).latest("pk") == "03-QĐ/ĐUK"


def test_other_units_kinds_and_years_are_no_twins(bloc: Bloc) -> None:
    Held(bloc).with_cases(1).seated().voted().closed()
    letter(bloc, kind="NQ", after=6)
    for number in ("01-QĐ/ĐU", "01-TB/ĐUK", "07-QĐ/ĐUK", "01/QĐ-ĐUK"):
        assert decide(waiting(bloc), number).number == number


def test_a_number_taken_by_hand_is_for_one_paper(bloc: Bloc) -> None:
    taken = letter(bloc, kind="QĐ", about="Quyết định kết nạp", after=0)
    assert decide(waiting(bloc), taken.symbol).number == taken.symbol
    other = waiting(bloc)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        decide(other, taken.symbol)
    assert "Quyết định kết nạp" in refused.value.sentence


def test_a_void_number_stands_for_no_paper(bloc: Bloc) -> None:
    taken = letter(bloc, kind="QĐ", after=0)
    make_void(taken.pk, "Viết nhầm", **who(bloc.standing_deputy))
    journey = waiting(bloc)
    with nothing_written(), pytest.raises(InvalidFacts, match="01-QĐ/ĐUK"):
        decide(journey, taken.symbol)


def test_what_stands_on_a_paper_is_not_made_void(bloc: Bloc) -> None:
    taken, other = letter(bloc, kind="QĐ", after=0), letter(bloc, kind="QĐ")
    decide(waiting(bloc), taken.symbol)
    with nothing_written(), pytest.raises(EntryRefused, match="stands on a paper of a case"):
        make_void(taken.pk, "Viết nhầm", **who(bloc.standing_deputy))
    assert make_void(other.pk, "Viết nhầm", **who(bloc.standing_deputy)).voided_at


def test_a_number_by_hand_goes_on_after_those_on_papers(bloc: Bloc) -> None:
    decide(waiting(bloc), "04-QĐ/ĐUK")
    assert letter(bloc, kind="QĐ", after=0).symbol == "05-QĐ/ĐUK"
    assert letter(bloc, after=0).symbol == "01-CV/ĐUK"


def test_the_cells_resolution_on_the_nomination_counts(bloc: Bloc) -> None:
    journey = Journey(bloc)
    given = journey.nomination()
    journey.nominate(replace(given, resolution=replace(given.resolution, number="08-NQ/CB")))
    assert letter(bloc, bloc.cell, bloc.cell_secretary, kind="NQ", after=0).symbol == "09-NQ/CB"
    for refused in (False, True):
        again = Journey(bloc)
        resolution = again.nomination(resolution=replace(given.resolution, number="09-NQ/CB"))
        if refused:
            with pytest.raises(InvalidFacts):
                again.nominate(resolution)
        else:
            again.nominate(resolution)


def test_the_page_says_it_at_the_field_and_keeps_what_was_typed(bloc: Bloc, client: Any) -> None:
    Held(bloc).with_cases(1).seated().voted().closed()
    journey = waiting(bloc)
    answer = post(client, journey, "bloc_decision", number="01-QĐ/ĐUK")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "đã cấp số 01-QĐ/ĐUK" in text
    assert 'value="01-QĐ/ĐUK"' in text
    assert post(client, journey, "bloc_decision", number="02-QĐ/ĐUK").status_code == 302


def test_what_a_meeting_numbered_is_not_corrected_to_another(bloc: Bloc) -> None:
    held = Held(bloc).with_cases(1).seated().voted().closed()
    journey = held.journeys[0]
    paper = Paper.objects.get(case=journey.case, code="9-KNĐ")
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        journey.propose(f"paper.{paper.pk}.number", "09-QĐ/ĐUK", by=bloc.standing_deputy)
    assert set(refused.value.errors) == {"value"}


def test_nor_is_another_corrected_to_it(bloc: Bloc) -> None:
    Held(bloc).with_cases(1).seated().voted().closed()
    journey = waiting(bloc)
    decision = decide(journey, "70-QĐ/ĐUK")
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        journey.propose(f"decision.{decision.pk}.number", "01-QĐ/ĐUK", by=bloc.standing_deputy)
    assert set(refused.value.errors) == {"value"}
    assert journey.propose(f"decision.{decision.pk}.number", "07-QĐ/ĐUK", by=bloc.standing_deputy).pk


def test_void_and_on_a_paper_at_once(own_database: str) -> None:
    bloc = build_bloc()
    taken, journey = letter(bloc, kind="QĐ", after=0), waiting(bloc)
    for _round in range(3):
        with own_copy():
            outcomes = at_once(
                lambda: make_void(taken.pk, "Viết nhầm", **who(bloc.standing_deputy)),
                lambda: decide(journey, taken.symbol),
            )
            assert sum(isinstance(one, InvalidFacts | EntryRefused) for one in outcomes) == 1, outcomes


def test_a_meeting_and_a_hand_at_once(own_database: str) -> None:
    """Whoever is second gets another number, or is refused; also where the register has not begun."""
    bloc = build_bloc()
    held, other = Held(bloc).with_cases(1).seated().voted(), waiting(bloc)
    for _round in range(3):
        with own_copy():
            outcomes = at_once(held.closed, lambda: decide(other, "01-QĐ/ĐUK"))
            assert all(isinstance(one, InvalidFacts | Decision | Held) for one in outcomes), outcomes
            numbers = list(Paper.objects.filter(code="9-KNĐ").values_list("number", flat=True))
            assert len(numbers) == len(set(numbers)) >= 1
            assert Outgoing.objects.filter(register__kind="QĐ").count() == 1
            assert Case.objects.filter(decisions__step="bloc_decision").distinct().count() == len(numbers)
