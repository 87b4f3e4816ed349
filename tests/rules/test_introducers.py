"""Two official members, or a union's resolution and one."""

import pytest

from admission_flow.rules.introducers import Introducer, introducers
from tests.rules.by import BY_2021

OFFICIAL, PROBATIONARY = Introducer("member", True), Introducer("member", False)
YOUTH, TRADE = Introducer("youth_union", True), Introducer("trade_union", True)


@pytest.mark.parametrize(
    ("given", "met"),
    [
        ([OFFICIAL, OFFICIAL], True),
        ([OFFICIAL] * 3, True),
        ([YOUTH, OFFICIAL], True),
        ([TRADE, OFFICIAL], True),
        ([YOUTH, OFFICIAL, OFFICIAL], True),
        ([], False),
        ([OFFICIAL], False),
        ([YOUTH], False),
        ([YOUTH, TRADE], False),
        ([OFFICIAL, PROBATIONARY], False),
        ([YOUTH, PROBATIONARY], False),
        # Nobody who may not introduce stands among the introducers, however many may.
        ([OFFICIAL, OFFICIAL, PROBATIONARY], False),
    ],
)
def test_introducers(given: list[Introducer], met: bool) -> None:
    found = introducers(given, BY_2021)
    assert found.met is met
    counts = [found.numbers[name] for name in ("members", "unions", "not_official", "needed")]
    unions = given.count(YOUTH) + given.count(TRADE)
    assert counts == [given.count(OFFICIAL), unions, given.count(PROBATIONARY), 2]
