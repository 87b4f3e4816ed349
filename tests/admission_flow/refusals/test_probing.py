"""Who looks by nominations for people who are known elsewhere is kept in the journal, and stopped."""

import datetime

import pytest

from admission_flow.decisions.identity import MOST_PROBES, PROBED
from admission_flow.refusals import InvalidFacts, TooManyProbes
from journal.models import Entry
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc, make_person


def probe(journey: Journey) -> None:
    with pytest.raises(InvalidFacts, match="another name or birth date"):
        journey.nominate(citizen_id="099094000001")


def test_each_is_an_entry_of_who_asked_and_after_ten_no_answer_is_given(bloc: Bloc) -> None:
    person = make_person("Lê Thị Kín", birth_date=datetime.date(1994, 2, 3))
    person.citizen_id = "099094000001"
    person.save()
    journey = Journey(bloc)
    for _time in range(MOST_PROBES):
        probe(journey)
    kept = Entry.objects.filter(stream=f"user:{bloc.cell_secretary.pk}", verb=PROBED)
    assert kept.count() == MOST_PROBES
    assert {str(sorted(entry.refs.items())) for entry in kept} == {
        str([("unit", bloc.cell.pk), ("why", "another_identity")])
    }
    with nothing_written(), pytest.raises(TooManyProbes, match="Try again later"):
        journey.nominate()
    Journey(bloc, at=journey.at + datetime.timedelta(minutes=61)).nominate()


def test_a_slip_of_the_own_file_tells_nothing(bloc: Bloc) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts):
        journey.nominate(citizen_id="12")
