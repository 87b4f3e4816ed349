"""One open case a person. Where it is, is told only to those who may see it."""

import pytest

from admission_flow.models import Case
from admission_flow.refusals import OpenElsewhere
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import JOURNAL, nothing_written
from tests.people import Bloc, make_seat


def refused_in(bloc: Bloc, unit: str, first: Journey, *, told_elsewhere: bool = False) -> str:
    """What the secretary of that cell is told when they nominate the same person."""
    second = Journey.in_unit(bloc, unit)
    given = second.nomination(citizen_id=first.case.candidate.person.citizen_id)
    with nothing_written(but=JOURNAL if told_elsewhere else ()), pytest.raises(OpenElsewhere) as refused:
        second.nominate(given)
    return refused.value.sentence


def test_in_a_unit_that_one_cannot_see(bloc: Bloc) -> None:
    first = Journey(bloc).to("course")
    for unit in ("sibling_cell", "delegated_cell"):
        sentence = refused_in(bloc, unit, first, told_elsewhere=True)
        assert "Ask the organisation board" in sentence
        assert first.case.number not in sentence


def test_in_a_unit_that_one_sees(bloc: Bloc) -> None:
    first = Journey(bloc).to("course")
    assert first.case.number in refused_in(bloc, "cell", first)
    person = bloc.sibling_secretary.person
    assert person is not None
    make_seat(bloc.committee, "committee_member", person)
    assert first.case.number in refused_in(bloc, "sibling_cell", first)


def test_a_closed_case_does_not_stand_in_the_way(bloc: Bloc) -> None:
    first = Journey(bloc).to("bloc_decision")
    first.bloc_decision("not_admitted", 2, "Chưa đủ thời gian rèn luyện")
    second = Journey.in_unit(bloc, "sibling_cell")
    second.nominate(citizen_id=first.case.candidate.person.citizen_id)
    assert Case.objects.filter(candidate=first.case.candidate).count() == 2
