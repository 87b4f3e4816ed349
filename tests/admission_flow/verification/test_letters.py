"""Letters while the step stays open: sent, reminded, refused, taken further, answered."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from admission_flow.decisions import declaration, requests
from admission_flow.decisions.given import AnswerGiven, DeclarationGiven, LetterGiven, RelativeGiven
from admission_flow.models import Verification, VerificationReminder, VerificationRequest
from admission_flow.refusals import AlreadyRecorded, InvalidFacts, NotYours
from journal.verify import verify
from tests.admission_flow.journey import PROFILE, Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

ABOVE = "Ban Tổ chức Huyện ủy Vị Xuyên"
VILLAGE = "Đảng ủy xã Thuận Hòa"


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    return Journey(bloc).to("verification")


def letter(journey: Journey, authority: str = ABOVE) -> LetterGiven:
    return LetterGiven(authority, "19-CV/ĐU", journey.today)


def refuse(journey: Journey, asked: int, improper: bool = False) -> None:
    reason = "Có người ngoài diện thẩm tra chưa rõ"
    journey.do(requests.record_refusal, "verification", asked, journey.today, reason, improper)


def escalate(journey: Journey, asked: int, reason: str = "Địa phương từ chối", **changes: str) -> None:
    journey.do(requests.escalate, "verification", asked, letter(journey, **changes), reason)


def test_one_letter_asks_about_several_persons(journey: Journey) -> None:
    persons = journey.ledger().persons
    journey.send_request(*persons[:3])
    rows = VerificationRequest.objects.filter(case=journey.case)
    assert set(rows.values_list("relative", "authority", "number", "sent_on")) == {
        (person, VILLAGE, "12-CV/ĐU", journey.today) for person in persons[:3]
    }
    assert [journey.ledger().state(one) for one in persons] == [*["sent"] * 3, "to_send"]
    assert journey.open_steps() == ["opinions", "verification"]
    assert verify().holds


def test_the_same_letter_twice(journey: Journey) -> None:
    journey.send_request(None)
    given = (LetterGiven(VILLAGE.upper(), "13-CV/ĐU", journey.today), journey.ledger().persons)
    with nothing_written(), pytest.raises(AlreadyRecorded, match="about Nguyễn Thị Thanh Xuân already"):
        journey.do(requests.send_request, "verification", *given)


def test_nobody_is_asked_about_who_is_waived(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    relatives = (RelativeGiven("father", "Nguyễn Văn Cha", is_member=True), RelativeGiven("mother", "Trần Thị Mẹ"))
    papers = (journey.paper("1-KNĐ"), journey.paper("2-KNĐ"))
    journey.do(declaration.declare, "declaration", DeclarationGiven(PROFILE, relatives, papers))
    ledger = journey.ledger()
    assert ledger.persons == (None,)
    for person, sentence in ((ledger.relatives[0].pk, "Waived by rule .*: Nguyễn Văn Cha"), (10**9, "not in scope")):
        with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
            journey.do(requests.send_request, "verification", letter(journey), [person])
    journey.verification()
    waived = Verification.objects.filter(case=journey.case, status="waived").values_list("relative", flat=True)
    assert set(waived) == {one.pk for one in ledger.relatives}


@pytest.mark.parametrize(
    ("given", "field"), [({"authority": " "}, "authority"), ({"number": ""}, "number"), ({}, "persons")]
)
def test_a_letter_has_its_authority_its_number_and_its_persons(
    journey: Journey, given: dict[str, str], field: str
) -> None:
    sent = LetterGiven(**{"authority": VILLAGE, "number": "12", "sent_on": journey.today} | given)  # type: ignore[arg-type]
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        journey.do(requests.send_request, "verification", sent, [None] if given else [])
    assert set(refused.value.errors) == {field}


def test_reminded_once_a_day(journey: Journey) -> None:
    asked = journey.send_request()
    journey.do(requests.remind, "verification", asked[:2], journey.today, "15-CV/ĐU")
    assert VerificationReminder.objects.filter(case=journey.case, number="15-CV/ĐU").count() == 2
    assert [journey.ledger().state(one) for one in journey.ledger().persons] == ["reminded"] * 2 + ["sent"] * 2
    with nothing_written(), pytest.raises(AlreadyRecorded, match="on this day"):
        journey.do(requests.remind, "verification", asked[1:], journey.today)
    with nothing_written(), pytest.raises(InvalidFacts, match="before"):
        journey.do(requests.remind, "verification", asked[2:], journey.today - datetime.timedelta(days=1))
    assert verify().holds


def test_refused_then_escalated_then_answered(journey: Journey) -> None:
    asked = journey.send_request()
    father = journey.ledger().persons[1]
    refuse(journey, asked[1], improper=True)
    assert journey.ledger().state(father) == "refused"
    with nothing_written(), pytest.raises(AlreadyRecorded):
        refuse(journey, asked[1])
    with nothing_written(), pytest.raises(AlreadyRecorded):
        journey.do(requests.remind, "verification", [asked[1]], journey.today)
    escalate(journey, asked[1])
    assert journey.ledger().state(father) == "escalated"
    with nothing_written(), pytest.raises(AlreadyRecorded, match="escalated already"):
        escalate(journey, asked[1], authority="Ban Tổ chức Tỉnh ủy")
    others = [one for one in journey.answers() if one.relative != father]
    with nothing_written(), pytest.raises(InvalidFacts, match=r"outstanding: Nguyễn Văn Cha\."):
        journey.record_answers(*[_from_village(one) for one in others], conclusion="clear")
    answer = AnswerGiven(father, True, ABOVE, journey.today)
    assert journey.record_answers(*[_from_village(one) for one in others], answer, conclusion="clear") is not None
    told = Verification.objects.filter(case=journey.case, relative=father).order_by("pk")
    assert list(told.values_list("status", "improper")) == [("refused", True), ("clear", False)]
    assert verify().holds


def test_a_refusal_is_outweighed_by_another_authority(journey: Journey) -> None:
    (asked,) = journey.send_request(None)
    refuse(journey, asked)
    assert journey.verification().outcome == "clear"


def test_what_is_clear_is_not_escalated_and_the_board_is_another_authority(journey: Journey) -> None:
    asked = journey.send_request(*journey.ledger().persons[:2])
    journey.record_answers(AnswerGiven(None, True, VILLAGE, journey.today))
    with nothing_written(), pytest.raises(InvalidFacts, match="answered: clear"):
        escalate(journey, asked[0])
    with nothing_written(), pytest.raises(InvalidFacts, match="was asked before"):
        escalate(journey, asked[1], authority=VILLAGE)
    with nothing_written(), pytest.raises(InvalidFacts, match="Say why"):
        escalate(journey, asked[1], " ")
    escalate(journey, asked[1])


def _from_village(answer: AnswerGiven) -> AnswerGiven:
    return AnswerGiven(answer.relative, True, VILLAGE, answer.answered_on)


ACTS: dict[str, Callable[[Journey, int], Any]] = {
    "send": lambda journey, asked: journey.send_request(None, authority="Công an phường"),
    "remind": lambda journey, asked: journey.do(requests.remind, "verification", [asked], journey.today),
    "answer": lambda journey, asked: journey.record_answers(AnswerGiven(None, True, VILLAGE, journey.today)),
    "refuse": refuse,
    "escalate": escalate,
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "who", ["cell_secretary", "committee_member", "hospital_officer", "organisation_board", "auditor"]
)
def test_only_the_seat_of_the_step(journey: Journey, act: str, who: str) -> None:
    (asked,) = journey.send_request(None)
    with journey.acting_as(getattr(journey.bloc, who)), nothing_written(), pytest.raises(NotYours):
        ACTS[act](journey, asked)
    ACTS[act](journey, asked)


def test_the_database_refuses_a_second_answer_too(journey: Journey) -> None:
    (asked,) = journey.send_request(None)
    told = {"case": journey.case, "task": journey.task("verification"), "status": "clear"}
    day = {"answered_on": journey.today, "authority": "x"}
    for wrong in (
        [{"request_id": asked, **day}] * 2,
        [day] * 2,
        [{"request_id": asked}],
        [{"status": "refused", **day, "note": "x"}],
        [{"status": "refused", **day, "request_id": asked}],
        [{"improper": True, **day}],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            [Verification.objects.create(**told | one) for one in wrong]
