"""Two official members, or a union's resolution and one."""

import datetime

import pytest

from admission_flow.rules.introducers import Introducer, discipline, introducers, together
from admission_flow.rules.values import Parameters
from tests.rules.by import BY_2021, ROWS, by

D = datetime.date
BY = {code: Parameters(code, rows) for code, rows in ROWS.items()}

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
def test_two_official_members_or_a_union_and_one_charter_4_s31_s32_s33(given: list[Introducer], met: bool) -> None:
    found = introducers(given, BY_2021)
    assert found.met is met
    counts = [found.numbers[name] for name in ("members", "unions", "not_official", "needed")]
    unions = given.count(YOUTH) + given.count(TRADE)
    assert counts == [given.count(OFFICIAL), unions, given.count(PROBATIONARY), 2]


def test_beside_a_union_as_many_as_the_regulation_says() -> None:
    values = by(introducers=2, introducers_beside_union=2)
    assert not introducers([TRADE, OFFICIAL], values).met
    assert introducers([TRADE, OFFICIAL, OFFICIAL], values).met


def since(day: D, how: str = "unit", *, replacement: bool = False) -> Introducer:
    return Introducer("member", True, day, how, replacement)


@pytest.mark.parametrize(
    ("began", "months", "met"), [(D(2023, 6, 16), 11, False), (D(2023, 6, 15), 12, True), (D(2010, 1, 1), 173, True)]
)
def test_12_months_together_and_not_11_s29_s30_s34(began: D, months: int, met: bool) -> None:
    found = together([since(D(2009, 1, 1)), since(began)], D(2024, 6, 15), BY_2021)
    assert (found.met, found.numbers["together"], found.numbers["least"]) == (met, months, 12)
    assert found.numbers["met_on"] == began.replace(year=began.year + 1).isoformat()


@pytest.mark.parametrize(
    ("code", "met"), [("45-QĐ/TW", False), ("29-QĐ/TW", False), ("24-QĐ/TW", True), ("294-QĐ/TW", True)]
)
def test_the_same_residence_counts_under_24_and_not_under_29_s14_s29_s30_s34(code: str, met: bool) -> None:
    found = together([since(D(2009, 1, 1)), since(D(2010, 1, 1), "residence")], D(2024, 6, 15), BY[code])
    assert found.met is met
    assert found.rule == ("introducers_together" if met else "introducers_residence")


def test_who_replaces_another_needs_no_12_months_s29_s30() -> None:
    lately = since(D(2024, 6, 1), replacement=True)
    assert together([since(D(2009, 1, 1)), lately], D(2024, 6, 15), BY_2021).met
    assert together([lately], D(2024, 6, 15), BY_2021).rule == "introducers_exempt"
    strict = by(
        introducer_months_together=12, introducer_same_residence_counts=True, replacement_introducer_exempt=False
    )
    assert not together([lately], D(2024, 6, 15), strict).met


def test_what_was_not_recorded_is_judged() -> None:
    unknown = [Introducer("member", True), since(D(2009, 1, 1))]
    assert together(unknown, D(2024, 6, 15), BY_2021).answer == "needs_judgement"
    assert together(unknown, D(2024, 6, 15), BY_2021, True).answer == "passed"
    assert together(unknown, D(2024, 6, 15), BY_2021, False).answer == "failed"


@pytest.mark.parametrize(
    ("judged", "answer"),
    [
        ({}, "needs_judgement"),
        ({"introducers_not_disciplined": True}, "passed"),
        ({"introducers_not_disciplined": False}, "failed"),
    ],
)
def test_whether_an_introducer_is_disciplined_is_judged_s29_s30(judged: dict[str, bool], answer: str) -> None:
    assert discipline(BY_2021, judged).answer == answer
