"""When the probation is complete, and how many votes may fail. Source: Charter Art. 5 (S107b), S2, S4, S84."""

import datetime

import pytest

from admission_flow.rules import probation
from admission_flow.rules.generations import GENERATIONS
from admission_flow.rules.tallies import Tally
from admission_flow.rules.thresholds import recognition_committee_vote, recognition_vote
from admission_flow.rules.values import Parameters

D = datetime.date
BY = {code: Parameters(code, values) for code, _name, _from, values in GENERATIONS}


@pytest.mark.parametrize(
    ("ceremony", "over"),
    [
        (D(2024, 3, 15), D(2025, 3, 15)),
        (D(2024, 2, 29), D(2025, 3, 1)),  # a month too short to have the day
        (D(2024, 12, 31), D(2025, 12, 31)),
        (D(2023, 2, 28), D(2024, 2, 28)),
    ],
)
@pytest.mark.parametrize("code", BY)
def test_the_day_before_is_too_early(code: str, ceremony: datetime.date, over: datetime.date) -> None:
    assert probation.official_from(ceremony, BY[code]) == over
    assert probation.complete(ceremony, over, BY[code]).met
    early = probation.complete(ceremony, over - datetime.timedelta(days=1), BY[code])
    assert not early.met
    assert early.numbers["over"] == over.isoformat()
    assert [one.name for one in early.used] == ["probation_months"]


@pytest.mark.parametrize(("failed", "up"), [(1, False), (2, False), (3, True), (4, True)])
def test_three_failed_votes_go_up(failed: int, up: bool) -> None:
    assert probation.may_go_up(failed, BY["24-QĐ/TW"]).met == up


@pytest.mark.parametrize(("entitled", "least"), [(3, 2), (7, 5), (9, 6), (12, 8)])
@pytest.mark.parametrize("rule", [recognition_vote, recognition_committee_vote])
def test_two_thirds_of_the_whole_body(rule, entitled, least):
    assert rule(Tally(entitled, entitled, least, entitled - least), BY["24-QĐ/TW"]).met
    assert not rule(Tally(entitled, entitled, least - 1, entitled - least + 1), BY["24-QĐ/TW"]).met
