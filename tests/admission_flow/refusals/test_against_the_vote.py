"""A decision follows from its vote: what reached the ratio admits, and what did not admits nobody."""

from __future__ import annotations

import pytest

from admission_flow.refusals import InvalidFacts
from orgs.access import committee_size
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def test_the_standing_committee(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    with nothing_written(), pytest.raises(InvalidFacts, match="so it admits") as refused:
        journey.bloc_decision(
            "not_admitted", in_favour=committee_size(bloc.unit, journey.at), reason="Chưa đủ điều kiện"
        )
    assert set(refused.value.errors) == {"outcome"}
    assert journey.bloc_decision("not_admitted", in_favour=0, reason="Chưa đủ điều kiện").outcome == "not_admitted"


def test_a_committee_with_delegated_authority(bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "delegated_cell").to("grassroots_approval")
    with nothing_written(), pytest.raises(InvalidFacts, match="so it admits"):
        journey.grassroots_approval(in_favour=5, outcome="not_admitted", reason="Chưa đủ điều kiện")
    assert journey.grassroots_approval(outcome="not_admitted", reason="Chưa đủ điều kiện").outcome == "not_admitted"
