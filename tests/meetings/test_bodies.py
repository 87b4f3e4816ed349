"""Every body closes its own steps: the cell, the departmental and the grassroots committee, the bloc."""

import pytest
from django.core.management import call_command

from admission_flow.models import Decision
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.meetings.sittings import Held

pytestmark = pytest.mark.django_db


def held_at(bloc, where, convener, journey, step):
    held = Held(bloc, getattr(bloc, where), getattr(bloc, convener))
    held.journeys = [journey]
    held.tasks = [journey.task(step).pk]
    return held


def _journey(bloc, cell, step):
    return Journey.in_unit(bloc, cell).to(step)


BODIES = [
    ("cell", "cell", "cell_secretary", "cell_vote", {"outcome": ""}, "voted", "NQ/CB", ["grassroots_approval"]),
    (
        *("departmental_cell", "departmental_committee", "departmental_secretary", "departmental_appraisal"),
        *({"votes_for": None, "votes_against": None, "outcome": "", "reason": "Đủ điều kiện"}, "reported", "BC/ĐUBP"),
        ["grassroots_approval"],
    ),
    (
        *("cell", "committee", "committee_secretary", "grassroots_approval"),
        *({"outcome": ""}, "reported", "NQ/ĐU", ["bloc_appraisal"]),
    ),
    (
        *("delegated_cell", "delegated_committee", "delegated_secretary", "grassroots_approval"),
        *({"outcome": "admitted"}, "admitted", "QĐ/ĐU", ["ceremony"]),
    ),
    (
        *("cell", "unit", "standing_deputy", "bloc_decision"),
        *({"outcome": "not_admitted", "reason": "Chưa đủ điều kiện"}, "not_admitted", "QĐ/ĐUK", []),
    ),
]


@pytest.mark.parametrize(
    ("cell", "where", "convener", "step", "changes", "outcome", "symbol", "opens"), BODIES, ids=[b[3] for b in BODIES]
)
def test_a_body_closes_its_step(bloc, cell, where, convener, step, changes, outcome, symbol, opens):
    journey = _journey(bloc, cell, step)
    held = held_at(bloc, where, convener, journey, step).seated().voted(**changes).closed()
    decision = Decision.objects.get(case=journey.case, step=step)
    assert (decision.outcome, decision.number.partition("-")[2]) == (outcome, symbol)
    assert decision.signed_by == held.meeting.chair.full_name
    assert journey.open_steps() == opens
    call_command("verify_journal")


def test_a_secret_ballot_of_a_cell(bloc):
    held = held_at(bloc, "cell", "cell_secretary", _journey(bloc, "cell", "cell_vote"), "cell_vote")
    held.seated({11: "exempt"}, tellers=2)
    secret = {"voting": "secret", "issued": 11, "returned": 11, "votes_invalid": 1, "votes_against": 1, "outcome": ""}
    held.voted(in_favour=9, **secret).closed()
    decision = Decision.objects.get(step="cell_vote")
    assert (decision.voting, decision.issued, decision.votes_invalid, decision.absent) == (
        "secret",
        11,
        1,
        {"exempt": 1},
    )
    assert "Kiểm phiếu" in held.meeting.minutes


@pytest.mark.parametrize(
    ("step", "where", "convener", "outcome"),
    [
        ("recognition_vote", "cell", "cell_secretary", "voted"),
        ("recognition_approval", "committee", "committee_secretary", "reported"),
        ("recognition_decision", "unit", "standing_deputy", "recognised"),
    ],
)
def test_recognition_is_voted_on(bloc, step, where, convener, outcome):
    journey = recognising(bloc).to(step)
    held = held_at(bloc, where, convener, journey, step).seated().voted(outcome="recognised").closed()
    assert Decision.objects.get(case=journey.case, step=step).outcome == outcome
    assert held.items == []
