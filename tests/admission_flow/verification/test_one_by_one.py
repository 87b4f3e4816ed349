"""Answers come one by one: the step stays open until nobody is outstanding, and then it completes itself."""

import datetime
from dataclasses import replace

import pytest

from admission_flow.decisions import requests
from admission_flow.decisions.given import AnswerGiven
from admission_flow.models import Decision, Verification
from admission_flow.refusals import AlreadyDone, AlreadyRecorded, InvalidFacts
from journal.models import Entry
from journal.verify import verify
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    return Journey(bloc).to("verification")


def test_not_before_all_are_answered(journey: Journey) -> None:
    *some, last = journey.answers()
    for answer in some:
        assert journey.record_answers(answer) is None
        assert "verification" in journey.open_steps()
    assert not Decision.objects.filter(step="verification").exists()
    decision = journey.record_answers(last, conclusion="clear")
    assert decision is not None
    assert (decision.outcome, journey.open_steps()) == ("clear", ["opinions"])
    assert Verification.objects.filter(case=journey.case, status="clear").count() == 4
    verbs = Entry.objects.filter(stream=f"case:{journey.case.pk}").order_by("seq").values_list("verb", flat=True)
    assert list(verbs)[-4:] == [*["record_answers"] * 3, "record_verification"]
    assert verify().holds


def test_a_conclusion_too_early_names_who_is_outstanding(journey: Journey) -> None:
    first, *_others = journey.answers()
    with nothing_written(), pytest.raises(InvalidFacts, match=r"outstanding: Nguyễn Văn Cha, Trần Thị Mẹ, Lê Thị Vợ"):
        journey.record_answers(first, conclusion="clear")


def test_the_last_answer_comes_with_the_conclusion(journey: Journey) -> None:
    *some, last = journey.answers()
    journey.record_answers(*some)
    with nothing_written(), pytest.raises(InvalidFacts, match="Nobody is outstanding any more") as refused:
        journey.record_answers(last)
    assert set(refused.value.errors) == {"conclusion"}
    with nothing_written(), pytest.raises(InvalidFacts, match="at least one answer"):
        journey.record_answers()


def test_an_answer_not_clear_of_yesterday_counts_at_the_conclusion(journey: Journey) -> None:
    first, *others = journey.answers()
    journey.record_answers(replace(first, clear=False))
    with nothing_written(), pytest.raises(InvalidFacts, match="can't be clear"):
        journey.record_answers(*others, conclusion="clear")
    decision = journey.record_answers(*others, conclusion="not_clear", reason="Chưa rõ thời gian ở nước ngoài")
    assert decision is not None
    assert decision.outcome == "not_clear"
    assert "certified_on" not in decision.facts


def test_a_second_click_records_nothing_twice(journey: Journey) -> None:
    first, *others = journey.answers()
    journey.record_answers(first)
    with nothing_written(), pytest.raises(AlreadyRecorded, match="Nguyễn Thị Thanh Xuân has been recorded"):
        journey.record_answers(first)
    task = journey.task("verification")
    journey.record_answers(*others, conclusion="clear")
    journey.task = lambda step: task  # type: ignore[method-assign]
    with nothing_written(), pytest.raises(AlreadyDone):
        journey.do(requests.remind, "verification", [1], journey.today, by=journey.bloc.committee_officer)


def test_the_certificate_stands_with_the_conclusion(journey: Journey) -> None:
    before = journey.today - datetime.timedelta(days=1)
    with nothing_written(), pytest.raises(InvalidFacts, match="certified after the report"):
        journey.record_answers(*journey.answers(), conclusion="clear", certified_on=before)
    decision = journey.record_answers(*journey.answers(), conclusion="clear", certified_by="Đặng Văn Phúc")
    assert decision is not None
    assert decision.facts["certified_on"] == journey.today.isoformat()
    assert decision.facts["certified_by"] == "Đặng Văn Phúc"


def test_an_answer_to_a_letter_is_found_by_its_authority(journey: Journey) -> None:
    asked = journey.send_request()
    first, *others = journey.answers()
    journey.record_answers(replace(first, authority=" đảng ủy xã thuận hòa "))
    assert Verification.objects.get(case=journey.case).request_id == asked[0]
    # Others answer beside the letters: those still wait.
    with nothing_written(), pytest.raises(InvalidFacts, match="Still outstanding"):
        journey.record_answers(*others, conclusion="clear")
    named = [replace(one, request=key) for one, key in zip(others, asked[1:], strict=True)]
    assert journey.record_answers(*named, conclusion="clear") is not None


def test_an_answer_to_somebody_elses_letter_is_refused(journey: Journey) -> None:
    asked = journey.send_request()
    first, second, *_others = journey.answers()
    with nothing_written(), pytest.raises(InvalidFacts, match="not in scope"):
        journey.record_answers(replace(first, request=asked[1]))
    with nothing_written(), pytest.raises(InvalidFacts, match="not one of this verification"):
        journey.record_answers(replace(second, request=10**9))


def test_nobody_answers_before_being_asked(bloc: Bloc) -> None:
    journey = Journey(bloc, at=Journey(bloc).at - datetime.timedelta(days=20)).to("verification").wait(10)
    (asked,) = journey.send_request(None)
    early = AnswerGiven(None, True, "Đảng ủy xã Thuận Hòa", journey.today - datetime.timedelta(days=1), "", asked)
    with nothing_written(), pytest.raises(InvalidFacts, match="when Đảng ủy xã Thuận Hòa was asked"):
        journey.record_answers(early)
