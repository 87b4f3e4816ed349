"""What rested on a fact that the supplement changed is done again, in order, before the file is back where it was."""

from typing import Any

import pytest

from admission_flow.decisions.given import RelativeGiven
from admission_flow.models import Decision, Relative
from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.people import Bloc

STEPS = ["verification", "opinions", "file_check", "cell_vote", "grassroots_approval", "bloc_appraisal"]
ALL_BUT_OPINIONS = [step for step in STEPS if step != "opinions"]
MOTHER_IS_A_MEMBER = (RELATIVES[0], RelativeGiven("mother", "Trần Thị Mẹ", 1962, is_member=True), RELATIVES[2])


@pytest.mark.parametrize(
    ("supplied", "again"),
    [
        ({"profile": PROFILE}, []),
        ({"relatives": tuple(reversed(RELATIVES))}, []),
        ({"profile": PROFILE | {"rewards": "Lao động tiên tiến 2025"}}, []),
        ({"profile": PROFILE | {"life_history": "2011-2016 học đại học"}}, ALL_BUT_OPINIONS),
        ({"relatives": MOTHER_IS_A_MEMBER}, ALL_BUT_OPINIONS),
        ({"profile": PROFILE | {"current_residence": "Phường Quang Trung"}}, ["opinions"]),
        ({"profile": PROFILE | {"organisations": "Công đoàn"}}, ["opinions"]),
        ({"profile": PROFILE | {"current_residence": "-", "aliases": "Thanh"}}, STEPS),
    ],
)
def test_done_again(bloc: Bloc, supplied: dict[str, Any], again: list[str]) -> None:
    journey = Journey(bloc).to("bloc_decision")
    kept = list(Decision.objects.filter(case=journey.case).order_by("pk").values())
    journey.send_back("bloc_decision")
    told = journey.supplement(**supplied)
    assert sorted(told.facts["again"]) == sorted(again)
    assert journey.to_the_end() == [*again, "bloc_decision", "ceremony"]
    assert list(Decision.objects.filter(case=journey.case).order_by("pk").values())[: len(kept)] == kept


def test_both_inquiries_stand_side_by_side_again(bloc: Bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    journey.send_back("grassroots_approval")
    journey.supplement(profile=PROFILE | {"current_residence": "-", "aliases": "Thanh"})
    assert journey.open_steps() == ["opinions", "verification"]
    journey.opinions()
    assert journey.open_steps() == ["verification"]
    journey.verification()
    assert journey.open_steps() == ["file_check"]


def test_the_old_declaration_of_relatives_stays(bloc: Bloc) -> None:
    journey = Journey(bloc).to("file_check")
    journey.send_back("file_check")
    journey.supplement(relatives=MOTHER_IS_A_MEMBER)
    rows = Relative.objects.filter(candidate=journey.case.candidate)
    assert rows.filter(replaced_at=journey.at).count() == 3
    assert rows.filter(replaced_at=None, is_member=True).get().relation == "mother"
