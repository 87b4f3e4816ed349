"""Which conclusions fall when a fact changes, and which stand."""

import pytest

from admission_flow.rules.standing import fallen

ALL = [
    "nominate", "course", "declaration", "verification", "opinions", "file_check",
    "cell_vote", "departmental_appraisal", "grassroots_approval", "bloc_appraisal",
]  # fmt: skip
CONSIDERED = ALL[5:]


@pytest.mark.parametrize(
    ("changed", "fell"),
    [
        ([], []),
        (["biography"], ["verification", *CONSIDERED]),
        (["relatives"], ["verification", *CONSIDERED]),
        (["residence"], ["opinions"]),
        (["organisations"], ["opinions"]),
        (["conclusion"], CONSIDERED),
        (["opinion"], CONSIDERED),
        (["introductions"], CONSIDERED),
        (["residence", "biography"], ["verification", "opinions", *CONSIDERED]),
        # A step done again takes with it those that rest on it.
        (["cell_vote"], ["departmental_appraisal", "grassroots_approval", "bloc_appraisal"]),
        (["grassroots_approval"], ["bloc_appraisal"]),
        (["a fact of which nobody knows"], []),
    ],
)
def test_what_falls(changed: list[str], fell: list[str]) -> None:
    assert fallen(ALL, changed) == fell


def test_only_what_stands_can_fall() -> None:
    assert fallen(["nominate", "course", "declaration"], ["biography", "residence"]) == []
    assert fallen(["opinions", "file_check"], ["conclusion"]) == ["file_check"]


def test_what_falls_is_told_in_the_order_in_which_it_was_done() -> None:
    assert fallen(["bloc_appraisal", "cell_vote", "verification"], ["biography"]) == [
        "bloc_appraisal",
        "cell_vote",
        "verification",
    ]
