"""Probes sent side by side get no more answers than probes sent one after the other."""

import datetime

from admission_flow.decisions.identity import MOST_PROBES
from admission_flow.refusals import InvalidFacts, TooManyProbes
from tests.admission_flow.journey import Journey
from tests.databases import at_once
from tests.people import build_bloc, make_person


def test_ten_in_an_hour(own_database: str) -> None:
    bloc = build_bloc()
    known = make_person("Lê Thị Kín", birth_date=datetime.date(1994, 2, 3))
    journey = Journey(bloc)
    probe = journey.nomination(citizen_id=known.citizen_id)
    outcomes = at_once(*[lambda: journey.nominate(probe)] * (MOST_PROBES + 6), timeout=60)
    assert sum(isinstance(outcome, InvalidFacts) for outcome in outcomes) == MOST_PROBES
    assert sum(isinstance(outcome, TooManyProbes) for outcome in outcomes) == 6
