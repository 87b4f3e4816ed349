"""A rule of the bloc's own that asks for a paper: supplied by its code, blocking at the step before which it is due."""

from __future__ import annotations

import datetime

import pytest

from admission_flow.decisions import asides
from admission_flow.decisions.given import PaperGiven
from admission_flow.models import Decision
from admission_flow.refusals import InvalidFacts, NotYours, RuleNotMet
from journal.verify import verify
from tests.admission_flow.eligibility.paths import journey, supply
from tests.admission_flow.local.asked import PLEDGE, end, judged, pledged
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def found(decision: Decision) -> list[tuple[str, str, str]]:
    rows = [row for row in decision.derivation if row["rule"] == "local_rule"]
    return [(row["paper"], row["before"], row["answer"]) for row in rows]


def test_of_the_consideration_it_blocks_the_vote_until_it_is_there(bloc: Bloc) -> None:
    pledged(bloc)
    on = journey(bloc).to("cell_vote")
    assert found(on.case.decisions.get(step="file_check")) == [(PLEDGE, "cell_vote", "needs_paper")]
    with nothing_written(), pytest.raises(RuleNotMet, match="Asked is: Hand in the pledge"):
        on.cell_vote()
    assert supply(on, PLEDGE).facts["names"] == {PLEDGE: "Bản cam kết"}
    assert found(on.cell_vote()) == [(PLEDGE, "cell_vote", "passed")]
    assert verify().failure is None


@pytest.mark.parametrize("where", ["nomination", "both"])
def test_of_the_nomination_it_blocks_the_file_check(bloc: Bloc, where: str) -> None:
    pledged(bloc, where=where)
    on = journey(bloc).to("file_check")
    assert found(on.case.decisions.get(step="nominate")) == [(PLEDGE, "file_check", "needs_paper")]
    with nothing_written(), pytest.raises(RuleNotMet, match="Pledge"):
        on.file_check()
    supply(on, PLEDGE)
    decision = on.file_check()
    assert found(decision) == [(PLEDGE, "file_check", "passed")]
    assert decision.facts["names"] == {PLEDGE: "Bản cam kết"}


def test_owed_since_the_nomination_it_stays_due_when_the_rule_has_ended(bloc: Bloc) -> None:
    rule = pledged(bloc, where="nomination")
    on = journey(bloc).to("file_check")
    end(bloc, rule, on.today)
    on.wait(2)
    with nothing_written(), pytest.raises(RuleNotMet, match="Pledge"):
        on.file_check()


def test_an_ended_rule_asks_for_no_paper(bloc: Bloc) -> None:
    on = journey(bloc)
    end(bloc, pledged(bloc), on.today - datetime.timedelta(days=1))
    on.to("file_check")
    with nothing_written(), pytest.raises(InvalidFacts, match="Nothing in this case asks for this paper"):
        supply(on, PLEDGE)
    on.file_check()
    assert on.cell_vote().outcome == "voted"


def test_not_by_others_nor_for_a_rule_that_is_judged(bloc: Bloc) -> None:
    pledged(bloc)
    judged(bloc)
    on = journey(bloc).to("course")
    given = PaperGiven(PLEDGE, on.today, "01-CK", "Nguyễn Thị Thanh Xuân")
    with nothing_written(), pytest.raises(NotYours):
        asides.supply_paper(on.case.pk, given, acting_user=bloc.committee_secretary, at=on.at)
    with nothing_written(), pytest.raises(InvalidFacts):
        supply(on, "ld-tien-tien")


def test_its_code_is_none_of_a_form(bloc: Bloc) -> None:
    with nothing_written(), pytest.raises(InvalidFacts, match="the code of a form"):
        pledged(bloc, code="YK")
