"""Papers that a special path asks for: supplied at any time by the cell, and due before the step its rule names."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from admission_flow.models import Paper
from admission_flow.refusals import CaseClosed, InvalidFacts, NotYours, RuleNotMet
from journal.models import Entry
from journal.verify import verify
from tests.admission_flow.eligibility.paths import by_path, journey, over_age, supply
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

D = datetime.date
BORN = {"child": "third", "child_born_on": D(2015, 1, 1)}
PATHS: list[tuple[str, dict[str, Any], str]] = [
    ("XN-DS", by_path("population_conditions", **BORN), "kept the population policy"),
    ("XN-NH", by_path(ethnic_chinese=True, generations=3), "confirm the nationality"),
    ("PC-CB", by_path(no_cell=True), "assigns a cell in writing"),
    ("VB-ĐB", by_path("special_case", other="Kết hôn với người nước ngoài"), "paper of the competent committee"),
]


@pytest.mark.parametrize(("code", "path", "sentence"), PATHS, ids=[code for code, *_rest in PATHS])
def test_before_the_cells_vote(bloc: Bloc, code: str, path: dict[str, Any], sentence: str) -> None:
    on = journey(bloc).to("cell_vote", **path)
    with nothing_written(), pytest.raises(RuleNotMet, match=sentence):
        on.cell_vote()
    supply(on, code)
    assert on.cell_vote().outcome == "voted"


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("VB-ĐY-HV", by_path(education="literacy", special_area=True, prestigious=True)),
        ("VB-ĐY-KNL", by_path(left_on=D(2001, 1, 1), left_because="other")),
    ],
)
def test_before_the_decision(bloc: Bloc, code: str, path: dict[str, Any]) -> None:
    on = journey(bloc).to("bloc_decision", **path)
    with nothing_written(), pytest.raises(RuleNotMet, match="province-level"):
        on.bloc_decision()
    supply(on, code)
    assert on.bloc_decision().outcome == "admitted"


def test_it_is_in_the_file_and_in_the_journal(bloc: Bloc) -> None:
    on = journey(bloc).to("course", **over_age())
    supply(on, "VB-ĐY")
    row = Paper.objects.get(case=on.case, code="VB-ĐY")
    assert (row.number, row.signed_by, row.checked_by) == ("15-CV/TU", "Ban Thường vụ Tỉnh ủy", bloc.cell_secretary)
    assert Entry.objects.filter(stream=f"case:{on.case.pk}").order_by("-seq")[0].verb == "supply_paper"
    assert verify().holds


def test_once_is_enough(bloc: Bloc) -> None:
    on = journey(bloc).to("course", **over_age())
    supply(on, "VB-ĐY")
    with nothing_written(), pytest.raises(InvalidFacts, match="Nothing in this case asks"):
        supply(on, "VB-ĐY")


@pytest.mark.parametrize(
    "changes", [{"number": " "}, {"signed_by": ""}, {"dated": D(2026, 3, 2)}, {"code": "1-KNĐ"}, {"code": "KHÁC"}]
)
def test_a_paper_that_is_none(bloc: Bloc, changes: dict[str, Any]) -> None:
    on = journey(bloc).to("course", **over_age())
    with nothing_written(), pytest.raises(InvalidFacts):
        supply(on, **{"code": "VB-ĐY"} | changes)


@pytest.mark.parametrize("who", ["sibling_secretary", "committee_secretary", "organisation_board", "seatless"])
def test_by_nobody_but_the_cell(bloc: Bloc, who: str) -> None:
    on = journey(bloc).to("course", **over_age())
    on.secretary = getattr(bloc, who)
    with nothing_written(), pytest.raises(NotYours):
        supply(on, "VB-ĐY")


def test_not_once_the_case_is_closed(bloc: Bloc) -> None:
    on = journey(bloc).to("course", **over_age())
    on.withdraw()
    with nothing_written(), pytest.raises(CaseClosed):
        supply(on, "VB-ĐY")


def test_a_paper_supplied_today_does_not_forbid_a_vote_of_yesterday(bloc: Bloc) -> None:
    on = journey(bloc).to("cell_vote", **over_age()).wait(3)
    supply(on, "VB-ĐY")
    with on.dating(-2):
        assert on.cell_vote().dated == on.today
