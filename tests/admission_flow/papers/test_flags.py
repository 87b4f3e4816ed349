"""A paper that expires before the next step is due is flagged on the case page; one that has expired says so."""

import datetime

import pytest

from admission_flow.queries.file import CasePage, case_page
from tests.admission_flow.journey import Journey
from tests.people import Bloc

NOW = datetime.datetime(2025, 7, 15, 3, tzinfo=datetime.UTC)
LETTER = "3-KNĐ"


def page(journey: Journey, tab: str = "papers") -> CasePage:
    return case_page(journey.secretary, journey.case.pk, tab, at=journey.at)


def letter(journey: Journey) -> tuple[str, str]:
    (row,) = [row for row in page(journey).step_papers if row["code"] == LETTER]
    return row["state"], row["note"]


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    """The letters expire on 14/07/2026; the file check was opened two days before."""
    journey = Journey(bloc, at=NOW).to("opinions")
    journey.wait(362)
    return journey.to("file_check")


def test_before_the_next_step_is_due(journey: Journey) -> None:
    due = journey.task("file_check").due_on
    assert due
    assert due > datetime.date(2026, 7, 14)
    assert letter(journey) == ("expiring", "expires on 14/07/2026, before the next step is due")


def test_soon_though_the_next_step_is_due_before(journey: Journey) -> None:
    task = journey.task("file_check")
    task.due_on = datetime.date(2026, 7, 14)
    task.save(update_fields=["due_on"])
    assert letter(journey) == ("expiring", "expires on 14/07/2026")


def test_expired(journey: Journey) -> None:
    journey.wait(3)
    assert letter(journey) == ("expired", "expired on 14/07/2026; to be redone")
    late = [row for row in page(journey).deadlines if row["left"] == -1 and "Letter" in str(row["label"])]
    assert len(late) == 2


def test_of_two_letters_the_worse_is_told(journey: Journey) -> None:
    journey.case.papers.filter(code=LETTER, pk=journey.case.papers.filter(code=LETTER)[0].pk).update(
        valid_to=journey.today
    )
    journey.wait(1)
    assert letter(journey)[0] == "expired"


def test_long_before_nothing_is_said(bloc: Bloc) -> None:
    assert letter(Journey(bloc, at=NOW).to("file_check")) == ("present", "")


def test_after_the_cell_has_proposed_nothing_is_said(journey: Journey) -> None:
    journey.to("grassroots_approval").wait(60)
    assert letter(journey) == ("present", "")


def test_the_papers_tab_says_it_beside_the_paper_and_in_the_checklist(journey: Journey) -> None:
    rows = page(journey).rows
    assert {row["flag"] for row in rows["papers"] if row["paper"].code == LETTER} == {
        "expires on 14/07/2026, before the next step is due"
    }
    considered, _agreed = rows["checklist"]
    (line,) = [row for row in considered["rows"] if row["code"] == LETTER]
    assert line["state"] == "expiring"
    assert line["note"].startswith("expires on 14/07/2026, before the next step is due · Nomination; made by")
