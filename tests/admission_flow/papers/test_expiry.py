"""Each paper has its own expiry: kept with it, judged at the file check and the vote, redone by a supplement."""

import datetime
from typing import Any

import pytest
from django.test import Client

from admission_flow.decisions import asides
from admission_flow.decisions.given import PaperGiven, UnionGiven
from admission_flow.holding import papers_of
from admission_flow.models import Decision, Paper
from admission_flow.refusals import InvalidFacts, RuleNotMet
from journal.verify import verify
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

NOW = datetime.datetime(2025, 7, 15, 3, tzinfo=datetime.UTC)
LAST_DAY = datetime.date(2026, 7, 14)
LETTER = "3-KNĐ"


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    """Nominated on 15/07/2025 by two members; their letters are valid to 14/07/2026."""
    return Journey(bloc, at=NOW)


def to_the_day(journey: Journey, day: datetime.date) -> Journey:
    return journey.wait((day - journey.today).days)


def letters(journey: Journey) -> list[Paper]:
    return [paper for paper in papers_of(journey.case) if paper.code == LETTER]


def renewed(journey: Journey, old: Paper) -> PaperGiven:
    return PaperGiven(LETTER, journey.today, "", old.signed_by)


def test_kept_with_every_paper_that_expires(journey: Journey) -> None:
    journey.to("file_check")
    kept = dict(journey.case.papers.values_list("code", "valid_to"))
    assert {code: day for code, day in kept.items() if day} == {
        LETTER: LAST_DAY,
        "CN-NTVĐ": datetime.date(2030, 7, 14),
    }


@pytest.mark.parametrize("step", ["file_check", "cell_vote"])
def test_on_the_last_day_and_after(journey: Journey, step: str) -> None:
    to_the_day(journey.to(step), LAST_DAY + datetime.timedelta(days=1))
    with (
        nothing_written(),
        pytest.raises(RuleNotMet, match=r"valid to 14/07/2026 \(12 months\), no longer on 15/07") as no,
    ):
        getattr(journey, step)()
    assert "Record a new one while the file is back for supplement" in no.value.sentence
    journey.wait(-1)
    decision: Decision = getattr(journey, step)()
    assert "paper_valid" in [row["rule"] for row in decision.derivation]


def test_after_the_cells_resolution_nobody_asks(journey: Journey) -> None:
    to_the_day(journey.to("grassroots_approval"), LAST_DAY + datetime.timedelta(days=30))
    assert journey.to_the_end()[-1] == "ceremony"


def test_a_unions_resolution_too(journey: Journey) -> None:
    union = UnionGiven("youth_union", "BCH Đoàn Sở", "07-NQ/ĐTN", NOW.date() - datetime.timedelta(days=100))
    member = journey.nomination().introducers[:1]
    to_the_day(journey.to("file_check", union=union, introducers=member), union.dated.replace(year=2026))
    with nothing_written(), pytest.raises(RuleNotMet, match="Youth Union resolution of introduction"):
        journey.file_check()
    journey.send_back("file_check")
    journey.supplement(papers=(PaperGiven("4-KNĐ", journey.today, "09-NQ/ĐTN", "BCH Đoàn Sở"),))
    assert journey.file_check().outcome == "fit"


def test_redone_by_one_introducer_and_then_by_the_other(journey: Journey) -> None:
    to_the_day(journey.to("file_check"), LAST_DAY + datetime.timedelta(days=1))
    first, second = letters(journey)
    journey.send_back("file_check")
    journey.supplement(papers=(renewed(journey, first),))
    assert {paper.signed_by for paper in letters(journey)} == {first.signed_by, second.signed_by}
    with nothing_written(), pytest.raises(RuleNotMet):
        journey.file_check()
    journey.send_back("file_check")
    journey.supplement(papers=(renewed(journey, second),))
    assert journey.file_check().outcome == "fit"
    assert Paper.objects.filter(case=journey.case, code=LETTER).count() == 4
    assert verify().holds


def test_who_never_introduced_signs_no_letter(journey: Journey) -> None:
    to_the_day(journey.to("file_check"), LAST_DAY + datetime.timedelta(days=1))
    old = letters(journey)[0]
    journey.send_back("file_check")
    with nothing_written(), pytest.raises(InvalidFacts, match="write who signed it as in the file") as refused:
        journey.supplement(papers=(PaperGiven(LETTER, journey.today, "", "Người khác"),))
    assert old.signed_by in refused.value.sentence
    loosely = PaperGiven(LETTER, journey.today, "", f"  {old.signed_by.upper()} ")
    journey.supplement(papers=(loosely,))
    assert len(letters(journey)) == 2


def test_a_new_one_that_has_expired_itself(journey: Journey) -> None:
    to_the_day(journey.to("file_check"), LAST_DAY + datetime.timedelta(days=1))
    old = letters(journey)[0]
    journey.send_back("file_check")
    with nothing_written(), pytest.raises(RuleNotMet, match="no longer on"):
        journey.supplement(papers=(PaperGiven(LETTER, old.dated, "", old.signed_by),))


def test_the_old_one_stays_in_the_history(client: Client, bloc: Bloc, journey: Journey) -> None:
    to_the_day(journey.to("file_check"), LAST_DAY + datetime.timedelta(days=1))
    journey.send_back("file_check")
    journey.supplement(papers=tuple(renewed(journey, old) for old in letters(journey)))
    client.force_login(bloc.auditor)
    rows = client.get(f"/cases/{journey.case.pk}/?tab=papers").context["page"].rows["papers"]
    told: list[Any] = [(row["overtaken"], row["paper"].dated) for row in rows if row["paper"].code == LETTER]
    assert told == [(True, NOW.date())] * 2 + [(False, journey.today)] * 2


def test_of_an_introducer_who_was_replaced_it_holds_no_longer(journey: Journey, client: Client, bloc: Bloc) -> None:
    """The other introducer's is renewed; that of the one who left is not asked for, though it expired."""
    journey.to("file_check")
    to_the_day(journey, LAST_DAY - datetime.timedelta(days=30))
    leaving = journey.case.introductions.select_related("introducer").earliest("pk")
    assert leaving.introducer
    old = next(paper for paper in letters(journey) if paper.signed_by == leaving.introducer.full_name)
    other = next(paper for paper in letters(journey) if paper != old)
    new = bloc.person("committee_member").pk
    given = (journey.case.pk, leaving.pk, new, "Chuyển công tác", PaperGiven(LETTER, journey.today), True)
    decision = asides.replace_introducer(*given, acting_user=journey.secretary, at=journey.at)
    assert decision.facts["letters"] == [old.pk]
    assert old not in letters(journey)
    assert len(letters(journey)) == 2
    to_the_day(journey, LAST_DAY + datetime.timedelta(days=1))
    journey.send_back("file_check")
    journey.supplement(papers=(renewed(journey, other),))
    assert journey.file_check().outcome == "fit"
    client.force_login(journey.secretary)
    rows = client.get(f"/cases/{journey.case.pk}/?tab=papers").context["page"].rows["papers"]
    assert {row["paper"].pk for row in rows if row["overtaken"]} == {old.pk, other.pk}
