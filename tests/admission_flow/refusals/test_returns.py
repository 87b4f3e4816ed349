"""A return says why and what is to be supplied; a supplement says what was."""

from dataclasses import replace
from typing import Any

import pytest

from admission_flow.decisions import returns
from admission_flow.decisions.given import ReturnGiven
from admission_flow.refusals import InvalidFacts
from tests.admission_flow.journey import PROFILE, Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"reason": " "}, "reason", "Say why the file goes back"),
        ({"items": ()}, "items", "List what the cell is to supply"),
        ({"items": ("", " ")}, "items", "List what the cell is to supply"),
        ({"again": ("bloc_decision",)}, "again", "Only a step of this case that lies before"),
        ({"again": ("nominate",)}, "again", "Only a step of this case that lies before"),
        ({"again": ("verification", "departmental_appraisal")}, "again", "Only a step of this case that lies before"),
    ],
)
def test_a_return(bloc: Bloc, changes: dict[str, Any], field: str, sentence: str) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    given = replace(ReturnGiven(journey.today, "Thiếu giấy", ("Giấy xác nhận",)), **changes)
    with nothing_written(), pytest.raises(InvalidFacts, match=sentence) as refused:
        journey.do(returns.return_for_supplement, "bloc_appraisal", "bloc_appraisal", given)
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize(
    ("changes", "field"), [({"note": " "}, "note"), ({"profile": PROFILE | {"life_history": ""}}, "life_history")]
)
def test_a_supplement(bloc: Bloc, changes: dict[str, Any], field: str) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        journey.supplement(**changes)
    assert set(refused.value.errors) == {field}
