"""A rule of the bloc's own that somebody judges: at the nomination, at the file check, and by the verb beside them."""

from __future__ import annotations

import datetime

import pytest

from admission_flow.decisions import asides
from admission_flow.decisions import cell as cell_verbs
from admission_flow.decisions.given import JudgementGiven
from admission_flow.models import Decision, Judgement
from admission_flow.refusals import InvalidFacts, NotYours, RuleNotMet
from journal.verify import verify
from orgs.models import User
from tests.admission_flow.eligibility.paths import journey
from tests.admission_flow.journey import JUDGED, Journey
from tests.admission_flow.local.asked import BEGINS, TITLE, end, judged
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

ONE_DAY = datetime.timedelta(days=1)


def file_check(on: Journey, *judgements: JudgementGiven) -> Decision:
    held = list(on.case.papers.values_list("code", flat=True))
    return on.do(cell_verbs.check_file, "file_check", on.today, held, "", judgements)


def judge(on: Journey, met: bool, *, check: str = TITLE, by: User | None = None) -> Decision:
    given = [JudgementGiven(check, met)]
    return asides.judge(on.case.pk, given, acting_user=by or on.secretary, at=on.at)


def found(decision: Decision) -> list[tuple[str, str]]:
    rows = [row for row in decision.derivation if row["rule"] == "local_rule"]
    return [(row["numbers"]["code"], row["answer"]) for row in rows]


def test_at_the_file_check_it_is_asked_at_its_own_field_and_kept(bloc: Bloc) -> None:
    judged(bloc)
    on = journey(bloc).to("file_check")
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        file_check(on)
    assert list(refused.value.errors) == [TITLE]
    decision = file_check(on, JudgementGiven(TITLE, True, "Giấy khen 2025"))
    assert found(decision) == [("ld-tien-tien", "passed")]
    kept = Judgement.objects.get(case=on.case, check_name=TITLE)
    assert (kept.met, kept.judged_by, kept.note) == (True, bloc.cell_secretary, "Giấy khen 2025")
    row = next(row for row in decision.derivation if row["rule"] == "local_rule")
    assert row["numbers"]["asks_vi"] == "Năm trước đạt danh hiệu trở lên."
    assert row["source"] == "Hướng dẫn 05-HD/ĐUK"
    assert found(on.cell_vote()) == [("ld-tien-tien", "passed")]
    assert verify().failure is None


def test_not_met_blocks_with_its_own_sentence(bloc: Bloc) -> None:
    judged(bloc)
    on = journey(bloc).to("file_check")
    with nothing_written(), pytest.raises(RuleNotMet, match="Asked is: The title in the year before"):
        file_check(on, JudgementGiven(TITLE, False))


def test_at_the_nomination(bloc: Bloc) -> None:
    judged(bloc, where="nomination")
    on = journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        on.nominate()
    assert list(refused.value.errors) == [TITLE]
    with nothing_written(), pytest.raises(RuleNotMet, match="Advanced worker"):
        on.nominate(judgements=(*JUDGED, JudgementGiven(TITLE, False)))
    on.nominate(judgements=(*JUDGED, JudgementGiven(TITLE, True)))
    assert found(on.case.decisions.get()) == [("ld-tien-tien", "passed")]
    assert found(on.to("cell_vote").case.decisions.get(step="file_check")) == []


def test_in_both_places_it_is_judged_once(bloc: Bloc) -> None:
    judged(bloc, where="both")
    on = journey(bloc).to("file_check", judgements=(*JUDGED, JudgementGiven(TITLE, True)))
    assert found(file_check(on)) == [("ld-tien-tien", "passed")]


def test_two_rules_are_told_apart(bloc: Bloc) -> None:
    judged(bloc)
    judged(bloc, code="khac", name_en="Another one")
    on = journey(bloc).to("file_check")
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        file_check(on, JudgementGiven(TITLE, True))
    assert list(refused.value.errors) == ["local:khac"]
    decision = file_check(on, JudgementGiven(TITLE, True), JudgementGiven("local:khac", True))
    assert found(decision) == [("khac", "passed"), ("ld-tien-tien", "passed")]


@pytest.mark.parametrize(("last_day", "asked"), [(0, True), (-1, False)])
def test_asked_on_its_last_day_and_not_after(bloc: Bloc, last_day: int, asked: bool) -> None:
    on = journey(bloc)
    end(bloc, judged(bloc), on.today + last_day * ONE_DAY)
    on.to("file_check")
    if not asked:
        assert found(file_check(on)) == []
        return
    with nothing_written(), pytest.raises(InvalidFacts):
        file_check(on)


def test_an_ended_rule_is_not_judged_either(bloc: Bloc) -> None:
    end(bloc, judged(bloc), BEGINS)
    on = journey(bloc).to("file_check")
    for act in (lambda: judge(on, True), lambda: file_check(on, JudgementGiven(TITLE, True))):
        with nothing_written(), pytest.raises(InvalidFacts):
            act()


def test_begun_between_check_and_meeting_it_is_judged_beside_the_vote(bloc: Bloc) -> None:
    on = journey(bloc).to("cell_vote")
    judged(bloc)
    with nothing_written(), pytest.raises(InvalidFacts):
        on.cell_vote()
    assert judge(on, True).facts["local"][TITLE]["name_en"] == "Advanced worker"
    assert found(on.cell_vote()) == [("ld-tien-tien", "passed")]


def test_judged_anew_and_not_by_others(bloc: Bloc) -> None:
    judged(bloc)
    on = journey(bloc).to("file_check")
    file_check(on, JudgementGiven(TITLE, True))
    with nothing_written(), pytest.raises(NotYours):
        judge(on, False, by=bloc.committee_secretary)
    judge(on, False)
    with nothing_written(), pytest.raises(RuleNotMet, match="Advanced worker"):
        on.cell_vote()


def test_what_no_rule_asks_is_not_judged(bloc: Bloc) -> None:
    judged(bloc)
    on = journey(bloc).to("file_check")
    with nothing_written(), pytest.raises(InvalidFacts):
        judge(on, True, check="local:gi-do")
