"""Verified again after a supplement: answers about whom nothing has changed are still valid, waivers are found anew."""

from dataclasses import replace

import pytest

from admission_flow.decisions.given import RelativeGiven
from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.people import Bloc

FATHER, MOTHER, SPOUSE = RELATIVES
PARENTS_IN_LAW = (RelativeGiven("spouse_father", "Lê Văn Ông"), RelativeGiven("spouse_mother", "Vũ Thị Bà"))


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    return journey


def outstanding(journey: Journey) -> str:
    ledger = journey.ledger()
    return ledger.names(ledger.outstanding)


def test_only_the_relative_who_changed_is_asked_about_again(journey: Journey) -> None:
    journey.supplement(relatives=(replace(FATHER, occupation="Hưu trí"), MOTHER, SPOUSE))
    assert outstanding(journey) == "Nguyễn Văn Cha"
    father = journey.ledger().outstanding[0]
    answer = next(one for one in journey.answers() if one.relative == father)
    assert journey.record_answers(answer, conclusion="clear") is not None


def test_somebody_new_is_asked_about(journey: Journey) -> None:
    journey.supplement(relatives=(*RELATIVES, RelativeGiven("child", "Nguyễn Văn Con", 2001)))
    assert outstanding(journey) == "Nguyễn Văn Con"


def test_a_changed_biography_is_the_candidates_own(journey: Journey) -> None:
    journey.supplement(profile=PROFILE | {"life_history": "2011-2016 học đại học"})
    assert outstanding(journey) == "Nguyễn Thị Thanh Xuân"


def test_waivers_are_found_anew(journey: Journey) -> None:
    member = replace(SPOUSE, is_member=True)
    journey.supplement(relatives=(FATHER, MOTHER, member))
    # The spouse's parents are not declared: nothing is waived.
    assert outstanding(journey) == "Lê Thị Vợ"
    journey.verification()
    journey.to("bloc_appraisal").send_back("bloc_appraisal")
    journey.supplement(relatives=(FATHER, MOTHER, member, *PARENTS_IN_LAW))
    assert outstanding(journey) == ""
    assert journey.record_answers(conclusion="clear") is not None
    waived = journey.case.verifications.filter(status="waived").values_list("relative__full_name", flat=True)
    assert set(waived) == {"Lê Thị Vợ", "Lê Văn Ông", "Vũ Thị Bà"}


def test_what_is_ordered_anew_is_asked_anew(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal", again=("verification",))
    journey.supplement()
    assert len(journey.ledger().outstanding) == 4


def test_what_was_not_clear_is_asked_again(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    first, *others = journey.answers()
    journey.record_answers(replace(first, clear=False), *others, conclusion="not_clear", reason="Chưa rõ")
    journey.to("file_check").send_back("file_check")
    journey.supplement()
    assert journey.ledger().outstanding == [None]


def test_an_answer_held_over_may_be_given_anew(journey: Journey) -> None:
    journey.supplement(relatives=(replace(FATHER, occupation="Hưu trí"), MOTHER, SPOUSE))
    assert journey.verification().outcome == "clear"
    journey.to("bloc_appraisal")
    assert journey.case.verifications.count() == 8
