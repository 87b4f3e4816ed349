"""Both flows by HTTP, once per route: from the nomination's form to the ceremony, and on to the recognition.

Each form is posted by the person whose seat the step is; before an approval, somebody without the seat posts the same.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.models import Case
from admission_flow.rules.ages import complete_on
from admission_flow.soundness.examine import examine
from journal.verify import verify
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.admission_flow.posting import NOMINATE, address, facts, nominate, nomination_facts, post
from tests.admission_flow.recognising import THIRTEEN_MONTHS, recognition_after
from tests.people import Bloc

# A step, and the steps that are open once its form has been posted.
Steps = list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Route:
    """`wrong`: who posts at the approvals without the seat, and what they are answered."""

    unit: str
    wrong: tuple[str, int]
    approvals: tuple[str, str]
    admission: Steps
    recognition: Steps


TO_THE_VOTE: Steps = [
    ("course", ["declaration"]),
    ("declaration", ["opinions", "verification"]),
    ("verification", ["opinions"]),
    ("opinions", ["file_check"]),
    ("file_check", ["cell_vote"]),
]
PROBATION: Steps = [
    ("probation_papers", ["new_member_class", "probation_opinions"]),
    ("probation_opinions", ["new_member_class"]),
    ("new_member_class", ["recognition_vote"]),
]
ROUTES = [
    Route(
        unit="cell",
        wrong=("committee_officer", 403),
        approvals=("grassroots_approval", "recognition_approval"),
        admission=[
            *TO_THE_VOTE,
            ("cell_vote", ["grassroots_approval"]),
            ("grassroots_approval", ["bloc_appraisal"]),
            ("bloc_appraisal", ["bloc_decision"]),
            ("bloc_decision", ["ceremony"]),
            ("ceremony", []),
        ],
        recognition=[
            *PROBATION,
            ("recognition_vote", ["recognition_approval"]),
            ("recognition_approval", ["recognition_bloc_appraisal"]),
            ("recognition_bloc_appraisal", ["recognition_decision"]),
            ("recognition_decision", []),
        ],
    ),
    Route(
        unit="departmental_cell",
        wrong=("committee_secretary", 404),
        approvals=("grassroots_approval", "recognition_approval"),
        admission=[
            *TO_THE_VOTE,
            ("cell_vote", ["departmental_appraisal"]),
            ("departmental_appraisal", ["grassroots_approval"]),
            ("grassroots_approval", ["bloc_appraisal"]),
            ("bloc_appraisal", ["bloc_decision"]),
            ("bloc_decision", ["ceremony"]),
            ("ceremony", []),
        ],
        recognition=[
            *PROBATION,
            ("recognition_vote", ["recognition_appraisal"]),
            ("recognition_appraisal", ["recognition_approval"]),
            ("recognition_approval", ["recognition_bloc_appraisal"]),
            ("recognition_bloc_appraisal", ["recognition_decision"]),
            ("recognition_decision", []),
        ],
    ),
    Route(
        unit="grassroots_cell",
        wrong=("organisation_board", 403),
        approvals=("bloc_decision", "recognition_decision"),
        admission=[
            *TO_THE_VOTE,
            ("cell_vote", ["bloc_appraisal"]),
            ("bloc_appraisal", ["bloc_decision"]),
            ("bloc_decision", ["ceremony"]),
            ("ceremony", []),
        ],
        recognition=[
            *PROBATION,
            ("recognition_vote", ["recognition_bloc_appraisal"]),
            ("recognition_bloc_appraisal", ["recognition_decision"]),
            ("recognition_decision", []),
        ],
    ),
    Route(
        unit="delegated_cell",
        wrong=("standing_deputy", 403),
        approvals=("grassroots_approval", "recognition_approval"),
        admission=[
            *TO_THE_VOTE,
            ("cell_vote", ["grassroots_approval"]),
            ("grassroots_approval", ["ceremony"]),
            ("ceremony", []),
        ],
        recognition=[
            *PROBATION,
            ("recognition_vote", ["recognition_approval"]),
            ("recognition_approval", []),
        ],
    ),
]


@pytest.mark.parametrize("route", ROUTES, ids=[route.unit for route in ROUTES])
def test_both_flows(client: Client, bloc: Bloc, monkeypatch: pytest.MonkeyPatch, route: Route) -> None:
    now = timezone.now()
    then = now - datetime.timedelta(days=THIRTEEN_MONTHS)
    ceremony_on = timezone.localdate(then)

    set_clock(monkeypatch, then)
    before = Journey.in_unit(bloc, route.unit, then)
    client.force_login(before.secretary)
    assert not_asked_for(client, NOMINATE, nomination_facts(before)) == []
    nominate(client, before)
    assert before.open_steps() == ["course"]
    walk(client, before, route, route.admission)
    assert (before.case.status, before.case.outcome) == ("DONE", Case.Outcome.ADMITTED)
    person = before.case.candidate.person
    member = Member.objects.get(person=person)
    assert (member.unit_id, member.joined_on, member.official_on) == (before.unit.pk, ceremony_on, None)

    set_clock(monkeypatch, now)
    after = recognition_after(before, now)
    assert after.open_steps() == ["new_member_class", "probation_papers"]
    walk(client, after, route, route.recognition)
    assert (after.case.status, after.case.outcome) == ("DONE", Case.Outcome.RECOGNISED)
    member = Member.objects.get(person=person)
    assert (member.unit_id, member.official_on, member.until) == (before.unit.pk, complete_on(ceremony_on, 12), None)

    assert verify().holds
    assert list(examine([before.case.pk, after.case.pk], at=now)) == []


def walk(client: Client, journey: Journey, route: Route, steps: Steps) -> None:
    for step, then_open in steps:
        if step in route.approvals:
            refused(client, journey, step, *route.wrong)
        client.force_login(journey.actor(step))
        assert not_asked_for(client, address(journey, step), facts(journey, step)) == [], step
        response = post(client, journey, step)
        assert response.status_code == 302, f"{step}: {response.content.decode()}"
        journey.case.refresh_from_db()
        assert journey.open_steps() == then_open, step


def refused(client: Client, journey: Journey, step: str, who: str, status: int) -> None:
    """The same facts, from somebody else: nothing is recorded, and the step stays open."""
    decided = journey.decided()
    assert post(client, journey, step, by=getattr(journey.bloc, who)).status_code == status
    assert (journey.decided(), journey.open_steps()) == (decided, [step])


def not_asked_for(client: Client, page: str, sent: dict[str, object]) -> list[str]:
    """What is about to be sent though the form on the page has no such field."""
    drawn = client.get(page, follow=True).content.decode()
    return [name for name in sent if f'name="{name}"' not in drawn]


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime.datetime) -> None:
    """The pages' own clock stands still."""
    monkeypatch.setattr(timezone, "now", lambda: moment)
