"""A declaration that can't be so is refused: nobody is verified or waived on it."""

from __future__ import annotations

import pytest

from admission_flow.decisions import declaration
from admission_flow.decisions.given import DeclarationGiven, RelativeGiven
from admission_flow.refusals import InvalidFacts
from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (RelativeGiven("father", "Nguyễn Văn Hai", 1958), "only one person can be declared as father"),
        (RelativeGiven("spouse", "Lê Thị Hai", 1991), "only one person can be declared as spouse"),
        (RelativeGiven("child", "Nguyễn Thị Con", 1990), "doesn't fit the candidate's own, 1994"),
        (RelativeGiven("child", "Nguyễn Thị Con", 2022, is_member=True, is_adult=False), "a party member is of age"),
    ],
)
def test_refused_with_its_sentence(bloc: Bloc, more: RelativeGiven, sentence: str) -> None:
    journey = Journey(bloc).to("declaration")
    papers = (journey.paper("1-KNĐ"), journey.paper("2-KNĐ"))
    given = DeclarationGiven(PROFILE, (*RELATIVES, more), papers)
    with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
        journey.do(declaration.declare, "declaration", given)


def test_a_father_younger_than_the_candidate(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    young = (RelativeGiven("father", "Nguyễn Văn Cha", 2020), RELATIVES[1])
    given = DeclarationGiven(PROFILE, young, (journey.paper("1-KNĐ"), journey.paper("2-KNĐ")))
    with nothing_written(), pytest.raises(InvalidFacts, match="doesn't fit the candidate's own"):
        journey.do(declaration.declare, "declaration", given)
