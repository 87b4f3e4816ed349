"""An inquiry asked for again goes through a new split with its branch alone; what rests on it may fall with it."""

import pytest

from admission_flow.models import Task
from tests.admission_flow.journey import Journey
from tests.people import Bloc

RESTING = ["file_check", "cell_vote", "grassroots_approval"]


@pytest.mark.parametrize("again", [("verification",), ("opinions",), ("verification", "opinions")], ids="+".join)
def test_only_what_was_asked_for_opens(bloc: Bloc, again: tuple[str, ...]) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal", again=again)
    journey.supplement()
    assert journey.open_steps() == sorted(again)
    splits = {
        task.token.token.rsplit("_", 1)[0]
        for task in Task.objects.filter(process=journey.case, step__in=("verification", "opinions"))
    }
    assert len(splits) == 2
    for step in again:
        getattr(journey, step)()
    assert journey.open_steps() == ["bloc_appraisal"]


def test_another_conclusion_makes_the_votes_fall(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal", again=("opinions",))
    journey.supplement()
    assert journey.opinions("disagrees").outcome == "mixed"
    assert journey.to_the_end() == [*RESTING, "bloc_appraisal", "bloc_decision", "ceremony"]


def test_a_verification_no_longer_clear_leads_to_the_file_check(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal", again=("verification",))
    journey.supplement()
    journey.verification("not_clear")
    assert journey.open_steps() == ["file_check"]
    journey.send_back("file_check")
    journey.supplement()
    assert journey.to_the_end() == ["verification", *RESTING, "bloc_appraisal", "bloc_decision", "ceremony"]
