"""A return for supplement on the way of the recognition, and what is made again."""

import pytest

from admission_flow.models import Case, Paper
from admission_flow.refusals import InvalidFacts
from admission_flow.soundness.examine import examine
from tests.admission_flow.recognising import recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

STEPS = ["recognition_vote", "recognition_appraisal", "recognition_approval", "recognition_bloc_appraisal",
         "recognition_decision"]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_it_comes_back_to_who_asked(bloc: Bloc, step: str) -> None:
    journey = recognising(bloc, "departmental_cell").to(step)
    journey.send_back(step)
    assert journey.open_steps() == ["recognition_supplement"]
    journey.recognition_supplement()
    assert journey.open_steps() == [step]
    assert Paper.objects.filter(case=journey.case, code="BS").exists()
    assert journey.to_the_end()
    assert journey.case.outcome == "recognised"


def test_opinions_again_that_differ_make_the_votes_fall(bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_decision")
    journey.send_back("recognition_decision", again=("probation_opinions",))
    journey.recognition_supplement()
    assert journey.open_steps() == ["probation_opinions"]
    journey.probation_opinions("disagrees")
    assert journey.open_steps() == ["recognition_vote"]
    fallen = {"recognition_vote", "recognition_approval", "recognition_bloc_appraisal"}
    assert not fallen & set(Case.objects.get(pk=journey.case.pk).standing)


def test_opinions_again_that_say_the_same_leave_the_votes_standing(bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_decision")
    journey.send_back("recognition_decision", again=("probation_opinions", "probation_papers"))
    journey.recognition_supplement()
    assert journey.open_steps() == ["probation_papers"]
    journey.probation_papers()
    assert list(examine([journey.case.pk], at=journey.at)) == [], "the term of the vote is kept, and doesn't run anew"
    journey.probation_opinions()
    assert journey.open_steps() == ["recognition_decision"]


def test_what_belongs_to_the_admission_is_not_made_again(bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_decision")
    with nothing_written(), pytest.raises(InvalidFacts, match="Only a step of this case"):
        journey.send_back("recognition_decision", again=("verification",))
