"""Terms set by regulation: which step's due day they are, and of how many working days."""

import pytest

from admission_flow.rules.deadlines import DECIDE_ADMISSION, HOLD_CEREMONY, term_of, working_days
from tests.rules.by import BY_2021, by


@pytest.mark.parametrize(
    ("step", "rule", "days"), [("bloc_decision", DECIDE_ADMISSION, 60), ("ceremony", HOLD_CEREMONY, 30)]
)
def test_a_legal_term_is_its_steps_due_day(step: str, rule: str, days: int) -> None:
    term = term_of(step)
    assert term is not None
    assert (term.rule, working_days(term.rule, BY_2021).value) == (rule, days)


@pytest.mark.parametrize("step", ["course", "verification", "cell_vote", "supplement", "no such step"])
def test_other_steps_have_no_legal_term(step: str) -> None:
    assert term_of(step) is None


def test_with_delegated_authority_the_committees_step_is_due_by_law() -> None:
    term = term_of("grassroots_approval", delegated=True)
    assert term is not None
    assert term.rule == DECIDE_ADMISSION
    assert term_of("grassroots_approval") is None
    assert term_of("bloc_decision", delegated=True) is None
    assert term_of("ceremony", delegated=True) == term_of("ceremony")


def test_the_length_is_the_generations_own() -> None:
    assert working_days(DECIDE_ADMISSION, by(decide_admission_working_days=45)).value == 45
