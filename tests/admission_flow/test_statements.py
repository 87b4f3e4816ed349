"""What a step costs: statements from the lock to the commit, whatever the number of people told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from admission_flow.decisions import asides, ceremony, requests
from admission_flow.decisions.given import AnswerGiven, JudgementGiven, LetterGiven
from tests.admission_flow.eligibility import paths
from tests.admission_flow.journey import JUDGED, PROFILE, RELATIVES, Journey
from tests.admission_flow.local.asked import judged, pledged
from tests.admission_flow.recognising import recognising
from tests.people import Bloc, make_seat, make_user, new_person

BAR, JOINING_BAR = 20, 24
# The ceremony ends one case and opens another: two acts in one.
TWO_CASES_BAR = 2 * BAR
BARS = {"verification": JOINING_BAR, "ceremony": TWO_CASES_BAR}
STEPS = ["nominate", "course", "declaration", "opinions", "verification", "file_check", "cell_vote",
         "departmental_appraisal", "grassroots_approval", "bloc_appraisal", "bloc_decision", "ceremony"]  # fmt: skip


@dataclass
class Counted:
    """Statements of an act, from its lock to its commit."""

    on_commit: DjangoCaptureOnCommitCallbacks

    def __call__(self, act: Callable[..., Any], *given: Any, **more: Any) -> int:
        with CaptureQueriesContext(connection) as captured, self.on_commit():
            act(*given, **more)
        statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        lock = next(place for place, sql in enumerate(statements) if "FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql)
        return len(statements) - lock


@pytest.fixture
def counted(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Counted:
    return Counted(django_capture_on_commit_callbacks)


@pytest.mark.parametrize("more_people", [0, 30])
def test_each_step(bloc: Bloc, more_people: int, counted: Counted) -> None:
    for number in range(more_people):
        person = new_person(f"Trần Văn Năm {number}")
        person.save()
        make_user(person)
        make_seat(bloc.unit, "organisation_board", person)
    journey = Journey.in_unit(bloc, "departmental_cell")
    for step in STEPS:
        number = counted(getattr(journey, step))
        assert number <= BARS.get(step, BAR), (step, number)


def test_steps_beside_the_way(bloc: Bloc, counted: Counted) -> None:
    """With as much in them as there can be: everything changed, both inquiries again, another conclusion."""
    journey = Journey(bloc).to("bloc_decision")
    assert counted(journey.take, journey.task("bloc_decision")) <= BAR
    assert counted(journey.ask_opinion) <= BAR
    assert counted(journey.consultation) <= BAR
    assert counted(journey.send_back, "bloc_decision", again=("opinions", "verification")) <= BAR
    changes = {"profile": PROFILE | {"aliases": "Thanh"}, "relatives": RELATIVES[:2], "papers": (journey.paper("BS"),)}
    assert counted(journey.supplement, **changes) <= BAR
    assert counted(journey.opinions, "disagrees") <= BAR
    assert counted(journey.verification, "not_clear") <= JOINING_BAR
    assert counted(journey.hold) <= BAR
    assert counted(journey.resume) <= BAR
    assert counted(journey.withdraw) <= BAR


def test_the_clock_of_a_case(bloc: Bloc, counted: Counted) -> None:
    journey = Journey(bloc).to("bloc_decision")
    assert counted(journey.extend) <= BAR
    journey.wait(1)
    assert counted(journey.hold) <= BAR
    journey.wait(10)
    assert counted(journey.resume) <= BAR
    journey.hold()
    assert counted(journey.withdraw) <= BAR


def test_acts_beside_the_steps(bloc: Bloc, counted: Counted) -> None:
    """Supplying, judging and replacing an introducer, where the file check opens again."""
    journey = paths.journey(bloc).to("cell_vote", **paths.over_age())
    assert counted(paths.supply, journey, "VB-ĐY") <= BAR
    judged = [JudgementGiven("over_age_conditions", True), JudgementGiven("political_standard", True)]
    assert counted(asides.judge, journey.case.pk, judged, acting_user=bloc.cell_secretary, at=journey.at) <= BAR
    assert counted(journey.replace_introducer, bloc.person("committee_member").pk) <= BAR
    assert journey.open_steps() == ["file_check"]
    assert counted(journey.file_check) <= BAR
    assert counted(journey.cell_vote) <= BAR
    journey.to("bloc_decision")
    assert counted(journey.bloc_decision) <= BAR
    assert counted(journey.do, ceremony.record_receipt, "ceremony", journey.today) <= BAR


def test_with_rules_of_the_blocs_own(bloc: Bloc, counted: Counted) -> None:
    """Two of each kind: what they ask is read before the lock."""
    for number in "12":
        judged(bloc, code=f"danh-hieu-{number}", where="both")
        pledged(bloc, code=f"cam-ket-{number}", where="both")
    answered = tuple(JudgementGiven(f"local:danh-hieu-{number}", True) for number in "12")
    journey = paths.journey(bloc)
    assert counted(journey.nominate, judgements=(*JUDGED, *answered)) <= BAR
    assert counted(paths.supply, journey, "cam-ket-1") <= BAR
    paths.supply(journey, "cam-ket-2")
    given = (journey.case.pk, answered)
    assert counted(asides.judge, *given, acting_user=bloc.cell_secretary, at=journey.at) <= BAR
    journey.to("file_check")
    assert counted(journey.file_check) <= BAR
    assert counted(journey.cell_vote) <= BAR


def test_a_delegated_decision_that_asks_for_a_paper(bloc: Bloc, counted: Counted) -> None:
    journey = paths.journey(bloc, "delegated_cell").to("grassroots_approval", **paths.over_age())
    paths.supply(journey, "VB-ĐY")
    assert counted(journey.grassroots_approval) <= BAR


def test_each_step_of_the_recognition(bloc: Bloc, counted: Counted) -> None:
    journey = recognising(bloc, "departmental_cell")
    steps = ["probation_papers", "probation_opinions", "new_member_class", "recognition_vote", "recognition_appraisal",
             "recognition_approval", "recognition_bloc_appraisal", "recognition_decision"]  # fmt: skip
    for step in steps:
        number = counted(getattr(journey, step))
        assert number <= (JOINING_BAR if step == "new_member_class" else BAR), (step, number)


def test_the_acts_of_a_verification(bloc: Bloc, counted: Counted) -> None:
    """With answers of an earlier round to be held over, and as much as there can be in the last act."""
    journey = Journey(bloc).to("bloc_decision")
    journey.send_back("bloc_decision")
    journey.supplement(profile=PROFILE | {"aliases": "Thanh"}, relatives=RELATIVES[:2])
    father = journey.ledger().persons[1]
    assert counted(journey.do, requests.send_request, "verification", _letter(journey, "Xã"), [None, father]) <= BAR
    own, other = (one.pk for one in journey.ledger().requests)
    assert counted(journey.do, requests.remind, "verification", [own, other], journey.today) <= BAR
    assert counted(journey.do, requests.record_refusal, "verification", own, journey.today, "Không rõ", True) <= BAR
    assert counted(journey.do, requests.escalate, "verification", own, _letter(journey, "Ban"), "Từ chối") <= BAR
    answers = [AnswerGiven(None, False, "Ban", journey.today), AnswerGiven(father, True, "Xã", journey.today)]
    assert counted(journey.record_answers, answers[1]) <= BAR
    assert counted(journey.record_answers, answers[0], conclusion="not_clear", reason="Chưa rõ") <= JOINING_BAR


def _letter(journey: Journey, authority: str) -> LetterGiven:
    return LetterGiven(authority, "12-CV/ĐU", journey.today)


def test_steps_sideways(bloc: Bloc, counted: Counted) -> None:
    journey = Journey(bloc).to("bloc_decision")
    paper = journey.case.papers.get(code="6-KNĐ")
    correction = journey.propose(f"paper.{paper.pk}.number", "17")
    assert counted(journey.decide, correction) <= BAR
    assert counted(journey.propose, f"candidate.{journey.case.candidate_id}.aliases", "Thanh") <= BAR
    assert counted(journey.decide, journey.case.corrections.latest("pk")) <= JOINING_BAR
    journey.case.refresh_from_db()
    journey.to("bloc_decision")
    assert counted(journey.send_back, "bloc_decision", again=("cell_vote", "course"), items=()) <= BAR
    assert counted(journey.transfer, "delegated_cell") <= BAR
    journey.to_the_end()
    # It ends the case of recognition too.
    assert counted(journey.cancel_admission) <= TWO_CASES_BAR


def test_a_member_on_probation_moves(bloc: Bloc, counted: Counted) -> None:
    # Both stays in the register are written too.
    assert counted(recognising(bloc).to("recognition_vote").transfer, "delegated_cell") <= JOINING_BAR
