"""A verification that isn't clear: the file isn't fit; it goes back, and the verification is made again."""

import pytest

from admission_flow.refusals import Refused
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def test_goes_back_until_it_is_clear(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    journey.verification("not_clear")
    journey.opinions()
    for conclusion in ("not_clear", "clear"):
        with nothing_written(), pytest.raises(Refused, match="did not end clear"):
            journey.file_check()
        journey.send_back("file_check")
        journey.supplement()
        assert journey.open_steps() == ["verification"]
        journey.verification(conclusion)
    assert journey.to_the_end()[:2] == ["file_check", "cell_vote"]
